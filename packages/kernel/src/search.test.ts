// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FilterSet } from './filter-set.ts';
import {
  bestMatchesReference,
  diceReference,
  searchReference,
  similarityReference,
  topMatchesReference,
  type SearchHit,
} from './reference.ts';
import { bestMatches, search, topMatches } from './search.ts';
import { randomSet, seeded, setOf } from './testing/filter-sets.ts';
import type { HitColumns } from './hits.ts';

function rowsOf({ query, candidate, similarity }: HitColumns): SearchHit[] {
  return Array.from(query, (row, at) => ({
    query: row,
    candidate: candidate[at]!,
    similarity: similarity[at]!,
  }));
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, n) => from + n);

const setShape = fc.record({
  seed: fc.integer(),
  counts: fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 })),
  bytes: fc.constantFrom(8, 16, 24, 64, 128),
  fills: fc.tuple(fc.constantFrom(0, 0.05, 0.3, 0.5, 1), fc.constantFrom(0.05, 0.37, 0.6, 0.97)),
  twins: fc.constantFrom(0, 2, 5),
  similarity: fc.constantFrom('dice' as const, 'hamming' as const, 'jaccard' as const),
  threshold: fc.oneof(
    fc.constantFrom(1, 0.5, 0.8, 2 / 3, 0.01),
    fc.double({ min: 1e-9, max: 1, noNaN: true }),
  ),
});

function setsOf({
  seed,
  counts,
  bytes,
  fills,
  twins,
}: {
  seed: number;
  counts: [number, number];
  bytes: number;
  fills: [number, number];
  twins: number;
}): [FilterSet, FilterSet] {
  const random = seeded(seed);
  return [
    randomSet(counts[0], bytes, fills[0], random, twins),
    randomSet(counts[1], bytes, fills[1], random, twins),
  ];
}

test('the search finds exactly the pairs of its plain twin', async () => {
  await fc.assert(
    fc.asyncProperty(setShape, async (shape) => {
      const [a, b] = setsOf(shape);
      const { threshold, similarity } = shape;
      expect(rowsOf(await search(a, b, threshold, { similarity }))).toEqual(
        searchReference(a, b, threshold, { similarity }),
      );
    }),
    { numRuns: 60 },
  );
});

