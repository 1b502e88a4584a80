// SPDX-License-Identifier: EUPL-1.2
import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createGroupPrf, type TokenStreams } from './prf.ts';
import { TokenList } from './token-list.ts';

const groupKey = new Uint8Array(32).fill(7);

function wordsOf(streams: TokenStreams, token: string, count: number): number[] {
  const tokens = new TokenList();
  tokens.fill([token]);
  const from = streams.find(tokens, 0, count);
  return Array.from(streams.words.subarray(from, from + count));
}

/** By the definition, with another HMAC. */
function expectedWords(token: string, tag: number, count: number): number[] {
  return Array.from({ length: count }, (_, j) => {
    const block = Math.floor(j / 16);
    const header = Uint8Array.of(block >> 8, block & 0xff, tag);
    const digest = createHmac('sha256', groupKey).update(header).update(token).digest();
    return digest.readUInt16BE(2 * (j % 16));
  });
}

const anyToken = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

test('words are the pairs of bytes of counted HMAC blocks', () => {
  fc.assert(
    fc.property(
      anyToken,
      fc.nat({ max: 255 }),
      fc.integer({ min: 1, max: 150 }),
      (token, tag, count) => {
        const words = wordsOf(createGroupPrf(groupKey).ofType(tag), token, count);
        expect(words).toEqual(expectedWords(token, tag, count));
      },
    ),
  );
});

test('tokens of every length, around what fits in a place', () => {
  const streams = createGroupPrf(groupKey).ofType(3);
  for (let length = 0; length <= 70; length += 1) {
    const token = 'abcdefghij'.repeat(7).slice(0, length);
    expect(wordsOf(streams, token, 20)).toEqual(expectedWords(token, 3, 20));
  }
});

test('the counter has two bytes', () => {
  const words = wordsOf(createGroupPrf(groupKey).ofType(1), 'ab', 4112);
  expect(words.slice(4096)).toEqual(expectedWords('ab', 1, 4112).slice(4096));
});

test('a longer answer starts with the shorter one, whatever is kept', () => {
  const streams = createGroupPrf(groupKey, 4).ofType(1);
  fc.assert(
    fc.property(
      fc.constantFrom('ab', 'cd', 'ef', 'gh', 'ij', 'kl', 'long enough not to be kept'),
      fc.integer({ min: 1, max: 100 }),
      (token, count) => {
        expect(wordsOf(streams, token, count)).toEqual(expectedWords(token, 1, count));
      },
    ),
  );
});

test('types, tokens and keys all give other words', () => {
  const prf = createGroupPrf(groupKey);
  const other = createGroupPrf(new Uint8Array(32).fill(8));
  const answers = [
    wordsOf(prf.ofType(1), 'ab', 16),
    wordsOf(prf.ofType(2), 'ab', 16),
    wordsOf(prf.ofType(1), 'ba', 16),
    wordsOf(other.ofType(1), 'ab', 16),
  ].map(String);
  expect(new Set(answers).size).toBe(4);
});

test('a type asked for twice is the same', () => {
  const prf = createGroupPrf(groupKey);
  expect(prf.ofType(1)).toBe(prf.ofType(1));
});

test('disposal overwrites what was handed out and ends the key', () => {
  const prf = createGroupPrf(groupKey);
  const streams = prf.ofType(1);
  const before = [wordsOf(streams, 'ab', 16), wordsOf(streams, 'ab', 2000)];
  expect(streams.words.some((word) => word !== 0)).toBe(true);
  prf.dispose();
  expect(streams.words.every((word) => word === 0)).toBe(true);
  expect(wordsOf(streams, 'ab', 16)).not.toEqual(before[0]);
  expect(() => wordsOf(streams, 'long enough not to be kept', 16)).toThrow('destroyed');
});
