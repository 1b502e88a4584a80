// SPDX-License-Identifier: EUPL-1.2
/** Small cases worked out by hand; `clk-compat.test.ts` holds all of it to clkhash. */
import { expect, test } from '@jest/globals';
import { distanceInUnits, ngramTokens, numericTokens } from './comparators.ts';

test('n-grams, as the documentation of clkhash shows them', () => {
  const grams = [' c', 'cl', 'lk', 'kh', 'ha', 'as', 'sh', 'h '];
  expect(ngramTokens('clkhash', 2, false)).toEqual(grams);
  expect(ngramTokens('clkhash', 2, true)).toEqual(grams.map((gram, at) => `${at + 1} ${gram}`));
  expect(ngramTokens('𠮷a', 1, false)).toEqual(['𠮷', 'a']);
  expect(ngramTokens('', 2, false)).toEqual([]);
});

test('numbers go to the nearest point of the grid, from the middle up', () => {
  // The example of clkhash: 25 at a distance of 8 in two steps.
  expect(numericTokens('25', 8, 2, 0)).toEqual(['88', '96', '104', '112', '120']);
  expect(numericTokens('24', 8, 2, 0)).toEqual(['80', '88', '96', '104', '112']);
  expect(numericTokens('-1', 8, 1, 0)).toEqual(['-8', '0', '8']);
  expect(numericTokens('-1.9', 8, 1, 0)).toEqual(['-8', '0', '8']);
});

test('a half goes to the even neighbour', () => {
  expect([0.5, 1.5, 2.5, 2.4, 2.6].map((distance) => distanceInUnits(distance, 0))).toEqual([
    0, 2, 2, 2, 3,
  ]);
  expect(distanceInUnits(0.25, 1)).toBe(2);
});

test('what is no number, or too large for exact digits, is refused', () => {
  for (const text of ['', '1e3', '1_000', 'inf', '0x10', '1,5', ' 1', '1'.repeat(16)]) {
    expect(numericTokens(text, 8, 2, 0)).toBeUndefined();
  }
  expect(numericTokens('999999999999999.5', 8, 2, 6)).toBeUndefined();
});
