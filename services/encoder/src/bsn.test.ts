// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readBsn } from './bsn.ts';

test.each([
  ['111222333', '111222333'],
  ['123456782', '123456782'],
  [' 1234.56.782 ', '123456782'],
  ['12-345-672', '012345672'],
  ['012345672', '012345672'],
  ['123456789', undefined],
  ['000000000', undefined],
  ['123456', undefined],
  ['1234567820', undefined],
  ['12345678a', undefined],
  ['', undefined],
])('%j is %s', (text, expected) => {
  expect(readBsn(text)).toBe(expected);
});

test('of every run of eleven numbers that differ in one digit, one at most passes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999 }), (front) => {
      const text = String(front).padStart(8, '0');
      const passing = Array.from({ length: 10 }, (_, last) => readBsn(`${text}${last}`));
      expect(passing.filter((bsn) => bsn !== undefined).length).toBeLessThanOrEqual(1);
    }),
  );
});
