// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createChunkCounter, LEVELS, MAX_CHUNKED_BITS, SUBSETS } from './chunk-counter.ts';
import { chancesOfTwo } from './chunk-scores.ts';
import type { HitColumns } from './hits.ts';
import { planAll, type Plan } from './plan.ts';
import { runHere } from './pool.ts';
import { searchReference, type SearchHit } from './reference.ts';
import { chooseCounter } from './strategy.ts';
import { randomSet, seeded, setOf } from './testing/filter-sets.ts';

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, n) => from + n);

/** Tiles of a size that queries do not fill evenly. */
function inTiles(plan: Plan, size: number): Plan {
  const tiles = plan.passes.flatMap(({ queries: { count } }, pass) =>
    range(0, Math.ceil(count / size)).map((n) => ({
      pass,
      from: n * size,
      to: Math.min(count, (n + 1) * size),
    })),
  );
  return { ...plan, counter: 'chunks', perLane: 1, tiles };
}

/** The pairs that a plan finds, sorted, whatever counter would have been chosen. */
async function foundBy(plan: Plan): Promise<SearchHit[]> {
  const found: SearchHit[] = [];
  let work = 0;
  await runHere(plan, plan.tiles.keys(), {
    onHits(_tile, { query, candidate, similarity }: HitColumns) {
      query.forEach((row, at) =>
        found.push({ query: row, candidate: candidate[at]!, similarity: similarity[at]! }),
      );
    },
    onTile: (_tile, lanes) => (work += lanes),
    signal: undefined,
  });
  expect(work).toBe(plan.work);
  return found.sort((a, b) => a.query - b.query || a.candidate - b.candidate);
}

const shape = fc.record({
  seed: fc.integer(),
  counts: fc.tuple(fc.integer({ min: 1, max: 150 }), fc.integer({ min: 1, max: 150 })),
  bytes: fc.constantFrom(8, 24, 64, 128, 256),
  fills: fc.tuple(fc.constantFrom(0, 0.05, 0.3, 0.5, 1), fc.constantFrom(0.05, 0.37, 0.6, 0.97)),
  twins: fc.constantFrom(0, 2, 5),
  similarity: fc.constantFrom('dice' as const, 'hamming' as const),
  threshold: fc.oneof(
    fc.constantFrom(1, 0.5, 0.8, 2 / 3, 0.01),
    fc.double({ min: 1e-9, max: 1, noNaN: true }),
  ),
  within: fc.boolean(),
  size: fc.constantFrom(1, 7, 64, 1000),
});

test('a search by chunks finds exactly the pairs of its plain twin', async () => {
  await fc.assert(
    fc.asyncProperty(
      shape,
      async ({ seed, counts, bytes, fills, twins, similarity, threshold, within, size }) => {
        const random = seeded(seed);
        const a = randomSet(counts[0], bytes, fills[0], random, twins);
        const b = within ? a : randomSet(counts[1], bytes, fills[1], random, twins);
        const plan = inTiles(planAll(a, b, { similarity, threshold }, within), size);
        expect(await foundBy(plan)).toEqual(
          searchReference(a, b, threshold, { similarity, within }),
        );
      },
    ),
    { numRuns: 40 },
  );
});

test('two candidates in a lane are both found, and none that is not there', async () => {
  await fc.assert(
    fc.asyncProperty(
      shape,
      async ({ seed, counts, bytes, fills, twins, similarity, threshold, within, size }) => {
        const random = seeded(seed);
        const a = randomSet(counts[0], bytes, fills[0], random, twins);
        const b = within ? a : randomSet(counts[1], bytes, fills[1], random, twins);
        const plan = planAll(a, b, { similarity, threshold }, within);
        const paired = { ...inTiles(plan, size), counter: 'rows', perLane: 2 } as const;
        expect(await foundBy(paired)).toEqual(
          searchReference(a, b, threshold, { similarity, within }),
        );
      },
    ),
    { numRuns: 40 },
  );
});

/** By chunks, and by rows with two candidates in a lane. */
const waysOf = (plan: Plan, size: number): Plan[] => [
  inTiles(plan, size),
  { ...inTiles(plan, size), counter: 'rows', perLane: 2 },
];

test('subsets and supersets, one bit apart, at every border between two similarities', async () => {
  const chain = setOf(64, ...range(0, 200).map((length) => range(0, length)));
  for (const threshold of [0.999, 2 / 3, 0.8, 0.9, 0.5]) {
    const wanted = { similarity: 'dice', threshold } as const;
    for (const plan of waysOf(planAll(chain, chain, wanted, false), 64)) {
      expect(await foundBy(plan)).toEqual(searchReference(chain, chain, threshold));
    }
  }
});

