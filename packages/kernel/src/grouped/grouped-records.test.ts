// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { filterAt, overlap, popcount } from '../filter-set.ts';
import { randomSet, seeded } from '../testing/filter-sets.ts';
import { groupedRecords, onesInBoth } from './grouped-records.ts';

const groups = [
  { from: 0, bytes: 8 },
  { from: 8, bytes: 16 },
  { from: 24, bytes: 8 },
];

test('counts of groups are those of their bytes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
      const random = seeded(seed);
      const [a, b] = [randomSet(3, 32, 0.4, random), randomSet(2, 32, 0.4, random)];
      const [left, right] = [groupedRecords(a, groups), groupedRecords(b, groups)];
      const part = (set: typeof a, row: number, group: number): Uint8Array => {
        const { from, bytes } = groups[group]!;
        return filterAt(set, row).subarray(from, from + bytes);
      };
      for (const [rowA, rowB] of [[0, 0], [2, 1]] as const) {
        for (const [one, other] of [[0, 0], [1, 1], [0, 2], [2, 0]] as const) {
          expect(onesInBoth(left, rowA, one, right, rowB, other)).toBe(
            overlap(part(a, rowA, one), part(b, rowB, other)),
          );
          expect(left.ones[rowA * 3 + one]).toBe(popcount(part(a, rowA, one)));
        }
      }
    }),
    { numRuns: 30 },
  );
}); // prettier-ignore

test.each([
  ['no group', []],
  ['an empty group', [{ from: 0, bytes: 0 }]],
  ['beyond the filter', [{ from: 24, bytes: 16 }]],
  ['off a word', [{ from: 2, bytes: 8 }]],
  ['half a word', [{ from: 0, bytes: 6 }]],
])('%s is refused', (_, places) => {
  const set = randomSet(2, 32, 0.4, seeded(1));
  expect(() => groupedRecords(set, places)).toThrow('KERNEL_LENGTH');
});
