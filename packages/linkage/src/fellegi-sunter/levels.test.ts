// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { groupedRecords } from '@koppel/kernel';
import { placeOf, probabilityOf } from './choice.ts';
import { cutsFrom, diceOf, diceOfDistance, levelCount, levelOf, levelsOf } from './levels.ts';
import { oneToOneOdds } from './one-to-one.ts';
import { drawPairs } from './random-pairs.ts';
import { repeatedShare } from './repeated.ts';

const known = { exact: false, rarity: 0, crossed: NaN };

describe('levels', () => {
  const rule = { cuts: [0.5, 0.8], crossed: 0.9, rarity: true };

  test.each([
    ['missing', { ...known, similarity: NaN }, 0, 'missing'],
    ['different', { ...known, similarity: 0.49 }, 1, 'different'],
    ['at the first cut', { ...known, similarity: 0.5 }, 2, 'similar'],
    ['at the last cut', { ...known, similarity: 0.99 }, 3, 'similar'],
    ['crossed', { ...known, similarity: 0.1, crossed: 0.9 }, 4, 'crossed'],
    ['crossed, but similar', { ...known, similarity: 0.6, crossed: 1 }, 2, 'similar'],
    ['exact and common', { ...known, similarity: 1, exact: true, rarity: 4 }, 5, 'exact'],
    ['exact and rare', { ...known, similarity: 1, exact: true, rarity: 1 }, 8, 'exact'],
    ['exact, rarity unknown', { ...known, similarity: 1, exact: true }, 5, 'exact'],
  ])('%s', (_, comparison, level, kind) => {
    expect(levelOf(rule, comparison)).toBe(level);
    expect(levelsOf(rule)[level]!.kind).toBe(kind);
    expect(levelsOf(rule)).toHaveLength(levelCount(rule));
  });

  test('without a level of its own, a crossed comparison is none', () => {
    const plain = { cuts: [0.5], rarity: false };
    expect(levelOf(plain, { ...known, similarity: 0.1, crossed: 1 })).toBe(1);
    expect(levelsOf(plain).map(({ kind }) => kind)).toEqual([
      'missing',
      'different',
      'similar',
      'exact',
    ]);
  });

  test('a value that lies within another is one of its own, unless it is clearly alike or crossed', () => {
    const own = { ...rule, contained: true };
    const within = { ...known, contained: true };
    const levels = [
      { ...known, similarity: 0.3 },
      { ...within, similarity: 0.3 },
      { ...within, similarity: 0.6 },
      { ...known, similarity: 0.6 },
      { ...within, similarity: 0.9 },
      { ...within, similarity: 0.3, crossed: 0.95 },
      { ...within, similarity: 1, exact: true, rarity: 1 },
    ].map((one) => levelOf(own, one));
    expect(levels).toEqual([1, 2, 2, 3, 4, 5, 9]);
    expect(levels.map((level) => levelsOf(own)[level]!.kind)).toEqual([
      ...['different', 'contained', 'contained', 'similar', 'similar', 'crossed', 'exact'],
    ]);
    expect(levelsOf(own)).toHaveLength(levelCount(own));
    // Where the group has no such level, it is told by similarity alone.
    expect(levelOf(rule, { ...within, similarity: 0.3 })).toBe(1);
  });

  test('a distance gives the similarity that counts give, for codes of as many bits', () => {
    expect(diceOf(40, 40, 30)).toBeCloseTo(diceOfDistance(20, 40), 12);
    expect(diceOf(0, 4, 0)).toBeNaN();
    expect(diceOfDistance(200, 40)).toBe(0);
  });

  test('cut points ascend from above chance to below 1', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        fc.integer({ min: 1, max: 5 }),
        (random, number) => {
          const cuts = cutsFrom(random, number);
          expect(cuts).toHaveLength(number);
          cuts.forEach((cut, at) => {
            expect(cut).toBeGreaterThan(at === 0 ? 0.3 : cuts[at - 1]!);
            expect(cut).toBeLessThan(1);
          });
        },
      ),
    );
    expect(cutsFrom([0.5, 0.5, NaN, 0.5], 2)).toEqual([0.5, 0.75]);
  });
});

test('a place on the scale is a probability, and the other way round', () => {
  for (const bits of [-20, -1, 0, 3, 40]) {
    expect(probabilityOf(placeOf(bits))).toBeCloseTo(1 / (1 + 2 ** -bits), 9);
  }
  expect([placeOf(-500), placeOf(500)]).toEqual([1e-6, 1]);
});

