// SPDX-License-Identifier: EUPL-1.2
/**
 * How a cloud of points is spread, as numbers that turn with its axes: third moments, and first and
 * second moments under functions that do not turn. Two samples of one population have nearly the same,
 * whether or not they share a single person. So the turn that brings one's moments onto the other's can
 * be climbed to before any pair is known.
 */
import { nearestOrthogonal } from '../../algebra/eigen.ts';
import {
  makeMatrix,
  multiply,
  multiplyTransposed,
  transpose,
  type Matrix,
} from '../../algebra/matrix.ts';
import { meansUnder } from './shape-functions.ts';

export interface Moments {
  /** Columns of the points. */
  readonly size: number;
  /** size³ numbers. */
  readonly third: Float64Array;
  readonly second: readonly Matrix[];
  readonly first: Matrix;
  /** Variance of each column before the points were put on a sphere. */
  readonly variance: Float64Array;
}

function thirdMoments({ rows, columns: m, data }: Matrix): Float64Array {
  const third = new Float64Array(m ** 3);
  for (let row = 0; row < rows; row++) {
    const x = data.subarray(row * m, (row + 1) * m);
    for (let a = 0; a < m; a++) {
      for (let b = a; b < m; b++) {
        const both = (x[a]! * x[b]!) / rows;
        const start = (a * m + b) * m;
        for (let c = b; c < m; c++) third[start + c]! += both * x[c]!;
      }
    }
  }
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < m; b++) {
      for (let c = 0; c < m; c++) {
        const [p, q, r] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
        third[(a * m + b) * m + c] = third[(p * m + q) * m + r]!;
      }
    }
  }
  return third;
}

/** @param functions one row each, a column per point */
export function momentsOf(points: Matrix, functions: Matrix, variance: Float64Array): Moments {
  const turned = transpose(points);
  const second = Array.from({ length: functions.rows }, (_, f) => {
    const weighted = makeMatrix(turned.rows, turned.columns, turned.data.slice());
    for (let at = 0; at < weighted.data.length; at++) {
      const point = at % turned.columns;
      weighted.data[at]! *= functions.data[f * turned.columns + point]! / points.rows;
    }
    return multiply(weighted, points);
  });
  const first = meansUnder(functions, points);
  return { size: points.columns, third: thirdMoments(points), second, first, variance };
}

/** The moments of the first `size` columns. */
export function firstColumns(all: Moments, size: number): Moments {
  const cut = (matrix: Matrix, rows: number): Matrix => {
    const part = makeMatrix(rows, size);
    for (let r = 0; r < rows; r++) {
      const from = r * matrix.columns;
      part.data.set(matrix.data.subarray(from, from + size), r * size);
    }
    return part;
  };
  const third = new Float64Array(size ** 3);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      const from = (a * all.size + b) * all.size;
      third.set(all.third.subarray(from, from + size), (a * size + b) * size);
    }
  }
  const second = all.second.map((matrix) => cut(matrix, size));
  return { size, third, second, first: cut(all.first, all.first.rows), variance: all.variance };
}

/** Σ over b, c, j, k of left[a,b,c]·turn[b,j]·turn[c,k]·right[i,j,k], by a and i. */
export function thirdGradient(left: Moments, right: Moments, turn: Matrix): Matrix {
  const m = left.size;
  const pairs = makeMatrix(m * m, m, left.third);
  const once = multiplyTransposed(pairs, transpose(turn));
  const twice = new Float64Array(m ** 3);
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < m; b++) {
      const from = (a * m + b) * m;
      for (let j = 0; j < m; j++) {
        const factor = turn.data[b * m + j]!;
        const to = (a * m + j) * m;
        for (let k = 0; k < m; k++) twice[to + k]! += factor * once.data[from + k]!;
      }
    }
  }
  const flat = (data: Float64Array): Matrix => makeMatrix(m, m * m, data);
  return multiplyTransposed(flat(twice), flat(right.third));
}

/** Adds factor · matrix, and returns the sum of its products with `turn`. */
function addTo(sum: Matrix, matrix: Matrix, factor: number, turn: Matrix): number {
  let along = 0;
  for (let at = 0; at < sum.data.length; at++) {
    const value = factor * matrix.data[at]!;
    sum.data[at]! += value;
    along += value * turn.data[at]!;
  }
  return along;
}

/** How well the moments agree under a turn, and which way they agree better. */
function agreement(left: Moments, right: Moments, turn: Matrix): { value: number; uphill: Matrix } {
  const m = left.size;
  const uphill = makeMatrix(m, m);
  // Each number as often as it is independent: a third moment stands in the sum six times.
  let value = addTo(uphill, thirdGradient(left, right, turn), 1 / 2, turn) / 3;
  const back = transpose(turn);
  left.second.forEach((matrix, f) => {
    // Second moments are symmetric, so that they need no transposing.
    const half = multiplyTransposed(matrix, back);
    value += addTo(uphill, multiplyTransposed(half, right.second[f]!), 1, turn) / 2;
  });
  value += addTo(uphill, multiply(transpose(left.first), right.first), 1, turn);
  const variances = makeMatrix(m, m);
  let scale = 0;
  for (let i = 0; i < m; i++) scale += left.variance[i]! * right.variance[i]!;
  for (let at = 0; at < m * m; at++) {
    const product = left.variance[Math.floor(at / m)]! * right.variance[at % m]!;
    variances.data[at] = ((m * product) / scale) * turn.data[at]!;
  }
  value += addTo(uphill, variances, 1 / 2, turn) / 2;
  return { value, uphill };
}

export interface Climbed {
  readonly turn: Matrix;
  readonly value: number;
}

/**
 * Betters a turn step by step: the agreement is all but convex in it, so that the orthogonal matrix
 * nearest to the gradient agrees better (Journée et al. 2010, JMLR 11).
 */
export function climb(left: Moments, right: Moments, from: Matrix, steps: number): Climbed {
  let turn = from;
  let value = -Infinity;
  for (let step = 0; step < steps; step++) {
    const found = agreement(left, right, turn);
    value = found.value;
    turn = nearestOrthogonal(found.uphill);
  }
  return { turn, value };
}
