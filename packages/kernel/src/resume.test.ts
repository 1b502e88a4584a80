// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HitColumns } from './hits.ts';
import type { TileStore } from './resume.ts';
import { search, searchEach } from './search.ts';
import { randomSet, seeded, setOf } from './testing/filter-sets.ts';

const random = seeded(3);
const a = randomSet(1500, 8, 0.3, random, 3);
const b = randomSet(1100, 8, 0.3, random, 3);
b.filters.set(a.filters.subarray(0, 600 * 8), 100 * 8);

interface Opened {
  identity: string;
  tiles: number;
}

/** A store in memory that begins with some tiles, and what it was asked. */
function storeOf(tiles: ReadonlyMap<number, HitColumns> = new Map<number, HitColumns>()) {
  const kept = new Map<number, HitColumns>();
  const opened: Opened[] = [];
  const store: TileStore = {
    open(identity, count) {
      opened.push({ identity, tiles: count });
      return tiles.keys();
    },
    read: (tile) => tiles.get(tile)!,
    keep(tile, hits) {
      expect(kept.has(tile) || tiles.has(tile)).toBe(false);
      kept.set(tile, hits);
    },
  };
  return { store, kept, opened };
}

test.each([1, 2])(
  'goes on from any tiles that are kept, to the same pairs (%d threads)',
  async (workers) => {
    const whole = await search(a, b, 0.75);
    expect(whole.query.length).toBeGreaterThan(600);
    const first = storeOf();
    expect(await search(a, b, 0.75, { resume: first.store })).toEqual(whole);
    const { tiles } = first.opened[0]!;
    expect(tiles).toBeGreaterThan(8);
    expect([...first.kept.keys()].sort((m, n) => m - n)).toEqual([...Array(tiles).keys()]);
    const subset = fc.uniqueArray(fc.integer({ min: 0, max: tiles - 1 }));
    await fc.assert(
      fc.asyncProperty(subset, async (numbers) => {
        const next = storeOf(new Map(numbers.map((tile) => [tile, first.kept.get(tile)!])));
        const seen: number[] = [];
        const options = {
          resume: next.store,
          workers,
          onProgress: (fraction: number) => seen.push(fraction),
        };
        expect(await search(a, b, 0.75, options)).toEqual(whole);
        expect(next.kept.size).toBe(tiles - numbers.length);
        expect(next.opened).toEqual(first.opened);
        expect(seen).toEqual([...seen].sort((m, n) => m - n));
      }),
      { numRuns: workers === 1 ? 15 : 4 },
    );
  },
);

test('what was kept when a search was ended is whole, and the next one does the rest', async () => {
  const whole = await search(a, a, 0.75, { within: true });
  const first = storeOf();
  const controller = new AbortController();
  const keep = (tile: number, hits: HitColumns): void => {
    first.store.keep(tile, hits);
    if (first.kept.size === 2) controller.abort();
  };
  const options = { within: true, resume: { ...first.store, keep }, signal: controller.signal };
  await expect(search(a, a, 0.75, { ...options, workers: 2 })).rejects.toMatchObject({
    code: 'KERNEL_CANCELLED',
  });
  const next = storeOf(first.kept);
  let pairs = 0;
  await searchEach(a, a, 0.75, ({ query }) => (pairs += query.length), {
    within: true,
    resume: next.store,
  });
  expect(pairs).toBe(whole.query.length);
  expect(next.kept.size).toBe(next.opened[0]!.tiles - first.kept.size);
});

test('another question, another set or another order is another search', async () => {
  const changed = { ...b, filters: b.filters.slice() };
  changed.filters[7]! ^= 1;
  const searches = [
    [a, b, 0.75, {}],
    [a, b, 0.76, {}],
    [b, a, 0.75, {}],
    [a, changed, 0.75, {}],
    [a, b, 0.75, { similarity: 'hamming' }],
    [a, a, 0.75, {}],
    [a, a, 0.75, { within: true }],
  ] as const;
  const identities = [];
  for (const [queries, candidates, threshold, options] of searches) {
    const { store, opened } = storeOf();
    await search(queries, candidates, threshold, { ...options, resume: store });
    identities.push(opened[0]!.identity);
  }
  expect(new Set(identities).size).toBe(searches.length);
});

test('tiles that cannot be of this search are refused', async () => {
  const hits = (query: number[], candidate: number[], similarity: number[]): HitColumns => ({
    query: Uint32Array.from(query),
    candidate: Uint32Array.from(candidate),
    similarity: Float64Array.from(similarity),
  });
  const set = setOf(8, [1], [2]);
  const wrong: [number, HitColumns][] = [
    [99, hits([], [], [])],
    [0.5, hits([], [], [])],
    [0, hits([0], [], [1])],
    [0, hits([0], [0], [])],
    [0, hits([2], [0], [1])],
    [0, hits([0], [2], [1])],
  ];
  for (const tile of wrong) {
    const { store } = storeOf(new Map([tile]));
    await expect(search(set, set, 0.5, { resume: store })).rejects.toMatchObject({
      code: 'KERNEL_KEPT_TILE',
    });
  }
});

test('a store that fails ends the search, with its own error', async () => {
  const full = new Error('full');
  const keep = (): never => {
    throw full;
  };
  for (const workers of [1, 2]) {
    const resume = { ...storeOf().store, keep };
    await expect(search(a, b, 0.75, { workers, resume })).rejects.toBe(full);
  }
});
