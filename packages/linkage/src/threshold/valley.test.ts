// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { relativesOf, type Step } from './valley.ts';

const xs = Array.from({ length: 73 }, (_, n) => 0.6 + n / 200);

/** Pairs by similarity: chance that falls, relatives around 0.64, persons who get more up to 1. */
function pairsOf(relatives: number, persons: number): { steps: Step[]; chance: number[] } {
  const chance = xs.map((x) => 80 * Math.exp((0.6 - x) * 60));
  const steps = xs.map((x, at) => ({
    x,
    pairs: Math.round(
      chance[at]! +
        relatives * Math.exp(-(((x - 0.64) / 0.06) ** 2)) +
        persons * Math.exp((x - 1) * 8),
    ),
  }));
  return { steps, chance };
}

const sum = (counts: readonly number[]): number => counts.reduce((total, n) => total + n, 0);

test('relatives are found below a valley, and hardly any persons with them', () => {
  const { steps, chance } = pairsOf(100, 60);
  const found = relativesOf(steps, chance);
  const there = sum(steps.map(({ x }) => 100 * Math.exp(-(((x - 0.64) / 0.06) ** 2))));
  expect(sum(found) / there).toBeGreaterThan(0.85);
  expect(sum(found) / there).toBeLessThan(1.25);
  expect(sum(found.slice(-20))).toBeLessThan(3);
});

test('without a slope above chance, or without a rise after it, there are none', () => {
  const alone = pairsOf(0, 60);
  expect(sum(relativesOf(alone.steps, alone.chance))).toBe(0);
  const nobody = pairsOf(100, 0);
  expect(sum(relativesOf(nobody.steps, nobody.chance))).toBe(0);
  expect(relativesOf([{ x: 1, pairs: 5 }], [0])).toEqual([0]);
});
