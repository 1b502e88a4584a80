// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { weakestTies } from './ties.ts';

type Pair = readonly [left: number, right: number, similarity: number];

function ties(pairs: readonly Pair[], cluster: readonly number[]): number[] {
  const sorted = [...pairs].sort((m, n) => n[2] - m[2]);
  const columns = {
    count: sorted.length,
    left: Uint32Array.from(sorted, ([left]) => left),
    right: Uint32Array.from(sorted, ([, right]) => right),
    similarity: Float64Array.from(sorted, ([, , similarity]) => similarity),
  };
  return [...weakestTies(columns, Uint32Array.from(cluster))];
}

test('two pairs of twins hang together by the pair between them', () => {
  const pairs: Pair[] = [
    [0, 1, 0.99],
    [2, 3, 0.98],
    [1, 2, 0.8],
    [0, 3, 0.7],
  ];
  expect(ties(pairs, [0, 0, 0, 0])).toEqual([0.8, 0.8, 0.8, 0.8]);
});

test('a record alone has none, nor has a cluster that its pairs do not connect', () => {
  expect(ties([[0, 1, 0.9]], [0, 0, 0, 3])).toEqual([NaN, NaN, NaN, NaN]);
  expect(ties([[0, 1, 0.9]], [0, 0, 2])).toEqual([0.9, 0.9, NaN]);
});

test('pairs between clusters hold nothing together', () => {
  const pairs: Pair[] = [
    [0, 1, 0.9],
    [1, 2, 0.85],
  ];
  expect(ties(pairs, [0, 0, 2])).toEqual([0.9, 0.9, NaN]);
});

/** The highest floor at which a cluster is still connected, found by trying them all. */
function byTrial(pairs: readonly Pair[], cluster: readonly number[]): number[] {
  const floors = [...new Set(pairs.map(([, , similarity]) => similarity))].sort((m, n) => n - m);
  return cluster.map((name, record) => {
    const size = cluster.filter((one) => one === name).length;
    if (size === 1) return NaN;
    const connected = floors.find((floor) => {
      const reached = new Set([record]);
      for (const one of reached) {
        for (const [left, right, similarity] of pairs) {
          if (similarity < floor || cluster[left] !== name || cluster[right] !== name) continue;
          if (left === one) reached.add(right);
          if (right === one) reached.add(left);
        }
      }
      return reached.size === size;
    });
    return connected ?? NaN;
  });
}

test('is the highest floor at which the cluster stays whole', () => {
  const pair = fc
    .tuple(fc.nat(5), fc.nat(5), fc.integer({ min: 80, max: 100 }))
    .filter(([left, right]) => left !== right)
    .map(([left, right, percent]): Pair => [left, right, percent / 100]);
  fc.assert(
    fc.property(
      fc.array(pair, { maxLength: 14 }),
      fc.array(fc.nat(2), { minLength: 6, maxLength: 6 }),
      (pairs, cluster) => {
        expect(ties(pairs, cluster)).toEqual(byTrial(pairs, cluster));
      },
    ),
  );
});
