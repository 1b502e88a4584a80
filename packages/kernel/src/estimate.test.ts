// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import type { SearchPlan } from './estimate.ts';
import { totalInterval } from './interval.ts';
import { sampleQueries } from './sample.ts';
import { estimateSearch, search, searchEach } from './search.ts';
import { planAll } from './plan.ts';
import { randomSet, seeded, setOf } from './testing/filter-sets.ts';
import { TooManyPairsError } from './too-many-pairs.ts';

const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** Independent filters in both sets, of which `common` are in both. */
function sets(count: number, common: number) {
  const random = seeded(12);
  const a = randomSet(count, 64, 0.35, random);
  const b = randomSet(count, 64, 0.35, random);
  b.filters.set(a.filters.subarray(0, common * 64), 7 * 64);
  return [a, b] as const;
}

test('the plan of a small search is of all of it', async () => {
  const [a, b] = sets(600, 200);
  const plan = await estimateSearch(a, b, 0.8, { workers: 1 });
  const { query } = await search(a, b, 0.8);
  expect(query.length).toBeGreaterThanOrEqual(200);
  const pairs = { expected: query.length, low: query.length, high: query.length };
  expect(plan).toMatchObject({ method: 'exact', comparisons: 360_000, threads: 1, pairs });
  expect(plan.histogram).toHaveLength(100);
  expect(plan.histogram[99]).toBe(200);
  const total = plan.histogram.reduce((sum, count) => sum + count, 0);
  expect(total / 360_000).toBeCloseTo(1, 1);
  expect(plan.seconds).toBeGreaterThan(0);
  const within = await estimateSearch(a, a, 0.8, { within: true });
  expect(within).toMatchObject({ comparisons: 179_700, pairs: { expected: 0 } });
});

test('a sample of the queries holds the number of pairs in its interval, of both passes', () => {
  const [a, b] = sets(4000, 1500);
  const plan = planAll(a, b, { similarity: 'dice', threshold: 0.8 }, false);
  const sample = sampleQueries(plan, 0.1, 1e6);
  expect(sample.pairs).toHaveLength(800);
  expect(sample.population).toBe(8000);
  const { low, high } = totalInterval(sample.pairs, sample.population);
  expect(low).toBeLessThan(1500);
  expect(high).toBeGreaterThan(1500);
  expect(high / low).toBeLessThan(2);
});

test('intervals hold the total 19 times in 20, for rare counts and for clumps of them', () => {
  const random = seeded(77);
  for (const [chance, clump] of [
    [0.002, 1],
    [0.05, 1],
    [0.02, 8],
  ] as const) {
    let held = 0;
    for (let trial = 0; trial < 400; trial++) {
      const values = range(1000).map(() => (random() < chance ? clump : 0));
      const { low, high } = totalInterval(values, 100_000);
      const truth = 100_000 * chance * clump;
      if (low <= truth && truth <= high) held++;
    }
    expect(held / 400).toBeGreaterThan(0.92);
  }
  expect(totalInterval([0, 0, 0, 0], 400)).toMatchObject({ expected: 0, low: 0 });
  expect(totalInterval([0, 0, 0, 0], 400).high).toBeCloseTo(369, -1);
  expect(totalInterval([1, 2], 2)).toEqual({ expected: 3, low: 3, high: 3 });
});

test.each([1, 2])(
  'an explosion of pairs is refused unseen, with counts (%d threads)',
  async (workers) => {
    const same = setOf(8, ...range(1200).map(() => [1, 2, 3]));
    const plans: SearchPlan[] = [];
    const options = { maxPairs: 1000, workers, onPlan: (plan: SearchPlan) => plans.push(plan) };
    let hits = 0;
    const refused = searchEach(same, same, 0.9, ({ query }) => (hits += query.length), options);
    const thrown = await refused.catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(TooManyPairsError);
    const { report, place } = thrown as TooManyPairsError;
    expect(place).toEqual({ expected: 1_440_000, most: 1000 });
    expect(report).toMatchObject({ found: 0, most: 1000, plan: plans[0], fitting: undefined });
    expect(report.plan.histogram[99]).toBe(1_440_000);
    expect(hits).toBe(0);
  },
);

test('a search that runs into its limit says what a fitting threshold is', async () => {
  const [a, b] = sets(600, 200);
  const thrown: unknown = await search(a, b, 0.4, { maxPairs: 250 }).catch(
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(TooManyPairsError);
  const { report } = thrown as TooManyPairsError;
  expect(report.found).toBeGreaterThan(250);
  expect(report.fitting).toBeGreaterThan(0.4);
  const fitting = await search(a, b, report.fitting!, { maxPairs: 250 });
  expect(fitting.query.length).toBeGreaterThanOrEqual(200);
});

test('what does not fit in memory is refused before it is begun', async () => {
  const [a, b] = sets(50, 5);
  await expect(search(a, b, 0.8, { memory: 2 ** 20 })).rejects.toMatchObject({
    code: 'KERNEL_MEMORY',
  });
  expect((await search(a, b, 0.8, { memory: 2 ** 30 })).query).toHaveLength(5);
});

test('limits that are no numbers are refused, and sets that are not one', async () => {
  const set = setOf(8, [1], [2]);
  for (const maxPairs of [NaN, -1, 0.5]) {
    await expect(search(set, set, 0.5, { maxPairs })).rejects.toMatchObject({
      code: 'KERNEL_MAX_PAIRS',
    });
  }
  await expect(search(set, setOf(8, [1]), 0.5, { within: true })).rejects.toMatchObject({
    code: 'KERNEL_LENGTH',
  });
  const { query } = await search(setOf(8), set, 0.5, { onPlan: () => undefined });
  expect(query).toHaveLength(0);
});
