// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CandidatePairs } from './candidates.ts';
import { clusterPairs, type RecordShape } from './clusters.ts';

type Pair = readonly [left: number, right: number, similarity: number];

function pairsOf(...pairs: readonly Pair[]): CandidatePairs {
  const sorted = [...pairs].sort((m, n) => n[2] - m[2] || m[0] - n[0] || m[1] - n[1]);
  return {
    count: sorted.length,
    left: Uint32Array.from(sorted, ([left]) => left),
    right: Uint32Array.from(sorted, ([, right]) => right),
    similarity: Float64Array.from(sorted, ([, , similarity]) => similarity),
  };
}

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
    if (2 * similar < compared) continue;
    clusters = [...clusters.filter((cluster) => cluster !== a && cluster !== b), [...a, ...b]];
  }
  return Array.from({ length: shape.records }, (_, record) =>
    Math.min(...clusters.find((cluster) => cluster.includes(record))!),
  );
}

const shapeOf = (sourceOf: readonly number[], unique: readonly boolean[]): RecordShape => ({
  records: sourceOf.length,
  sourceOf: Uint32Array.from(sourceOf),
  oneToOne: unique,
  comparedWithin: unique.map((is) => !is),
});

const problem = fc
  .record({
    sourceOf: fc.array(fc.nat(2), { minLength: 1, maxLength: 14 }),
    unique: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    enforced: fc.boolean(),
    levels: fc.array(fc.nat(9), { minLength: 91, maxLength: 91 }),
    least: fc.integer({ min: 1, max: 8 }),
  })
  .map(({ sourceOf, unique, enforced, levels, least }) => {
    const sorted = [...sourceOf].sort();
    const pairs: Pair[] = [];
    let at = 0;
    for (let left = 0; left < sorted.length; left++) {
      for (let right = left + 1; right < sorted.length; right++) {
        const level = levels[at++]!;
        const compared = sorted[left] !== sorted[right] || !unique[sorted[left]!]!;
        if (compared && level >= least) pairs.push([left, right, level / 10]);
      }
    }
    const shape = shapeOf(sorted, unique);
    const oneToOne = shape.oneToOne.map((is) => is && enforced);
    return { pairs: pairsOf(...pairs), shape: { ...shape, oneToOne } };
  });

test('clusters are those of the rules in words', () => {
  fc.assert(
    fc.property(problem, ({ pairs, shape }) => {
      expect([...clusterPairs(pairs, shape)]).toEqual(clustersInWords(pairs, shape));
    }),
    { numRuns: 2000 },
  );
});

test('a cluster never holds two records of a one-to-one source', () => {
  fc.assert(
    fc.property(problem, ({ pairs, shape }) => {
      const seen = new Set<string>();
      clusterPairs(pairs, shape).forEach((cluster, record) => {
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
  expect([...clusterPairs(pairs, shape)]).toEqual([0, 1, 1, 0]);
});

test('a chain of similar records is no cluster, but a chain of three is', () => {
  const shape = shapeOf([0, 0, 0, 0, 0], [false]);
  const chain = pairsOf([0, 1, 0.9], [1, 2, 0.9], [2, 3, 0.9], [3, 4, 0.9]);
  expect([...clusterPairs(chain, shape)]).toEqual([0, 0, 0, 3, 3]);
});

test('ties go to the pair whose records come first', () => {
  const shape = shapeOf([0, 0, 1, 1], [true, true]);
  const pairs = pairsOf([1, 3, 0.9], [0, 3, 0.9], [1, 2, 0.9], [0, 2, 0.9]);
  expect([...clusterPairs(pairs, shape)]).toEqual([0, 1, 0, 1]);
});