test('empty, full and equal filters, and those one bit from a threshold, of 64 to 4,096 bits', async () => {
  for (const bytes of [8, 256, 512]) {
    const bits = bytes * 8;
    const half = range(0, bits / 2);
    const filters = [
      [],
      range(0, bits),
      half,
      half,
      half.slice(1),
      range(1, bits),
      [0],
      [bits - 1],
    ];
    // Of 10 bits in 16 that are common, and one more or less.
    for (const common of [9, 10, 11]) filters.push(range(16 - common, 32 - common));
    const set = setOf(bytes, ...filters, range(0, 16));
    for (const similarity of ['dice', 'hamming'] as const) {
      for (const threshold of [1, 0.625, (bits - 1) / bits, 1e-9]) {
        const plan = planAll(set, set, { similarity, threshold }, true);
        const [chunks, paired] = waysOf(plan, 5) as [Plan, Plan];
        const expected = searchReference(set, set, threshold, { similarity, within: true });
        expect(await foundBy(paired)).toEqual(expected);
        if (bits <= MAX_CHUNKED_BITS) expect(await foundBy(chunks)).toEqual(expected);
      }
    }
  }
});

/** Lanes that lack bits of a query chunk by chunk, where no more than two per chunk count. */
function lowerBounds(rows: Uint8Array, query: Uint8Array): number[] {
  return range(0, 128).map((lane) => {
    let sum = 0;
    query.forEach((byte, chunk) => {
      const lacking = range(0, 8).filter((bit) => {
        const row = rows[(chunk * 8 + bit) * 16 + (lane >> 3)]!;
        return ((byte >> bit) & 1) === 1 && ((row >> (lane & 7)) & 1) === 1;
      }).length;
      sum += lacking >= 2 ? 2 : 0;
    });
    return sum;
  });
}

test('a lane dies exactly when twice its chunks with two unmatched bits exceed the budget', () => {
  const random = seeded(5);
  const counter = createChunkCounter(512, 3, 512);
  counter.rows.forEach((_, at) => (counter.rows[at] = random() * 256));
  const filters = new Uint8Array(counter.filters.buffer, counter.filters.byteOffset, 3 * 64);
  filters.forEach((_, at) => (filters[at] = at < 64 ? 0 : random() * 256));
  counter.scores.forEach((_, at) => (counter.scores[at] = 1 + random() * (LEVELS - 1)));
  counter.makeTable();
  counter.listQueries(3);
  for (const query of [0, 1, 2]) {
    const bounds = lowerBounds(counter.rows, filters.subarray(query * 64, query * 64 + 64));
    for (const budget of [0, 1, 40, 60, 70, 80, 90, 511]) {
      const alive = bounds.map((bound) => bound <= budget);
      const found = counter.run(query, query + 1, budget);
      expect(found).toBe(alive.includes(true) ? 1 : 0);
      if (found === 0) continue;
      expect(counter.survivors[0]).toBe(query);
      expect(alive.map((_, lane) => (counter.masks[lane >> 5]! >>> (lane & 31)) & 1)).toEqual(
        alive.map(Number),
      );
    }
  }
});

test('an entry is worth the chance that two of its bits are unmatched', () => {
  const frequency = [0, 1, 2, 3, 4, 4, 4, 4];
  const chances = chancesOfTwo(frequency, 4);
  expect(chances).toHaveLength(SUBSETS);
  expect([chances[0], chances[1], chances[0b11], chances[0b1111]]).toEqual([
    0,
    0,
    0.75,
    1 - 0 - 0.25 * 0.5 * 0.75,
  ]);
  expect(chances[0b1111_0000]).toBe(0);
  expect(chancesOfTwo(new Uint32Array(8), 0)[0b11]).toBe(1);
});

test('chunks are taken where they are expected to be faster, and rows otherwise', () => {
  const random = seeded(8);
  const counterFor = (bytes: number, fill: number, tile = 8192): string => {
    const set = randomSet(300, bytes, fill, random);
    const wanted = { similarity: 'dice', threshold: 0.8 } as const;
    const plan = planAll(set, set, wanted, true);
    // So small a search is not worth an estimate.
    expect(plan.counter).toBe('rows');
    return chooseCounter(plan.passes, wanted, () => tile).counter;
  };
  expect(counterFor(128, 0.45)).toBe('chunks');
  // Few queries do not pay for tables; sparse filters have few chunks with two bits.
  expect(counterFor(128, 0.45, 256)).toBe('rows');
  expect(counterFor(128, 0.08)).toBe('rows');
  expect(counterFor(512, 0.45)).toBe('rows');
});