describe('random pairs', () => {
  const drawn = (rows: readonly [number, number], within: boolean, number: number): string[] => {
    const found: string[] = [];
    drawPairs(rows, within, number, (a, b) => found.push(`${String(a)} ${String(b)}`));
    return found;
  };

  test('all of them, where there are no more', () => {
    expect(drawn([2, 3], false, 6)).toEqual(['0 0', '0 1', '0 2', '1 0', '1 1', '1 2']);
    expect(drawn([3, 3], true, 99)).toEqual(['0 1', '0 2', '1 2']);
  });

  test('otherwise as many as asked, the same each time, of two rows and evenly', () => {
    const some = drawn([50, 50], true, 1000);
    expect(some).toEqual(drawn([50, 50], true, 1000));
    expect(some).toHaveLength(1000);
    const pairs = some.map((one) => one.split(' ').map(Number));
    expect(pairs.every(([a, b]) => a! < b!)).toBe(true);
    const low = pairs.filter(([a]) => a! < 10).length;
    expect(low).toBeGreaterThan(280);
    expect(low).toBeLessThan(440);
  });
});

describe('one to one', () => {
  const pairs = (rows: readonly (readonly [number, number, number])[]) => ({
    left: Uint32Array.from(rows, ([left]) => left),
    right: Uint32Array.from(rows, ([, right]) => right),
    weight: Float64Array.from(rows, ([, , weight]) => weight),
  });
  const probabilities = (odds: Float64Array): number[] =>
    [...odds].map((bits) => 1 / (1 + 2 ** -bits));

  /** Every set of links that share no record, by its weight. */
  function byEnumeration(
    rows: readonly (readonly [number, number, number])[],
    z: number,
  ): number[] {
    const sums = rows.map(() => 0);
    let total = 0;
    for (let chosen = 0; chosen < 2 ** rows.length; chosen++) {
      const links = rows.filter((_, at) => (chosen >> at) % 2 === 1);
      const clash = ([0, 1] as const).some(
        (side) => new Set(links.map((one) => one[side])).size < links.length,
      );
      if (clash) continue;
      const weight = links.reduce((product, [, , bits]) => product * z * 2 ** bits, 1);
      total += weight;
      rows.forEach((_, at) => {
        if ((chosen >> at) % 2 === 1) sums[at]! += weight;
      });
    }
    return sums.map((sum) => sum / total);
  }

  test('on a tree of candidates it is what counting every set of links gives', () => {
    const rows = [[0, 0, 8], [0, 1, 6], [1, 1, 5], [2, 2, 12], [3, 2, 4]] as const;
    const found = probabilities(oneToOneOdds(pairs(rows), [40, 50], 3));
    const links = found.reduce((sum, one) => sum + one, 0);
    const expected = byEnumeration(rows, links / ((40 - links) * (50 - links)));
    found.forEach((one, at) => {
      expect(Math.abs(one - expected[at]!)).toBeLessThan(0.01);
    });
  }); // prettier-ignore

  test('where all have a partner, the only candidate is likely to be it', () => {
    const rows = Array.from({ length: 100 }, (_, at) => [at, at, at === 0 ? 2 : 20] as const);
    const crowded = probabilities(oneToOneOdds(pairs(rows), [100, 100], 99));
    const roomy = probabilities(oneToOneOdds(pairs(rows), [1000, 1000], 99));
    expect(crowded[0]!).toBeGreaterThan(0.7);
    expect(roomy[0]!).toBeLessThan(0.01);
  });
});

test('records that cannot be told apart are seen', () => {
  const set = (values: readonly number[]) => ({
    count: values.length,
    bytes: 8,
    filters: Uint8Array.from(values.flatMap((value) => [value, value >> 8, 0, 0, 0, 0, 0, 0])),
  });
  // Four in a hundred have value 1, one in a thousand value 2, all others one of their own.
  const values = Array.from({ length: 10_000 }, (_, at) => (at < 400 ? 1 : at < 410 ? 2 : 3 + at));
  const groups = [{ from: 0, bytes: 8 }];
  const records = groupedRecords(set(values), groups);
  expect(repeatedShare(records, true)).toBeCloseTo(0.041, 6);
  expect(repeatedShare(records, false)).toBeCloseTo(0.04, 6);
  expect(repeatedShare(groupedRecords(set([7]), groups), true)).toBe(0);
});
