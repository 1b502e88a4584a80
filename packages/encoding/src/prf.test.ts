// SPDX-License-Identifier: EUPL-1.2
import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createGroupPrf } from './prf.ts';

const groupKey = new Uint8Array(32).fill(7);

test('words are the pairs of bytes of counted HMAC blocks', () => {
  const tokens = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(
      tokens,
      fc.nat({ max: 255 }),
      fc.integer({ min: 1, max: 70 }),
      (token, tag, count) => {
        const blocks = Array.from({ length: Math.ceil(count / 16) }, (_, block) =>
          createHmac('sha256', groupKey)
            .update(Uint8Array.of(0, block, tag))
            .update(token)
            .digest(),
        );
        const expected = blocks.flatMap((digest) =>
          Array.from({ length: 16 }, (_, i) => digest.readUInt16BE(2 * i)),
        );
        expect(Array.from(createGroupPrf(groupKey).ofType(tag)(token, count))).toEqual(expected);
      },
    ),
  );
});

test('the counter has two bytes', () => {
  const words = createGroupPrf(groupKey).ofType(1)('ab', 4112);
  const header = Uint8Array.of(1, 0, 1); // block 256
  const digest = createHmac('sha256', groupKey).update(header).update('ab').digest();
  expect(words[4096]).toBe(digest.readUInt16BE(0));
});

test('a longer answer starts with the shorter one, whatever is cached', () => {
  const words = createGroupPrf(groupKey, 2).ofType(1);
  const first = Array.from(words('ab', 5));
  expect(Array.from(words('ab', 3))).toEqual(first);
  const longer = Array.from(words('ab', 40));
  expect(longer.slice(0, 16)).toEqual(first);
  words('cd', 1);
  words('ef', 1); // the cache starts anew
  expect(Array.from(words('ab', 40))).toEqual(longer);
});

test('types, tokens and keys all give other words', () => {
  const prf = createGroupPrf(groupKey);
  const other = createGroupPrf(new Uint8Array(32).fill(8));
  const answers = [
    prf.ofType(1)('ab', 16),
    prf.ofType(2)('ab', 16),
    prf.ofType(1)('ba', 16),
    other.ofType(1)('ab', 16),
  ].map(String);
  expect(new Set(answers).size).toBe(4);
});

test('disposal overwrites what was handed out and ends the key', () => {
  const prf = createGroupPrf(groupKey);
  const words = prf.ofType(1);
  const handedOut = words('ab', 16);
  expect(Array.from(handedOut).some((word) => word !== 0)).toBe(true);
  prf.dispose();
  expect(Array.from(handedOut).every((word) => word === 0)).toBe(true);
  expect(() => words('ab', 16)).toThrow('destroyed');
});
