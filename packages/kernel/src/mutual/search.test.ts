// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { topMatches } from '../search.ts';
import { randomSet, seeded } from '../testing/filter-sets.ts';
import { plantedCodes } from '../testing/planted-codes.ts';
import type { FilterSet } from '../filter-set.ts';
import { mutualMatches } from './search.ts';

const similarity = 'hamming';

async function bothWays(a: FilterSet, b: FilterSet, top: number, floor: number) {
  const options = { similarity, top, floor, workers: 1 } as const;
  const self = Uint32Array.from({ length: a.count }, (_, row) => row);
  if (a === b) return { there: await topMatches(a, a, { ...options, self }) };
  return { there: await topMatches(a, b, options), back: await topMatches(b, a, options) };
}

test('gives what a search from either side gives, of any codes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1000),
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 300 }),
      fc.constantFrom(64, 128, 448),
      fc.constantFrom(0.05, 0.5, 0.9),
      fc.constantFrom(1, 3, 7),
      fc.constantFrom(0.3, 0.5, 0.8),
      async (seed, m, n, bits, fill, top, floor) => {
        const random = seeded(seed);
        const [a, b] = [m, n].map((count) => randomSet(count, bits / 8, fill, random, 2)) as [
          FilterSet,
          FilterSet,
        ];
        // Equal codes, none at all, and all bits.
        b.filters.set(a.filters.subarray(0, Math.min(a.filters.length, b.filters.length) / 2));
        b.filters.fill(0, 0, bits / 8);
        a.filters.fill(255, 0, bits / 8);
        for (const other of [a, b]) {
          const expected = await bothWays(a, other, top, floor);
          for (const memory of [Infinity, 0]) {
            const options = { top, floor, workers: 1, memory };
            expect(await mutualMatches(a, other, options)).toEqual(expected);
          }
        }
      },
    ),
    { numRuns: 60 },
  );
}, 120_000);

test('codes of any length are searched', async () => {
  const random = seeded(9);
  const [a, b] = [7, 140].map((count) => randomSet(count, 8192, 0.5, random, 2)) as [
    FilterSet,
    FilterSet,
  ];
  const found = await mutualMatches(a, b, { top: 2, floor: 0.5, workers: 1 });
  expect(found).toEqual(await bothWays(a, b, 2, 0.5));
  expect(found.back!.query.length).toBeGreaterThan(200);
}, 60_000);

test('gives the same over threads', async () => {
  const [a, b] = plantedCodes([2300, 2100], 512, 0.7, seeded(4));
  const alone = await mutualMatches(a, b, { top: 4, floor: 0.5, workers: 1 });
  const seen: number[] = [];
  const options = { top: 4, floor: 0.5, workers: 3, onProgress: (one: number) => seen.push(one) };
  expect(await mutualMatches(a, b, options)).toEqual(alone);
  expect(alone).toEqual(await bothWays(a, b, 4, 0.5));
  expect(seen.at(-1)).toBe(1);
  const within = await mutualMatches(a, a, { ...options, workers: 3 });
  expect(within).toEqual(await bothWays(a, a, 4, 0.5));
}, 60_000);

test('ends when it is told to, and refuses what topMatches refuses', async () => {
  const [a, b] = plantedCodes([900, 800], 256, 0.7, seeded(5));
  const stop = new AbortController();
  const onProgress = (): void => {
    stop.abort();
  };
  const asked = { top: 2, floor: 0.5, onProgress, signal: stop.signal };
  for (const workers of [1, 2]) {
    const attempt = mutualMatches(a, b, { ...asked, workers });
    await expect(attempt).rejects.toMatchObject({ code: 'KERNEL_CANCELLED' });
  }
  await expect(mutualMatches(a, b, { top: 0, floor: 0.5 })).rejects.toMatchObject({ code: 'KERNEL_TOP' }); // prettier-ignore
  await expect(mutualMatches(a, b, { top: 1, floor: 0 })).rejects.toMatchObject({ code: 'KERNEL_THRESHOLD' }); // prettier-ignore
});
