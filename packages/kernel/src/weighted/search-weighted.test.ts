// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FilterSet } from '../filter-set.ts';
import type { HitColumns } from '../hits.ts';
import type { SearchHit } from '../reference.ts';
import { randomSet, seeded, setOf } from '../testing/filter-sets.ts';
import { chooseCover, coversOf, type Part } from './cover.ts';
import { recordsOf } from './records.ts';
import { searchWeightedReference } from './reference.ts';
import { checkWeighted, type WeightedRule } from './score.ts';
import { searchByCover, searchWeighted, type WeightedOptions } from './search-weighted.ts';

const rowsOf = ({ query, candidate, similarity }: HitColumns): SearchHit[] =>
  Array.from(query, (row, at) => ({
    query: row,
    candidate: candidate[at]!,
    similarity: similarity[at]!,
  }));

/** Sets of a group on both sides: filters of a few persons with faults, some of them missing. */
function groupOf(bytes: number, counts: readonly number[], missing: number, random: () => number) {
  const persons = randomSet(12, bytes, 0.3, random);
  return counts.map((count): FilterSet => {
    const filters = new Uint8Array(count * bytes);
    for (let row = 0; row < count; row++) {
      if (random() < missing) continue;
      const from = Math.floor(random() * persons.count) * bytes;
      filters.set(persons.filters.subarray(from, from + bytes), row * bytes);
      for (let fault = random() * 12; fault > 1; fault--) {
        const bit = Math.floor(random() * bytes * 8);
        filters[row * bytes + (bit >> 3)]! ^= 1 << (bit & 7);
      }
    }
    return { count, bytes, filters };
  });
}

interface Shape {
  readonly seed: number;
  readonly counts: readonly [number, number];
  readonly weights: readonly number[];
  readonly threshold: number;
  readonly missing: number;
  readonly rule: WeightedRule;
}

function sidesOf({ seed, counts, weights, missing }: Shape): [FilterSet[], FilterSet[]] {
  const random = seeded(seed);
  const groups = weights.map((_, at) => groupOf([8, 16, 32, 8][at]!, counts, missing, random));
  return [groups.map(([a]) => a!), groups.map(([, b]) => b!)];
}

const rules = fc.record({
  similarity: fc.constantFrom('dice' as const, 'hamming' as const),
  missing: fc.constantFrom('neutral' as const, 'zero' as const),
  leastCompared: fc.constantFrom(0, 0.3, 0.5, 1),
});
const count = fc.integer({ min: 0, max: 40 });
const shapes: fc.Arbitrary<Shape> = fc.record({
  seed: fc.integer(),
  counts: fc.tuple(count, count),
  weights: fc.array(fc.constantFrom(0.1, 1, 2, 5), { minLength: 1, maxLength: 4 }),
  threshold: fc.oneof(fc.constantFrom(1, 0.9, 0.8, 2 / 3, 0.5), fc.double({ min: 1e-6, max: 1, noNaN: true })),
  missing: fc.constantFrom(0, 0.1, 0.5),
  rule: rules,
}); // prettier-ignore

