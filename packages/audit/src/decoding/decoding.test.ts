// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { populationProfile } from '../testing/population.ts';
import { assign } from './assignment.ts';
import { bitsOf, everyone, except, holds, intersect, sharedBy, sizeOf, toColumns } from './bits.ts';
import { classifyEncodings } from './classes.ts';
import { learnPositions, predictFilters } from './positions.ts';
import { createVocabulary } from './vocabulary.ts';

describe('columns', () => {
  test('hold what the filters hold', () => {
    const anySet = fc
      .integer({ min: 1, max: 70 })
      .chain((count) => fc.uint8Array({ minLength: count * 8, maxLength: count * 8 }));
    fc.assert(
      fc.property(anySet, (filters) => {
        const count = filters.length / 8;
        const columns = toColumns({ count, bytes: 8, filters });
        for (let row = 0; row < count; row += 1) {
          const set = new Set(bitsOf(filters.subarray(row * 8, row * 8 + 8)));
          const columnsOf = columns.flatMap((column, bit) => (holds(column, row) ? [bit] : []));
          expect(columnsOf).toEqual([...set]);
        }
        const [a, b] = [columns[0]!, columns[1]!];
        expect(sizeOf(intersect(a, b))).toBe(sharedBy(a, b));
        expect(sizeOf(except(a, b))).toBe(sizeOf(a) - sharedBy(a, b));
        expect(sizeOf(everyone(count))).toBe(count);
      }),
      { numRuns: 20 },
    );
  });
});

function cheapest(cost: readonly (readonly number[])[], taken: ReadonlySet<number>): number {
  const [first, ...others] = cost;
  if (first === undefined) return 0;
  const totals = first.map((own, column) =>
    taken.has(column) ? Infinity : own + cheapest(others, new Set([...taken, column])),
  );
  return Math.min(...totals);
}

describe('an assignment', () => {
  test('is the cheapest of all, with each column once', () => {
    const cells = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2 }));
    const tables = cells.chain(([rows, more]) =>
      fc.array(
        fc.array(fc.integer({ min: -20, max: 20 }), {
          minLength: rows + more,
          maxLength: rows + more,
        }),
        { minLength: rows, maxLength: rows },
      ),
    );
    fc.assert(
      fc.property(tables, (table) => {
        const columns = table[0]?.length ?? 0;
        const chosen = assign(Float64Array.from(table.flat()), table.length, columns);
        expect(new Set(chosen).size).toBe(table.length);
        const total = table.reduce((sum, row, at) => sum + row[chosen[at]!]!, 0);
        expect(total).toBe(cheapest(table, new Set()));
      }),
    );
  });
});

describe('a vocabulary', () => {
  test('lets names meet in whatever field of their group, and nothing else', () => {
    const vocabulary = createVocabulary(populationProfile());
    const one = vocabulary.read(['jan', 'berg', '', '']);
    expect([...vocabulary.read(['berg', 'jan', '', ''])]).toEqual([...one]);
    expect(one).toHaveLength(9);
    const code = vocabulary.read(['', '', '', '1984AB']);
    const date = vocabulary.read(['', '', '1984-01-02', '']);
    expect([...code, ...date].filter((token) => one.includes(token))).toEqual([]);
    expect(new Set([...code, ...date]).size).toBe(code.length + date.length);
    expect([...vocabulary.read(['', '', '', ''])]).toEqual([]);
  });
});

describe('positions', () => {
  test('of tokens are learned from what their encodings have in common, also with wrong pairs', () => {
    // Token t sets bits 4t … 4t + 3 of 64; a record has three tokens of 16.
    const records = Array.from({ length: 300 }, (_, n) =>
      Uint32Array.from(new Set([n % 16, (n * 7 + 3) % 16, (n * n) % 16])),
    );
    const truth = Array.from({ length: 16 }, (_, t) => [4 * t, 4 * t + 1, 4 * t + 2, 4 * t + 3]);
    const set = predictFilters(records, truth, 8);
    const pairs = records.map((tokens, encoding) => ({ encoding, tokens }));
    expect(learnPositions(set, pairs, 17, 0).slice(16)).toEqual([[]]);
    const wrong = pairs.map((pair, n) =>
      n % 10 === 0 ? { ...pair, tokens: records[(n + 5) % 300]! } : pair,
    );
    const learned = learnPositions(set, wrong, 16, 0.2);
    learned.forEach((positions, token) => {
      expect(positions).toEqual(expect.arrayContaining(truth[token]!));
    });
  });
});

describe('classes', () => {
  test('are of equal encodings, in order of appearance', () => {
    const filters = Uint8Array.from([1, 2, 1, 1, 3, 2].flatMap((n) => [n, 0, 0, 0, 0, 0, 0, 200]));
    const { of, sizes, first, distinct } = classifyEncodings({ count: 6, bytes: 8, filters });
    expect([...of]).toEqual([0, 1, 0, 0, 2, 1]);
    expect([...sizes]).toEqual([3, 2, 1]);
    expect([...first]).toEqual([0, 1, 4]);
    expect(distinct.filters[8]).toBe(2);
  });
});
