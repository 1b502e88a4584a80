// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import type { FilterSet } from '@koppel/kernel';
import { joinStatements, searchPairs, type SearchStatement } from './candidate-search.ts';
import { linkSources } from './index.ts';
import { Population, range } from './testing/registers.ts';

const exact: SearchStatement = {
  method: 'exact',
  wanted: 0.9,
  measured: 1,
  low: 1,
  high: 1,
  reached: true,
};
const approximate: SearchStatement = {
  method: 'approximate',
  wanted: 0.9,
  measured: 0.9,
  low: 0.8,
  high: 0.95,
  reached: false,
};

test('several comparisons are stated as one, by the pairs that there must be in all', () => {
  const both = [
    { pairs: 900, statement: approximate },
    { pairs: 1000, statement: exact },
  ];
  const joined = joinStatements(both, { recall: 0.9 });
  expect(joined).toMatchObject({ method: 'approximate', wanted: 0.9, reached: false });
  expect(joined.measured).toBeCloseTo(1900 / 2000, 12);
  expect(joined.low).toBeCloseTo(1900 / 2125, 12);
  expect(joinStatements(both.slice(1), { recall: 0.9 })).toEqual(exact);
});

test('without pairs, or without a wish, a linkage is exact', () => {
  const unknown = { ...approximate, low: 0 };
  const joined = joinStatements([{ pairs: 0, statement: unknown }], { recall: 0.9 });
  expect(joined).toMatchObject({ measured: 1, low: 1, reached: false });
  expect(joinStatements([], undefined)).toEqual({ ...exact, wanted: 1 });
});

test('a linkage says how it searched, and links the same where the search is exact', async () => {
  const population = new Population(5, { bytes: 32, fill: 0.3 });
  const sources = [
    population.source('a', true, range(0, 200)),
    population.source('b', true, range(100, 300), 0.02),
  ];
  const options = { threshold: 0.8, oneToOne: true };
  const plain = await linkSources(sources, options);
  expect(plain.search).toEqual({ ...exact, wanted: 1 });
  const wanted = await linkSources(sources, { ...options, search: { recall: 0.99 } });
  expect(wanted.search).toEqual({ ...exact, wanted: 0.99 });
  expect(wanted.clusters).toEqual(plain.clusters);
  const asked = linkSources(sources, { ...options, search: { recall: 2 } });
  await expect(asked).rejects.toMatchObject({ code: 'KERNEL_RECALL' });
});

test('balanced codes are searched by tests, and what they may miss is the interval', async () => {
  const population = new Population(8, { bytes: 128, fill: 0.5 });
  const [a, b] = [range(0, 10_100), range(5000, 15_100)].map((persons, n) => {
    const { count, filters } = population.source(String(n), true, persons, n * 0.1);
    return { count, bytes: 128, filters };
  }) as [FilterSet, FilterSet];
  const options = { similarity: 'hamming', workers: 1 } as const;
  const { hits, statement } = await searchPairs(a, b, 0.8, { recall: 0.99 }, options);
  expect(hits.query.length).toBe(5100);
  expect(statement).toMatchObject({ method: 'approximate', wanted: 0.99, high: 1, reached: true });
  expect(statement.low).toBeCloseTo(0.99, 12);
  expect(statement.measured).toBeGreaterThan(0.999);
  const few = { count: 100, bytes: 128, filters: a.filters.slice(0, 12_800) };
  const small = await searchPairs(few, b, 0.8, { recall: 0.99 }, options);
  expect(small.statement).toEqual({ ...exact, wanted: 0.99 });
}, 60_000);
