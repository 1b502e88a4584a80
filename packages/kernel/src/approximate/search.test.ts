// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FilterSet } from '../filter-set.ts';
import type { HitColumns } from '../hits.ts';
import { search } from '../search.ts';
import { randomSet, seeded, setOf } from '../testing/filter-sets.ts';
import { personSets } from '../testing/persons.ts';
import { searchApproximately, type ApproximateOptions } from './search.ts';

const forced = { evenIfSlower: true, workers: 1 } as const;

const listOf = ({ query, candidate, similarity }: HitColumns): string[] =>
  Array.from(query, (row, at) => `${row} ${candidate[at]!} ${similarity[at]!}`);

/** Each one is among all, and comes once. */
function expectPartOf(some: readonly string[], all: readonly string[]): void {
  const whole = new Set(all);
  expect(some.filter((one) => !whole.has(one))).toEqual([]);
  expect(new Set(some).size).toBe(some.length);
}

/** The rows of a set in another order, and where each went. */
function permuted({ count, bytes, filters }: FilterSet, seed: number) {
  const random = seeded(seed);
  const order = Array.from({ length: count }, (_, row) => ({ row, by: random() }))
    .sort((a, b) => a.by - b.by)
    .map(({ row }) => row);
  const moved = new Uint8Array(filters.length);
  order.forEach((row, at) => {
    moved.set(filters.subarray(row * bytes, (row + 1) * bytes), at * bytes);
  });
  return { set: { count, bytes, filters: moved }, order };
}

const [a, b] = personSets({ count: 1600 });
const exact = await search(a, b, 0.75, { workers: 1 });

test('what is found is in the exact answer, sorted, and the share is as measured', async () => {
  const options = { ...forced, recall: 0.9 };
  const { hits, method, recall, tables, candidates } = await searchApproximately(
    a,
    b,
    0.75,
    options,
  );
  expect(method).toBe('approximate');
  expect(tables).toBeGreaterThan(0);
  // Far fewer meetings than pairs of records: it is not an exact search in disguise.
  expect(candidates).toBeLessThan((a.count * b.count) / 5);
  const all = listOf(exact);
  const found = listOf(hits);
  expectPartOf(found, all);
  expect(found).toEqual(all.filter((one) => new Set(found).has(one)));
  const share = found.length / all.length;
  expect(recall).toMatchObject({ wanted: 0.9, reached: true });
  expect(recall.low).toBeGreaterThanOrEqual(0.9);
  expect(recall.low).toBeLessThanOrEqual(share);
  expect(recall.high).toBeGreaterThanOrEqual(share);
  expect(recall.pairs).toBeGreaterThanOrEqual(100);
});

test('neither the order of rows nor the number of threads changes what is found', async () => {
  const options: ApproximateOptions = { ...forced, recall: 0.8 };
  const one = await searchApproximately(a, b, 0.75, options);
  const two = await searchApproximately(a, b, 0.75, { ...options, workers: 2 });
  expect(two).toEqual(one);
  const [c, d] = [permuted(a, 7), permuted(b, 8)];
  const moved = await searchApproximately(c.set, d.set, 0.75, options);
  const back = moved.hits.similarity.map((_, at) => at);
  const rows = Array.from(back, (at) => [
    c.order[moved.hits.query[at]!]!,
    d.order[moved.hits.candidate[at]!]!,
  ]).sort(([m, n], [o, p]) => m! - o! || n! - p!);
  expect(rows).toEqual(Array.from(one.hits.query, (row, at) => [row, one.hits.candidate[at]]));
  expect(moved.recall).toEqual(one.recall);
  const other = await searchApproximately(a, b, 0.75, { ...options, seed: 2 });
  expect(listOf(other.hits)).not.toEqual(listOf(one.hits));
});

test('within one set each pair comes once, those of equal filters without exception', async () => {
  const filters = new Uint8Array(a.filters.length + b.filters.length);
  filters.set(a.filters);
  filters.set(b.filters, a.filters.length);
  const set = { count: a.count + b.count, bytes: a.bytes, filters };
  const options = { ...forced, recall: 0.8, within: true };
  const { hits, method } = await searchApproximately(set, set, 0.75, options);
  expect(method).toBe('approximate');
  const all = listOf(await search(set, set, 0.75, { within: true, workers: 1 }));
  const found = listOf(hits);
  expectPartOf(found, all);
  const equal = all.filter((one) => one.endsWith(' 1'));
  expect(equal.length).toBeGreaterThan(20);
  expect(found.filter((one) => one.endsWith(' 1'))).toEqual(equal);
});

