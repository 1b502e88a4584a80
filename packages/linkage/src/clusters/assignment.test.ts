// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clusterPairs } from '../clusters.ts';
import { pairsOf, problem, shapeOf, type Pair } from '../testing/graphs.ts';
import { assignments } from './assignment.ts';
import { bestAssignment, isSolvable, type Edges } from './optimal.ts';

/** Edges in descending weight, with weights in eighths that often tie. */
const graph = fc
  .record({
    rows: fc.integer({ min: 1, max: 5 }),
    columns: fc.integer({ min: 1, max: 5 }),
    levels: fc.array(fc.nat(6), { minLength: 25, maxLength: 25 }),
  })
  .map(({ rows, columns, levels }) => {
    const cells = levels.map((level, at) => [Math.floor(at / 5), at % 5, level] as const);
    return cells
      .filter(([row, column, level]) => row < rows && column < columns && level > 0)
      .sort((m, n) => n[2] - m[2]);
  });

type Cells = readonly (readonly [number, number, number])[];

const edgesOf = (cells: Cells): Edges => ({
  count: cells.length,
  row: Uint32Array.from(cells, ([row]) => row),
  column: Uint32Array.from(cells, ([, column]) => column),
  weight: Float64Array.from(cells, ([, , level]) => level / 8),
});

/** All sets of edges without a shared end, by trying: the best sum, and of those the earliest. */
function bestByTrying(cells: Cells): number[] {
  let best: { sum: number; chosen: number[] } = { sum: -1, chosen: [] };
  const earlier = (one: number[], other: number[]): boolean => {
    const [mine, theirs] = [new Set(one), new Set(other)];
    const first = cells.findIndex((_, edge) => mine.has(edge) !== theirs.has(edge));
    return first >= 0 && mine.has(first);
  };
  const extend = (edge: number, chosen: number[], sum: number): void => {
    if (edge === cells.length) {
      if (sum > best.sum || (sum === best.sum && earlier(chosen, best.chosen)))
        best = { sum, chosen };
      return;
    }
    const [row, column, level] = cells[edge]!;
    const free = chosen.every((other) => cells[other]![0] !== row && cells[other]![1] !== column);
    if (free) extend(edge + 1, [...chosen, edge], sum + level);
    extend(edge + 1, chosen, sum);
  };
  extend(0, [], 0);
  return best.chosen;
}

test('the optimal assignment is the one that trying all finds, ties included', () => {
  fc.assert(
    fc.property(graph, (cells) => {
      const few = cells.slice(0, 14);
      expect([...bestAssignment(edgesOf(few))]).toEqual(bestByTrying(few));
    }),
    { numRuns: 400 },
  );
});

const between = shapeOf([0, 0, 1, 1], [true, true]);

test('greedy takes the best pair, optimal the best sum, mutual best leaves the rest alone', () => {
  const pairs = pairsOf([0, 2, 0.9], [0, 3, 0.88], [1, 2, 0.88]);
  const by = (assignment: (typeof assignments)[number]) => [
    ...clusterPairs(pairs, between, { assignment }).lowest,
  ];
  expect(by('greedy')).toEqual([0, 1, 0, 3]);
  expect(by('mutualBest')).toEqual([0, 1, 0, 3]);
  expect(by('optimal')).toEqual([0, 1, 1, 0]);
});

test('mutual best gives no second choice where greedy does', () => {
  const pairs = pairsOf([0, 2, 0.9], [0, 3, 0.8], [1, 2, 0.7], [1, 3, 0.6]);
  expect([...clusterPairs(pairs, between).lowest]).toEqual([0, 1, 0, 1]);
  const mutual = clusterPairs(pairs, between, { assignment: 'mutualBest' });
  expect([...mutual.lowest]).toEqual([0, 1, 0, 3]);
});

test('a source that is not one-to-one keeps all its partners under every assignment', () => {
  const shape = shapeOf([0, 1, 1, 1], [true, false]);
  const pairs = pairsOf([0, 1, 0.9], [0, 2, 0.8], [0, 3, 0.7], [1, 2, 0.9], [1, 3, 0.9]);
  for (const assignment of assignments) {
    expect([...clusterPairs(pairs, shape, { assignment }).lowest]).toEqual([0, 0, 0, 0]);
  }
});

test('between two unique sources, optimal links reach the best possible sum', () => {
  fc.assert(
    fc.property(graph, (all) => {
      const cells = all.slice(0, 14);
      const pairs = cells.map(([row, column, level]): Pair => [row, 5 + column, level / 8]);
      const shape = shapeOf([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], [true, true]);
      const { lowest } = clusterPairs(pairsOf(...pairs), shape, { assignment: 'optimal' });
      const sum = cells.reduce(
        (total, [row, column, level]) => total + (lowest[5 + column] === row ? level : 0),
        0,
      );
      const best = bestByTrying(cells).reduce((total, edge) => total + cells[edge]![2], 0);
      expect(sum).toBe(best);
    }),
    { numRuns: 300 },
  );
});

test('no assignment links two records of a one-to-one source, or records without a candidate', () => {
  fc.assert(
    fc.property(problem, fc.constantFrom(...assignments), ({ pairs, shape }, assignment) => {
      const { lowest } = clusterPairs(pairs, shape, { assignment });
      const seen = new Set<string>();
      lowest.forEach((cluster, record) => {
        const source = shape.sourceOf[record]!;
        expect(shape.oneToOne[source]! && seen.has(`${cluster} ${source}`)).toBe(false);
        seen.add(`${cluster} ${source}`);
      });
      const linked = lowest.filter((cluster, record) => cluster !== record).length;
      expect(linked).toBeLessThanOrEqual(pairs.count);
    }),
    { numRuns: 500 },
  );
});

test('what is too large for the optimum in bounded time is decided greedily, and said', () => {
  // Every record of one side is a candidate for every one of the other: one component.
  const side = 150;
  const pairs: Pair[] = [];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const similarity = 0.7 + 0.002 * ((row * 7 + column * 11) % 149);
      pairs.push([row, side + column, similarity]);
    }
  }
  expect(isSolvable(side, pairs.length)).toBe(false);
  const sourceOf = Array.from({ length: 2 * side }, (_, record) => Number(record >= side));
  const shape = shapeOf(sourceOf, [true, true]);
  const columns = pairsOf(...pairs);
  const optimal = clusterPairs(columns, shape, { assignment: 'optimal' });
  expect(optimal.bounded).toBe(1);
  expect(optimal.lowest).toEqual(clusterPairs(columns, shape).lowest);
});
