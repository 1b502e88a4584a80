// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { search, topMatches } from '../search.ts';
import { seeded, setOf } from '../testing/filter-sets.ts';
import { plantedCodes } from '../testing/planted-codes.ts';
import { searchPlainly, searchSequentially, topMatchesSequentially } from './search.ts';

const similarity = 'hamming';

test('without a miss the search is exact, and says so', async () => {
  const [a, b] = plantedCodes([300, 300], 512, 0.62, seeded(1));
  const { hits, miss, design } = await searchSequentially(a, b, 0.62, { miss: 0 });
  expect(hits).toEqual(await search(a, b, 0.62, { similarity }));
  expect(hits.query.length).toBeGreaterThan(50);
  expect([miss, design]).toEqual([{ bound: 0, expected: 0 }, undefined]);
  const best = await topMatchesSequentially(a, b, { miss: 0, floor: 0.55, top: 3 });
  expect(best.hits).toEqual(await topMatches(a, b, { similarity, floor: 0.55, top: 3 }));
});

test('measuring every pair finds what the search by budget finds', async () => {
  for (const bits of [64, 192, 1024, 2112]) {
    const [a, b] = plantedCodes([150, 140], bits, 0.62, seeded(bits));
    expect(await searchPlainly(a, b, 0.62)).toEqual(await search(a, b, 0.62, { similarity }));
    const within = { within: true, workers: 2 };
    expect(await searchPlainly(b, b, 0.51, within)).toEqual(
      await search(b, b, 0.51, { similarity, ...within }),
    );
  }
});

test('a search large enough to be tested states what it may miss, and measures it', async () => {
  const [a, b] = plantedCodes([10_000, 10_000], 1024, 0.7, seeded(2));
  const seen: number[] = [];
  const options = { workers: 1, onProgress: (fraction: number) => seen.push(fraction) };
  const { hits, miss, design } = await searchSequentially(a, b, 0.7, {
    ...options,
    miss: 1e-4,
    sampleQueries: 400,
  });
  // Of 5,000 planted pairs three in five reach the threshold.
  expect(hits.query.length).toBeGreaterThan(2800);
  expect(hits.similarity.every((value) => value >= 0.7)).toBe(true);
  expect(design!.votes).toBeGreaterThan(0);
  expect(miss.bound).toBe(1e-4);
  expect(miss.expected).toBeGreaterThan(0);
  expect(miss.expected).toBeLessThanOrEqual(hits.query.length * 1.001e-4);
  expect(miss.sample).toMatchObject({ queries: 400, missed: 0, low: 0 });
  expect(miss.sample!.wanted).toBeGreaterThan(80);
  expect(miss.sample!.high).toBeLessThan(0.05);
  expect(seen).toEqual([...seen].sort((x, y) => x - y));
  expect(seen.at(-1)).toBe(1);

  const best = await topMatchesSequentially(a, b, { miss: 0.1, floor: 0.7, top: 2, workers: 1 });
  expect(best.miss.sample!.missed).toBeLessThan(best.miss.sample!.wanted / 4);
  expect(best.hits.query.length).toBeGreaterThan(2500);
}, 60_000);

test.each([-1e-4, 1e-10, 0.2, NaN])('a miss of %d cannot be asked for', async (miss) => {
  const set = setOf(8, [1]);
  await expect(searchSequentially(set, set, 0.6, { miss })).rejects.toMatchObject({
    code: 'KERNEL_MISS',
  });
  await expect(
    topMatchesSequentially(set, set, { miss, floor: 0.6, top: 1 }),
  ).rejects.toMatchObject({ code: 'KERNEL_MISS' });
});