test('over any sets the answer is part of the exact one', async () => {
  const sets = fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    bytes: fc.constantFrom(8, 16, 40),
    count: fc.integer({ min: 0, max: 150 }),
    fill: fc.constantFrom(0.02, 0.3, 0.9),
    within: fc.boolean(),
    similarity: fc.constantFrom('dice' as const, 'hamming' as const),
    threshold: fc.constantFrom(0.6, 0.8, 1),
  });
  await fc.assert(
    fc.asyncProperty(sets, async ({ seed, bytes, count, fill, threshold, ...asked }) => {
      const random = seeded(seed);
      const left = randomSet(count, bytes, fill, random, 2);
      const right = asked.within ? left : { ...left, filters: left.filters.slice().reverse() };
      const options = { ...asked, ...forced, recall: 0.5 };
      const { hits } = await searchApproximately(left, right, threshold, options);
      const all = listOf(await search(left, right, threshold, { ...asked, workers: 1 }));
      expectPartOf(listOf(hits), all);
    }),
    { numRuns: 40 },
  );
});

test('a crowd of equal filters is counted, not compared, and too many pairs end the search', async () => {
  const crowd = 20_000;
  const filters = new Uint8Array(crowd * a.bytes);
  for (let row = 0; row < crowd; row++) filters.set(a.filters.subarray(0, a.bytes), row * a.bytes);
  const set = { count: crowd, bytes: a.bytes, filters };
  for (const within of [true, false]) {
    const options = { ...forced, recall: 0.9, within, maxPairs: 1_000_000 };
    await expect(searchApproximately(set, set, 0.8, options)).rejects.toMatchObject({
      code: 'KERNEL_TOO_MANY_PAIRS',
    });
  }
});

test('an exact search is taken where sampling costs as much, and says so', async () => {
  const { hits, method, recall } = await searchApproximately(a, b, 0.75, { recall: 0.99 });
  expect(method).toBe('exact');
  expect(listOf(hits)).toEqual(listOf(exact));
  expect(recall).toMatchObject({ measured: 1, low: 1, high: 1, reached: true });
});

test('progress ascends to 1, and a signal ends the search', async () => {
  const told: number[] = [];
  const onProgress = (fraction: number): void => void told.push(fraction);
  await searchApproximately(a, b, 0.75, { ...forced, recall: 0.8, onProgress });
  expect(told).toEqual([...told].sort((m, n) => m - n));
  expect(told.at(-1)).toBe(1);
  expect(told.length).toBeGreaterThan(3);
  for (const workers of [1, 2]) {
    const controller = new AbortController();
    const options: ApproximateOptions = {
      ...forced,
      workers,
      recall: 0.8,
      signal: controller.signal,
      onProgress: (fraction) => {
        if (fraction > 0.3) controller.abort();
      },
    };
    const cancelled = searchApproximately(a, b, 0.75, options);
    await expect(cancelled).rejects.toMatchObject({ code: 'KERNEL_CANCELLED' });
  }
});

test.each([
  [{ recall: 0.49 }, 0.8, 'KERNEL_RECALL'],
  [{ recall: 1 }, 0.8, 'KERNEL_RECALL'],
  [{ recall: NaN }, 0.8, 'KERNEL_RECALL'],
  [{ recall: 0.9, workers: 0 }, 0.8, 'KERNEL_WORKERS'],
  [{ recall: 0.9, workers: 1.5 }, 0.8, 'KERNEL_WORKERS'],
  [{ recall: 0.9 }, 0, 'KERNEL_THRESHOLD'],
])('%j at %d is refused with %s', async (options, threshold, code) => {
  await expect(searchApproximately(a, b, threshold, options)).rejects.toMatchObject({ code });
});

test('sets of other lengths are refused', async () => {
  const short = setOf(8, [1]);
  await expect(searchApproximately(a, short, 0.8, { recall: 0.9 })).rejects.toMatchObject({
    code: 'KERNEL_LENGTH',
  });
});