describe('the search over groups finds exactly the pairs of its plain twin', () => {
  test('between two sides', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        const { weights, threshold, rule } = shape;
        const [a, b] = sidesOf(shape);
        expect(rowsOf(await searchWeighted(a, b, weights, threshold, rule))).toEqual(
          searchWeightedReference(a, b, weights, threshold, rule),
        );
      }),
      { numRuns: 40 },
    );
  });

  test('within one side, each pair once', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        const { weights, threshold } = shape;
        const options = { ...shape.rule, within: true };
        const [a] = sidesOf(shape);
        expect(rowsOf(await searchWeighted(a, a, weights, threshold, options))).toEqual(
          searchWeightedReference(a, a, weights, threshold, options),
        );
      }),
      { numRuns: 20 },
    );
  });

  test('with every cover', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(), fc.boolean(), async (shape, choice, within) => {
        const { weights, threshold } = shape;
        const [left, other] = sidesOf(shape);
        const right = within ? left : other;
        const options: WeightedOptions = { ...shape.rule, within };
        const scoring = checkWeighted(left, right, weights, threshold, options);
        const work = { scoring, a: recordsOf(left), b: recordsOf(right), options };
        const found = await searchByCover(work, (_, __, ___, { groups }) => {
          const covers = coversOf(scoring, groups);
          return covers[choice % covers.length]!;
        });
        expect(rowsOf(found)).toEqual(
          searchWeightedReference(left, right, weights, threshold, options),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('what is missing', () => {
  // Name and address; the second record has no address.
  const names = setOf(8, [1, 2, 3], [1, 2, 3], [9, 10]);
  const addresses = setOf(8, [5, 6], [], [5, 6]);
  const one = [setOf(8, [1, 2, 3]), setOf(8, [5, 6])];
  const scores = async (options: WeightedOptions): Promise<[number, number][]> =>
    rowsOf(await searchWeighted(one, [names, addresses], [3, 1], 0.01, options)).map(
      ({ candidate, similarity }) => [candidate, similarity],
    );

  test('is left out of the mean, unless too little is left', async () => {
    expect(await scores({})).toEqual([[0, 1], [1, 1], [2, 0.25]]);
    expect(await scores({ leastCompared: 0.75 })).toEqual([[0, 1], [1, 1], [2, 0.25]]);
    expect(await scores({ leastCompared: 0.76 })).toEqual([[0, 1], [2, 0.25]]);
  }); // prettier-ignore

  test('counts as unlike when asked', async () => {
    expect(await scores({ missing: 'zero' })).toEqual([[0, 1], [1, 0.75], [2, 0.25]]);
  }); // prettier-ignore

  test('in every group makes no pair, also where empty filters are equal', async () => {
    const empty = [setOf(8, []), setOf(8, [])];
    for (const missing of ['neutral', 'zero'] as const) {
      const rule = { similarity: 'hamming', missing, leastCompared: 0 } as const;
      expect(rowsOf(await searchWeighted(empty, empty, [1, 1], 0.1, rule))).toEqual([]);
    }
  });
});

describe('a cover', () => {
  const scoring = { similarity: 'dice', missing: 'zero', leastCompared: 0, weights: [0.6, 0.3, 0.1], threshold: 0.8 } as const; // prettier-ignore

  test('has the bar that its weight leaves, and is none when it leaves none', () => {
    const covers = coversOf(scoring, [0, 1, 2]).map(({ groups, bar }) => [
      groups.join('+'),
      Math.round(bar * 1e6) / 1e6,
    ]);
    expect(Object.fromEntries(covers)).toEqual({
      '0': 0.666667,
      '1': 0.333333,
      '0+1': 0.777778,
      '0+2': 0.714286,
      '1+2': 0.5,
      '0+1+2': 0.8,
    });
  });

  test('is chosen that does not find what everybody has', () => {
    const random = seeded(1);
    const names = randomSet(400, 64, 0.3, random);
    const same = setOf(64, ...Array.from({ length: 400 }, () => [1, 2, 3, 4, 5]));
    const records = recordsOf([names, same]);
    const rows = Uint32Array.from({ length: 400 }, (_, row) => row);
    const part: Part = { groups: [0, 1], queries: rows, candidates: rows, within: false };
    const cover = chooseCover({ ...scoring, weights: [0.5, 0.5] }, records, records, part);
    expect(cover.groups).toEqual([0]);
  });
});

describe('refused', () => {
  const set = setOf(8, [1], [2]);
  const code = async (...args: Parameters<typeof searchWeighted>): Promise<string> => {
    try {
      await searchWeighted(...args);
    } catch (thrown) {
      return (thrown as { code: string }).code;
    }
    return 'accepted';
  };

  test.each<[string, string, Parameters<typeof searchWeighted>]>([
    ['no group', 'KERNEL_WEIGHTS', [[], [], [], 0.8]],
    ['nine groups', 'KERNEL_WEIGHTS', [Array(9).fill(set), Array(9).fill(set), Array(9).fill(1), 0.8]],
    ['a weight of zero', 'KERNEL_WEIGHTS', [[set, set], [set, set], [1, 0], 0.8]],
    ['a weight that is no number', 'KERNEL_WEIGHTS', [[set], [set], [NaN], 0.8]],
    ['a weight without end', 'KERNEL_WEIGHTS', [[set], [set], [Infinity], 0.8]],
    ['a weight too few', 'KERNEL_WEIGHTS', [[set, set], [set, set], [1], 0.8]],
    ['a side that lacks a group', 'KERNEL_WEIGHTS', [[set, set], [set], [1, 1], 0.8]],
    ['a share above one', 'KERNEL_WEIGHTS', [[set], [set], [1], 0.8, { leastCompared: 1.1 }]],
    ['a threshold that is no number', 'KERNEL_THRESHOLD', [[set], [set], [1], NaN]],
    ['other lengths', 'KERNEL_LENGTH', [[set], [setOf(16, [1])], [1], 0.8]],
    ['another number of records', 'KERNEL_LENGTH', [[set, setOf(8, [1])], [set, set], [1, 1], 0.8]],
    ['more pairs than asked for', 'KERNEL_TOO_MANY_PAIRS', [[set], [set], [1], 0.8, { maxPairs: 1 }]],
    ['no threads', 'KERNEL_WORKERS', [[set], [set], [1], 0.8, { workers: 0 }]],
    ['when cancelled', 'KERNEL_CANCELLED', [[set], [set], [1], 0.8, { signal: AbortSignal.abort() }]],
  ])('%s', async (_name, expected, args) => {
    expect(await code(...args)).toBe(expected);
  }); // prettier-ignore
});

test('progress ascends to 1', async () => {
  const shape = { seed: 3, counts: [40, 40], weights: [1, 2], missing: 0.3 } as const;
  const [a, b] = sidesOf({ ...shape, threshold: 0.6, rule: {} });
  const told: number[] = [];
  await searchWeighted(a, b, shape.weights, 0.6, { onProgress: (done) => told.push(done) });
  expect(told).toEqual([...told].sort((m, n) => m - n));
  expect(told.at(-1)).toBe(1);
  expect(told.filter((done) => done === 1)).toHaveLength(1);
});