test('within one set each unordered pair is found once', async () => {
  await fc.assert(
    fc.asyncProperty(setShape, async (shape) => {
      const [a] = setsOf(shape);
      const { threshold, similarity } = shape;
      const found = rowsOf(await search(a, a, threshold, { similarity, within: true }));
      expect(found).toEqual(searchReference(a, a, threshold, { similarity, within: true }));
      expect(found.every(({ query, candidate }) => query < candidate)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('the best matches are those of the plain twin, with and without the record itself', async () => {
  await fc.assert(
    fc.asyncProperty(setShape, async (shape) => {
      const [a, b] = setsOf(shape);
      const { threshold: floor, similarity } = shape;
      expect(rowsOf(await bestMatches(a, b, { similarity, floor }))).toEqual(
        bestMatchesReference(a, b, { similarity, floor }),
      );
      const self = Uint32Array.from(range(0, a.count));
      expect(rowsOf(await bestMatches(a, a, { similarity, floor, self }))).toEqual(
        bestMatchesReference(a, a, { similarity, floor, self }),
      );
    }),
    { numRuns: 40 },
  );
});

test('the top matches are those of the plain twin, in its order', async () => {
  const top = fc.constantFrom(1, 2, 3, 10, 256);
  await fc.assert(
    fc.asyncProperty(setShape, top, async (shape, count) => {
      const [a, b] = setsOf(shape);
      const options = { similarity: shape.similarity, floor: shape.threshold, top: count };
      expect(rowsOf(await topMatches(a, b, options))).toEqual(topMatchesReference(a, b, options));
      const within = { ...options, self: Uint32Array.from(range(0, a.count)) };
      expect(rowsOf(await topMatches(a, a, within))).toEqual(topMatchesReference(a, a, within));
    }),
    { numRuns: 12 },
  );
});

test.each([0, 257, 1.5, NaN])('%d candidates per record cannot be asked for', async (top) => {
  const set = setOf(8, [1]);
  await expect(topMatches(set, set, { floor: 0.5, top })).rejects.toMatchObject({
    code: 'KERNEL_TOP',
  });
});

test('Jaccard finds the pairs of the Dice threshold that it stands for', async () => {
  const [a, b] = [randomSet(80, 64, 0.4, seeded(5)), randomSet(80, 64, 0.4, seeded(6))];
  for (const threshold of [1 / 3, 0.25, 0.28, 0.2]) {
    const dice = await search(a, b, (2 * threshold) / (1 + threshold) - 1e-12);
    const jaccard = await search(a, b, threshold - 1e-12, { similarity: 'jaccard' });
    expect(jaccard.query.length).toBeGreaterThan(0);
    expect([jaccard.query, jaccard.candidate]).toEqual([dice.query, dice.candidate]);
  }
});

const all = ['dice', 'hamming', 'jaccard'] as const;

test.each(all)(
  'long filters, and every threshold on a border between two %s similarities',
  async (similarity) => {
    const random = seeded(4);
    const a = randomSet(20, 512, 0.4, random, 3);
    const b = randomSet(140, 512, 0.4, random, 3);
    const pairs = searchReference(a, b, 0.2, { similarity });
    const borders = new Set(pairs.map((pair) => pair.similarity));
    expect(borders.size).toBeGreaterThan(100);
    for (const threshold of [...borders].sort().slice(0, 25)) {
      expect(rowsOf(await search(a, b, threshold, { similarity }))).toEqual(
        searchReference(a, b, threshold, { similarity }),
      );
    }
  },
);

test.each(['dice', 'hamming'] as const)(
  'a filter against its subsets and supersets, one bit apart: %s',
  async (similarity) => {
    const chain = setOf(128, ...range(0, 300).map((length) => range(0, length)));
    for (const threshold of [0.999, 0.99, 0.9, 0.5]) {
      expect(rowsOf(await search(chain, chain, threshold, { similarity }))).toEqual(
        searchReference(chain, chain, threshold, { similarity }),
      );
    }
  },
);

test('empty and full filters, compared by equal bits', async () => {
  const sets = [setOf(16, [], range(0, 128), [5]), setOf(16, [], range(0, 128), range(0, 64))];
  for (const threshold of [1, 0.99, 0.5, 1e-9]) {
    for (const [a, b] of [sets, [...sets].reverse()]) {
      expect(rowsOf(await search(a!, b!, threshold, { similarity: 'hamming' }))).toEqual(
        searchReference(a!, b!, threshold, { similarity: 'hamming' }),
      );
    }
  }
  const alike = await search(sets[0]!, sets[1]!, 1, { similarity: 'hamming' });
  expect([...alike.query]).toEqual([0, 1]);
  expect(similarityReference('hamming', sets[0]!.filters, sets[1]!.filters)).toBe((384 - 63) / 384);
});

test('balanced codes: all pairs and the best ones, in this thread and over two', async () => {
  const random = seeded(21);
  const a = randomSet(300, 256, 0.5, random, 3);
  const b = randomSet(400, 256, 0.5, random, 3);
  b.filters.set(a.filters.subarray(0, 100 * 256), 300 * 256);
  const expected = searchReference(a, b, 0.53, { similarity: 'hamming' });
  expect(expected.length).toBeGreaterThan(500);
  for (const workers of [1, 2]) {
    const options = { similarity: 'hamming', workers } as const;
    expect(rowsOf(await search(a, b, 0.53, options))).toEqual(expected);
    expect(rowsOf(await bestMatches(a, b, { ...options, floor: 0.5 }))).toEqual(
      bestMatchesReference(a, b, { similarity: 'hamming', floor: 0.5 }),
    );
  }
});

test('empty filters match nothing, full filters match each other', async () => {
  const empty = setOf(16, [], []);
  const full = setOf(16, range(0, 128), []);
  expect(rowsOf(await search(empty, full, 1e-9))).toEqual([]);
  expect(rowsOf(await search(empty, empty, 1e-9, { within: true }))).toEqual([]);
  expect(rowsOf(await search(full, full, 1))).toEqual([{ query: 0, candidate: 0, similarity: 1 }]);
});

test('a similarity equal to the threshold is a match, however the threshold is written', async () => {
  const a = setOf(8, range(0, 10));
  const b = setOf(8, range(1, 11), range(3, 13));
  expect(rowsOf(await search(a, b, 0.9))).toEqual([{ query: 0, candidate: 0, similarity: 0.9 }]);
  expect(rowsOf(await search(a, b, 0.7))).toHaveLength(2);
});

test('2,000 by 2,000, in this thread and over two', async () => {
  const random = seeded(9);
  const a = randomSet(2000, 128, 0.37, random, 3);
  const b = randomSet(2000, 128, 0.37, random, 3);
  b.filters.set(a.filters.subarray(0, 500 * 128), 700 * 128);
  const expected = searchReference(a, b, 0.8);
  expect(expected.length).toBeGreaterThan(500);
  expect(rowsOf(await search(a, b, 0.8, { workers: 1 }))).toEqual(expected);
  expect(rowsOf(await search(a, b, 0.8, { workers: 2 }))).toEqual(expected);
  const best = await bestMatches(b, a, { floor: 0.8, workers: 2 });
  expect(best.query).toHaveLength(new Set(expected.map(({ candidate }) => candidate)).size);
});

test('more hits than fit in one lot are all handed over', async () => {
  const same = setOf(8, ...range(0, 300).map(() => [1, 2, 3]));
  const found = await search(same, same, 1);
  expect(found.query).toHaveLength(90_000);
  expect(found.query[89_999]).toBe(299);
  expect(found.candidate.subarray(0, 300)).toEqual(Uint32Array.from(range(0, 300)));
});

test.each([1, 2])('more pairs than allowed end the search (%d threads)', async (workers) => {
  const same = setOf(8, ...range(0, 30).map(() => [1]));
  await expect(search(same, same, 1, { workers, maxPairs: 899 })).rejects.toMatchObject({
    code: 'KERNEL_TOO_MANY_PAIRS',
  });
  const found = await search(same, same, 1, { workers, maxPairs: 900 });
  expect(found.query).toHaveLength(900);
});

test.each([1, 2])('progress ascends to 1 (%d threads)', async (workers) => {
  const set = randomSet(700, 16, 0.5, seeded(1));
  const seen: number[] = [];
  await search(set, set, 0.7, { workers, onProgress: (fraction) => seen.push(fraction) });
  expect(seen.length).toBeGreaterThan(2);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(1);
});

test.each([1, 2])('a signal ends the search, before or during (%d threads)', async (workers) => {
  const set = randomSet(700, 16, 0.5, seeded(1));
  const cancelled = { code: 'KERNEL_CANCELLED' };
  await expect(
    search(set, set, 0.5, { workers, signal: AbortSignal.abort() }),
  ).rejects.toMatchObject(cancelled);
  const controller = new AbortController();
  const during = search(set, set, 0.5, {
    workers,
    signal: controller.signal,
    onProgress: () => {
      controller.abort();
    },
  });
  await expect(during).rejects.toMatchObject(cancelled);
});

test('what does not fit is refused', async () => {
  const set = setOf(8, [1]);
  const code = (name: string): object => ({ code: name });
  for (const threshold of [0, -0.1, 1.01, NaN, Infinity]) {
    await expect(search(set, set, threshold)).rejects.toMatchObject(code('KERNEL_THRESHOLD'));
    expect(() => searchReference(set, set, threshold)).toThrow('KERNEL_THRESHOLD');
    await expect(bestMatches(set, set, { floor: threshold })).rejects.toMatchObject(
      code('KERNEL_THRESHOLD'),
    );
  }
  const wrong: FilterSet[] = [
    setOf(16, [1]),
    { count: 2, bytes: 8, filters: new Uint8Array(8) },
    { count: 1, bytes: 12, filters: new Uint8Array(12) },
    { count: 0, bytes: 0, filters: new Uint8Array(0) },
    { count: -1, bytes: 8, filters: new Uint8Array(0) },
    { count: 1, bytes: 8200, filters: new Uint8Array(8200) },
  ];
  for (const other of wrong) {
    await expect(search(set, other, 0.5)).rejects.toMatchObject(code('KERNEL_LENGTH'));
  }
  for (const workers of [0, 1.5, 257, NaN]) {
    await expect(search(set, set, 0.5, { workers })).rejects.toMatchObject(code('KERNEL_WORKERS'));
  }
});

test('the similarity of two filters', () => {
  const filter = (...bits: number[]): Uint8Array => setOf(8, bits).filters;
  expect(diceReference(filter(1, 2, 3), filter(2, 3, 4, 60))).toBe(4 / 7);
  expect(diceReference(filter(), filter(1))).toBe(0);
  expect(diceReference(filter(), filter())).toBe(0);
});
