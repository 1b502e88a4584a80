// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lengthMark, rareMark, TokenList } from './token-list.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The tokens as text again. */
export function textsOf(tokens: TokenList): string[] {
  return Array.from({ length: tokens.count }, (_, i) => {
    const length = tokens.shortLength(i);
    if (length === undefined) return decoder.decode(tokens.longBytes(i));
    const bytes = new DataView(new ArrayBuffer(16));
    for (let at = 0; at < 4; at += 1) bytes.setInt32(4 * at, tokens.words[4 * i + at]!);
    return decoder.decode(new Uint8Array(bytes.buffer, 0, length));
  });
}

test('any tokens come back, in alphabetical order', () => {
  const list = new TokenList();
  const token = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.stringMatching(/^[a-z0-9#:<=_]{0,20}$/),
  );
  fc.assert(
    fc.property(fc.uniqueArray(token, { maxLength: 100 }), (tokens) => {
      list.fill(tokens);
      expect(textsOf(list)).toEqual([...tokens].sort());
    }),
  );
});

test('short tokens of ASCII sort as their letters do', () => {
  const token = fc.stringMatching(/^(aaaaaaaa|aaaabbbbcccc)?[a-b0-1#:]{1,3}$/);
  fc.assert(
    fc.property(fc.uniqueArray(token, { maxLength: 40 }), fc.nat(), (tokens, seed) => {
      const sorted = new TokenList();
      sorted.fill(tokens);
      const shuffled = new TokenList();
      for (let i = 0; i < tokens.length; i += 1) {
        const at = 4 * ((i + seed) % tokens.length);
        const [a, b, c, d] = sorted.words.subarray(at, at + 4);
        shuffled.add(a!, b!, c!, d!);
      }
      shuffled.sort();
      expect(textsOf(shuffled)).toEqual([...tokens].sort());
    }),
  );
});

test('a token says whether it may return, and how long it is', () => {
  const list = new TokenList();
  list.add(0, 0, 0, lengthMark(3));
  list.add(0, 0, 0, rareMark(3));
  list.fill(['ab', 'longer than what fits']);
  expect([0, 1].map((i) => list.mayReturn(i))).toEqual([true, false]);
  list.clear();
  list.add(0, 0, 0, lengthMark(3));
  list.add(0, 0, 0, rareMark(15));
  expect([0, 1].map((i) => list.mayReturn(i))).toEqual([true, false]);
  expect([0, 1].map((i) => list.shortLength(i))).toEqual([3, 15]);
});

test('wiping overwrites tokens, short and long', () => {
  const list = new TokenList();
  list.fill(['ab', 'longer than what fits']);
  const { words } = list;
  const long = list.longBytes(1);
  list.wipe();
  expect(list.count).toBe(0);
  expect(words.every((word) => word === 0)).toBe(true);
  expect(long.every((byte) => byte === 0)).toBe(true);
});
