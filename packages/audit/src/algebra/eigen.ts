// SPDX-License-Identifier: EUPL-1.2
/** Eigenvectors of symmetric matrices: all of a small one, the foremost of a large one. */
import type { Random } from '../random.ts';
import { makeMatrix, multiplyTransposed, rowOf, multiply, type Matrix } from './matrix.ts';

/** Eigenvalues, largest first; row i of `vectors` is the unit vector of value i. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Matrix;
}

const SWEEPS = 30;
const PRECISE = 1e-20;

/** Turns entries x and y, `step` apart from the next, of two rows or columns of a flat matrix. */
function turn(
  data: Float64Array,
  x: number,
  y: number,
  step: number,
  size: number,
  [c, s]: readonly [number, number],
): void {
  let [p, q] = [x, y];
  for (let k = 0; k < size; k++) {
    const [left, right] = [data[p]!, data[q]!];
    data[p] = c * left - s * right;
    data[q] = s * left + c * right;
    p += step;
    q += step;
  }
}

/** Sum of squares off the diagonal, and on it. */
function spread(a: Float64Array, size: number): { off: number; on: number } {
  let [off, on] = [0, 0];
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) off += a[i * size + j]! ** 2;
    on += a[i * size + i]! ** 2;
  }
  return { off, on };
}

/** All eigenvectors, by Jacobi's rotations (Golub & Van Loan 2013, §8.5). For up to some 200 rows. */
export function symmetricEigen({ rows: size, data }: Matrix): Eigen {
  const a = data.slice();
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i++) v[i * size + i] = 1;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const { off, on } = spread(a, size);
    if (off <= PRECISE * on) break;
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) {
        const both = a[p * size + q]!;
        if (both * both <= (PRECISE * on) / (size * size)) continue;
        const half = (a[q * size + q]! - a[p * size + p]!) / (2 * both);
        const t = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.sqrt(half * half + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const angle = [c, t * c] as const;
        turn(a, p * size, q * size, 1, size, angle);
        turn(a, p, q, size, size, angle);
        turn(v, p * size, q * size, 1, size, angle);
      }
    }
  }
  const at = (i: number): number => a[i * size + i]!;
  const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => at(j) - at(i) || i - j);
  const vectors = makeMatrix(size, size);
  order.forEach((i, row) => {
    vectors.data.set(v.subarray(i * size, (i + 1) * size), row * size);
  });
  return { values: Float64Array.from(order, at), vectors };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** Takes out of a row what lies along earlier ones, twice, and returns its length that is left. */
function clear(matrix: Matrix, row: number): number {
  const own = rowOf(matrix, row);
  for (let pass = 0; pass < 2; pass++) {
    for (let other = 0; other < row; other++) {
      const earlier = rowOf(matrix, other);
      const along = dot(own, earlier);
      for (let k = 0; k < own.length; k++) own[k]! -= along * earlier[k]!;
    }
  }
  return Math.sqrt(dot(own, own));
}

const NOTHING_LEFT = 1e-9;

/** Makes rows orthonormal, in place (Gram–Schmidt, twice). A row in the span of others gets a new direction. */
export function orthonormalise(matrix: Matrix): void {
  let unit = 0;
  for (let row = 0; row < matrix.rows; row++) {
    const own = rowOf(matrix, row);
    const before = Math.sqrt(dot(own, own));
    let length = clear(matrix, row);
    while (length <= NOTHING_LEFT * before || length === 0) {
      own.fill(0);
      own[unit % matrix.columns] = 1;
      unit += 1;
      length = clear(matrix, row);
      if (length < 0.1) length = 0;
    }
    for (let k = 0; k < own.length; k++) own[k]! /= length;
  }
}

const ROUNDS = 10;
const SPARE = 16;

/**
 * The foremost eigenvectors, by subspace iteration (Golub & Van Loan 2013, §8.2.4).
 * @param a symmetric, without negative eigenvalues
 * @param count at most its rows
 */
export function topEigen(a: Matrix, count: number, random: Random): Eigen {
  const size = a.rows;
  const width = Math.min(size, count + SPARE);
  let basis = makeMatrix(
    width,
    size,
    Float64Array.from({ length: width * size }, () => random.normal()),
  );
  orthonormalise(basis);
  for (let round = 0; round < ROUNDS; round++) {
    basis = multiplyTransposed(basis, a);
    orthonormalise(basis);
  }
  const inner = multiplyTransposed(multiplyTransposed(basis, a), basis);
  const { values, vectors } = symmetricEigen(inner);
  const turned = multiply(vectors, basis);
  const data = turned.data.slice(0, count * size);
  return { values: values.slice(0, count), vectors: makeMatrix(count, size, data) };
}
