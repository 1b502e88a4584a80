// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { linkSources } from '../link.ts';
import { Population, range, type TestSource } from '../testing/registers.ts';
import { type RecordPairs } from '../quality/records.ts';
import { ClusterState } from '../testing/cluster-state/state.ts';
import {
  compareNames,
  idOf,
  type ClusterView,
  type NamedPair,
  type RecordName,
} from './changes.ts';
import { pairsOfBatch, tokenText, type CurrentSource } from './pairs.ts';

const population = new Population(11);
const whole = [
  population.source('a', true, range(0, 60), 0.2),
  population.source('b', true, range(30, 90), 0.2),
  population.source('c', false, [...range(0, 40), ...range(20, 40)], 0.2),
];
const measure = { similarity: 'dice', threshold: 0.7 } as const;
const cap = 100_000;

/** The first rows of a source, of which those from `from` on are fresh. */
function part(source: TestSource, from: number, to: number): CurrentSource {
  const { name, unique, tokens, filters, filterBytes } = source;
  const set = { count: to, bytes: filterBytes, filters: filters.subarray(0, to * filterBytes) };
  return { name, unique, tokens, set, fresh: Uint32Array.from(range(from, to)) };
}

/** Pairs by name; ends are records numbered over sources of which these rows are there. */
function named({ left, right, similarity }: RecordPairs, rows: number[]): NamedPair[] {
  const nameOf = (number: number): RecordName => {
    let [source, row] = [0, number];
    while (row >= rows[source]!) row -= rows[source++]!;
    const { name, tokens } = whole[source]!;
    return { source: name, token: tokenText(tokens, row) };
  };
  return Array.from(similarity, (value, at) => ({
    left: nameOf(left[at]!),
    right: nameOf(right[at]!),
    similarity: value,
  }));
}

const counts = whole.map(({ count }) => count);

const sorted = (pairs: readonly NamedPair[]): string[] =>
  pairs
    .map(({ left, right, similarity }) => `${idOf(left)} ${idOf(right)} ${similarity.toString()}`)
    .sort();

test('the pairs of two batches are together those of one', async () => {
  const all = await pairsOfBatch(whole.map((one) => part(one, 0, one.count)), measure, cap); // prettier-ignore
  const first = await pairsOfBatch(whole.map((one) => part(one, 0, 25)), measure, cap); // prettier-ignore
  const second = await pairsOfBatch(whole.map((one) => part(one, 25, one.count)), measure, cap); // prettier-ignore
  expect(all.left.length).toBeGreaterThan(60);
  const early = named(first, [25, 25, 25]);
  expect(sorted([...early, ...named(second, counts)])).toEqual(sorted(named(all, counts)));
  for (const { left, right } of named(all, counts)) {
    expect(compareNames(left, right)).toBeLessThan(0);
  }
});

test('batch after batch ends where a linkage of everything does', async () => {
  const settings = { sources: whole, oneToOne: true, threshold: measure.threshold };
  const state = new ClusterState(settings);
  for (const [since, [from, to]] of [
    [0, 20],
    [20, 21],
    [21, 60],
  ].entries()) {
    const parts = whole.map((one) => part(one, from!, to!));
    const added = parts.flatMap(({ name, tokens, fresh }) =>
      Array.from(fresh, (row) => ({ source: name, token: tokenText(tokens, row), since })),
    );
    const found = await pairsOfBatch(parts, measure, cap);
    const rows = parts.map(({ set }) => set.count);
    state.apply({ added, pairs: named(found, rows) });
  }
  const { clusters } = await linkSources(whole, { ...measure, oneToOne: true });
  const expected = Array.from({ length: clusters.count }, (_, cluster) =>
    range(clusters.start[cluster]!, clusters.start[cluster + 1]!)
      .map((at) => {
        const source = whole[clusters.source[at]!]!;
        return idOf({ source: source.name, token: tokenText(source.tokens, clusters.row[at]!) });
      })
      .join(),
  );
  const textOf = ({ members }: ClusterView): string => members.map(idOf).join();
  expect(state.clusters().map(textOf).sort()).toEqual(expected.sort());
  expect(state.clusters().some(({ members }) => members.length > 2)).toBe(true);
});

test('more pairs than agreed are refused', async () => {
  const parts = whole.map((one) => part(one, 0, one.count));
  const attempt = pairsOfBatch(parts, measure, 10);
  await expect(attempt).rejects.toMatchObject({ code: 'LINKAGE_TOO_MANY_PAIRS' });
});
