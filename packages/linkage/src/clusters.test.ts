// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CandidatePairs } from './candidates.ts';
import { clusterPairs } from './clusters.ts';
import { assignments } from './clusters/assignment.ts';
import type { Decisions, RecordShape } from './clusters/component.ts';
import { pairsOf, problem, shapeOf } from './testing/graphs.ts';

/** The two rules of the module comment in so many words, cubic and worse. */
function clustersInWords(pairs: CandidatePairs, shape: RecordShape): number[] {
  const { sourceOf, oneToOne, comparedWithin } = shape;
  const candidates = new Set<string>();
  pairs.left.forEach((left, at) => candidates.add(`${left} ${pairs.right[at]!}`));
  let clusters = Array.from({ length: shape.records }, (_, record) => [record]);
  for (let at = 0; at < pairs.count; at++) {
    const a = clusters.find((cluster) => cluster.includes(pairs.left[at]!))!;
    const b = clusters.find((cluster) => cluster.includes(pairs.right[at]!))!;
    if (a === b) continue;
    const across = a.flatMap((x) => b.map((y) => [Math.min(x, y), Math.max(x, y)] as const));
    const sameSource = across.filter(([x, y]) => sourceOf[x] === sourceOf[y]);
    if (sameSource.some(([x]) => oneToOne[sourceOf[x]!])) continue;
    const compared =
      across.length - sameSource.filter(([x]) => !comparedWithin[sourceOf[x]!]).length;
    const similar = across.filter(([x, y]) => candidates.has(`${x} ${y}`)).length;
    if (3 * similar < compared) continue;
    clusters = [...clusters.filter((cluster) => cluster !== a && cluster !== b), [...a, ...b]];
  }
  return Array.from({ length: shape.records }, (_, record) =>
    Math.min(...clusters.find((cluster) => cluster.includes(record))!),
  );
}

test('clusters are those of the rules in words', () => {
  fc.assert(
    fc.property(problem, ({ pairs, shape }) => {
      expect([...clusterPairs(pairs, shape).lowest]).toEqual(clustersInWords(pairs, shape));
    }),
    { numRuns: 2000 },
  );
});

test('a cluster never holds two records of a one-to-one source', () => {
  fc.assert(
    fc.property(problem, ({ pairs, shape }) => {
      const seen = new Set<string>();
      clusterPairs(pairs, shape).lowest.forEach((cluster, record) => {
        const source = shape.sourceOf[record]!;
        const place = `${cluster} ${source}`;
        expect(shape.oneToOne[source]! && seen.has(place)).toBe(false);
        seen.add(place);
      });
    }),
    { numRuns: 500 },
  );
});

test('between two one-to-one sources the best pair wins, then the next that is free', () => {
  const shape = shapeOf([0, 0, 1, 1], [true, true]);
  const pairs = pairsOf([0, 2, 0.9], [0, 3, 0.95], [1, 3, 0.94], [1, 2, 0.7]);
  expect([...clusterPairs(pairs, shape).lowest]).toEqual([0, 1, 1, 0]);
});

test('a chain of similar records is no cluster, but one of four is', () => {
  const shape = shapeOf([0, 0, 0, 0, 0], [false]);
  const chain = pairsOf([0, 1, 0.9], [1, 2, 0.9], [2, 3, 0.9], [3, 4, 0.9]);
  expect([...clusterPairs(chain, shape).lowest]).toEqual([0, 0, 0, 0, 4]);
});

test('ties go to the pair whose records come first', () => {
  const shape = shapeOf([0, 0, 1, 1], [true, true]);
  const pairs = pairsOf([1, 3, 0.9], [0, 3, 0.9], [1, 2, 0.9], [0, 2, 0.9]);
  expect([...clusterPairs(pairs, shape).lowest]).toEqual([0, 1, 0, 1]);
});

test('what people decided comes before all pairs', () => {
  const shape = shapeOf([0, 0, 1, 1], [true, true]);
  const pairs = pairsOf([0, 2, 0.9], [0, 3, 0.8], [1, 3, 0.7]);
  const decide = (
    joined: readonly (readonly [number, number])[],
    parted: readonly (readonly [number, number])[],
  ) => [...clusterPairs(pairs, shape, { decisions: { joined, parted } }).lowest];
  expect(decide([], [])).toEqual([0, 1, 0, 1]);
  expect(decide([[0, 3]], [])).toEqual([0, 1, 2, 0]);
  expect(decide([[1, 2]], [])).toEqual([0, 1, 1, 0]);
  expect(decide([], [[0, 2]])).toEqual([0, 1, 2, 0]);
  expect(decide([], [[2, 0], [3, 0]])).toEqual([0, 1, 2, 1]); // prettier-ignore
});

test('decisions hold for whole clusters, by whichever pair they would come together', () => {
  const shape = shapeOf([0, 0, 0, 0], [false]);
  const pairs = pairsOf([0, 1, 0.9], [2, 3, 0.9], [0, 2, 0.8], [1, 2, 0.8], [1, 3, 0.8]);
  expect([...clusterPairs(pairs, shape).lowest]).toEqual([0, 0, 0, 0]);
  const parted = { joined: [], parted: [[0, 3]] } as const;
  expect([...clusterPairs(pairs, shape, { decisions: parted }).lowest]).toEqual([0, 0, 2, 2]);
});

test('decisions that cannot all hold are refused', () => {
  const shape = shapeOf([0, 0, 1], [true, true]);
  const pairs = pairsOf([0, 2, 0.9]);
  const conflict = expect.objectContaining({ code: 'LINKAGE_DECISIONS_CONFLICT' });
  const attempt = (decisions: Decisions) => () => clusterPairs(pairs, shape, { decisions });
  expect(attempt({ joined: [[0, 2], [1, 2]], parted: [] })).toThrow(conflict); // prettier-ignore
  expect(attempt({ joined: [[0, 2]], parted: [[2, 0]] })).toThrow(conflict);
});

test('decisions hold under every assignment', () => {
  const decided = problem.chain((one) =>
    fc.record({
      problem: fc.constant(one),
      assignment: fc.constantFrom(...assignments),
      chosen: fc.array(fc.nat(), { maxLength: 4 }),
    }),
  );
  fc.assert(
    fc.property(decided, ({ problem: { pairs, shape }, assignment, chosen }) => {
      fc.pre(pairs.count > 0);
      const picked = [...new Set(chosen.map((number) => number % pairs.count))];
      const pairAt = (at: number) => [pairs.left[at]!, pairs.right[at]!] as const;
      const decisions = {
        joined: picked.slice(0, 1).map(pairAt),
        parted: picked.slice(1).map(pairAt),
      };
      const { lowest } = clusterPairs(pairs, shape, { assignment, decisions });
      for (const [a, b] of decisions.joined) expect(lowest[a]).toBe(lowest[b]);
      for (const [a, b] of decisions.parted) expect(lowest[a]).not.toBe(lowest[b]);
    }),
    { numRuns: 500 },
  );
});
