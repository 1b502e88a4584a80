// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { dependenceOf, matchShares } from './dependence.ts';
import type { FieldModel } from './model.ts';
import { PatternTable } from './patterns.ts';

const even = Float64Array.of(0, 0.5, 0.5);
const u = [Float64Array.of(0, 0.999, 0.001), even, even];
const m = [Float64Array.of(0, 0.001, 0.999), even, even];
const model: FieldModel = {
  u, m, lambda: 0.5, matches: 400, rounds: 1,
  differing: [{ chances: u, share: 0.5, fixed: true }],
  matching: [{ chances: m, share: 0.5, fixed: false }],
}; // prettier-ignore

test('groups that change together among matches are found, and only there', () => {
  const table = new PatternTable(3);
  // Matches agree in both other groups or in neither; of all others every mixture is as frequent.
  for (const [levels, pairs] of [
    [[2, 2, 2], 200], [[2, 1, 1], 200], [[2, 0, 1], 50],
    [[1, 2, 2], 100], [[1, 1, 1], 100], [[1, 2, 1], 100], [[1, 1, 2], 100],
  ] as const) table.add(table.numberOf(levels), pairs); // prettier-ignore
  const patterns = table.counts();
  expect(matchShares(model, patterns)[0]).toBeCloseTo(0.999, 6);
  const [most, ...others] = dependenceOf(model, patterns);
  expect(most!.groups).toEqual([1, 2]);
  expect(most!.matches).toBeGreaterThan(0.95);
  expect(most!.others).toBeLessThan(0.05);
  for (const { matches } of others) expect(matches).toBeLessThan(0.05);
});
