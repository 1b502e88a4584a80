// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { orthonormalise } from '../../algebra/eigen.ts';
import { makeMatrix, multiplyTransposed, rowOf, type Matrix } from '../../algebra/matrix.ts';
import { createRandom, type Random } from '../../random.ts';
import { matchComponents } from './component-matching.ts';
import { componentShapes } from './component-shapes.ts';
import { skewComponents } from './components.ts';
import { agreementOfPairs, withoutComponents } from './consistency.ts';
import { unitRows } from './nearest.ts';

function filled(rows: number, columns: number, next: () => number): Matrix {
  return makeMatrix(rows, columns, Float64Array.from({ length: rows * columns }, next));
}

const [POINTS, SOURCES] = [3000, 5];

/** Independent columns of variance 1, of which each is above the middle two fifths more often than the last. */
function sources(random: Random): Matrix {
  const points = makeMatrix(POINTS, SOURCES);
  for (let at = 0; at < points.data.length; at++) {
    const rare = 0.06 * 1.4 ** (at % SOURCES);
    const above = random.next() < rare ? 1 : 0;
    points.data[at] = (above - rare) / Math.sqrt(rare * (1 - rare));
  }
  return points;
}

function someTurn(random: Random): Matrix {
  const turn = filled(SOURCES, SOURCES, () => random.normal());
  orthonormalise(turn);
  return turn;
}

/** Row i of the turn, by how near it is to each component: the source that component c is. */
function sourceOf(components: Matrix, turn: Matrix): number[] {
  const along = multiplyTransposed(components, turn);
  return Array.from({ length: components.rows }, (_, c) => {
    const own = [...rowOf(along, c)];
    const best = own.indexOf(Math.max(...own));
    expect(own[best]).toBeGreaterThan(0.95);
    return best;
  });
}

describe('components', () => {
  test('of two samples that share no point are found and matched, however each is turned', () => {
    const sides = [1, 2].map((seed) => {
      const random = createRandom('components', seed);
      const turn = someTurn(random);
      // Row i of the turn is where source i lies in the turned points.
      const white = multiplyTransposed(
        sources(random),
        makeMatrix(
          SOURCES,
          SOURCES,
          turn.data.map((_, at) => turn.data[(at % SOURCES) * SOURCES + Math.floor(at / SOURCES)]!),
        ),
      );
      const components = skewComponents(white, random);
      const variance = new Float64Array(SOURCES).fill(1);
      const ones = new Float64Array(POINTS);
      const shapes = componentShapes(white, components, variance, ones);
      return { shapes, found: sourceOf(components, turn) };
    });
    const [a, b] = sides as [(typeof sides)[0], (typeof sides)[0]];
    for (const { found } of sides) {
      expect([...found].sort((x, y) => x - y)).toEqual(
        Array.from({ length: SOURCES }, (_, n) => n),
      );
    }
    const [match] = matchComponents(a.shapes, b.shapes, [0.5]);
    a.found.forEach((source, i) => {
      const own = rowOf(match!, i);
      expect(b.found[own.indexOf(Math.max(...own))]).toBe(source);
    });
  });

  test('of a cloud that leans nowhere are none', () => {
    const random = createRandom('round', 1);
    const white = filled(POINTS, SOURCES, () => random.normal());
    expect(skewComponents(white, random).rows).toBe(0);
  });
});

describe('pairs that agree', () => {
  const [pairs, right, size] = [600, 60, 24];
  const random = createRandom('pairs', 1);
  const turn = filled(size, size, () => random.normal());
  orthonormalise(turn);
  const rows = unitRows(filled(pairs, size, () => random.normal()));
  const others = unitRows(filled(pairs, size, () => random.normal()));
  const turned = multiplyTransposed(rows, turn);
  for (let n = 0; n < right; n++) rowOf(others, n).set(rowOf(turned, n));

  test('are told from nine times as many that do not', () => {
    const weights = agreementOfPairs(rows, others);
    const order = [...weights.keys()].sort((i, j) => weights[j]! - weights[i]!);
    expect(order.slice(0, right).filter((n) => n < right).length).toBeGreaterThan(0.9 * right);
  });

  test('are compared outside of the components only', () => {
    const variance = Float64Array.of(4, 2, 1);
    const points = filled(50, 3, () => random.normal());
    const component = makeMatrix(1, 2, Float64Array.of(0.6, 0.8));
    const rest = withoutComponents({ points, variance, directions: 3 }, component);
    for (let n = 0; n < rest.rows; n++) {
      const [x, y] = rowOf(rest, n);
      expect(0.6 * 4 ** -0.25 * x! + 0.8 * 2 ** -0.25 * y!).toBeCloseTo(0, 5);
      expect(rowOf(rest, n).reduce((sum, value) => sum + value ** 2, 0)).toBeCloseTo(1, 5);
    }
  });
});
