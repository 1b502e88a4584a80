// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { seeded } from '../testing/registers.ts';
import { fitMixture } from './mixture.ts';
import { binsOf, spreadNulls, sums } from './null-shape.ts';

/** A count drawn from a Poisson distribution. */
function poisson(mean: number, random: () => number): number {
  let [count, product] = [0, random()];
  while (product > Math.exp(-mean)) {
    count++;
    product *= random();
  }
  return count;
}

const steps = Array.from({ length: 60 }, (_, step) => step);
const total = (counts: readonly number[], from = 0): number =>
  counts.slice(from).reduce((sum, n) => sum + n, 0);

/** Strangers have a bulk below and a household hump above; of the hump fewer come to be links. */
const nulls = steps.map(
  (step) => 300 * Math.exp(-step / 5) + 30 * Math.exp(-(((step - 35) / 5) ** 2)),
);
const matches = steps.map((step) => 1 + step ** 2 / 40);

test.each([0.1, 0.5, 0.9])('known parts are recovered where %d of the hump are links', (rate) => {
  const random = seeded(7);
  const strangers = nulls.map((n, step) => poisson(n * (step < 20 ? 0.95 : rate), random));
  const drawn = matches.map((mean) => poisson(mean, random));
  const links = drawn.map((n, step) => n + strangers[step]!);
  const fit = fitMixture({
    links,
    nulls,
    prior: nulls.map(() => 0.5),
    trust: nulls.map(() => 0.05),
    widths: nulls.map(() => 1),
    from: 3,
    top: 60,
  });
  // What is told apart is told by shape.
  const hump = total(nulls, 20);
  expect(Math.abs(total(fit.strangers, 20) - total(strangers, 20))).toBeLessThan(0.4 * hump);
  expect(Math.abs(total(fit.matches, 20) - total(drawn, 20))).toBeLessThan(0.4 * hump);
  expect(total(fit.strangers)).toBeGreaterThan(0.85 * total(strangers));
  expect(fit.matches.slice(0, 3)).toEqual([0, 0, 0]);
  for (let step = 4; step < 60; step++) {
    expect(fit.matches[step]!).toBeGreaterThanOrEqual(fit.matches[step - 1]! - 1e-9);
    const rateAt = (at: number): number => fit.strangers[at]! / nulls[at]!;
    expect(rateAt(step)).toBeLessThanOrEqual(rateAt(step - 1) + 1e-9);
  }
});

test('where no links are, none are made up, and what is unknown is as expected', () => {
  const flat = { nulls: steps.map(() => 2), trust: steps.map(() => 1), widths: steps.map(() => 1) };
  const none = {
    ...flat,
    prior: steps.map(() => 0.6),
    from: 0,
    top: 60,
    links: steps.map(() => 0),
  };
  expect(total(fitMixture(none).matches)).toBe(0);
  expect(total(fitMixture({ ...none, links: steps.map(() => 0) }).strangers)).toBeCloseTo(24, 6);
});

test('spread null pairs keep their number and place, and one more is expected above the last', () => {
  const seen = Float64Array.from(steps, (step) => (step < 20 ? 10 : step === 40 ? 1 : 0));
  const counts = seen.map((n) => 2 * n);
  const spread = spreadNulls(seen, counts, 2);
  expect(total(spread)).toBeGreaterThan(total([...counts]));
  expect(total(spread)).toBeLessThan(total([...counts]) + 2);
  expect(spread.slice(0, 20)).toEqual([...counts.slice(0, 20)]);
  expect(spread[40]!).toBeLessThan(0.5);
  expect(spread[35]!).toBeGreaterThan(0);
  expect(spread[25]!).toBe(0);
  expect(spread[41]!).toBeGreaterThan(spread[44]!);
  const bins = binsOf(seen);
  expect(bins[0]!.from).toBe(0);
  expect(bins.at(-1)!.to).toBe(60);
  expect(total(sums(counts, bins))).toBe(402);
});
