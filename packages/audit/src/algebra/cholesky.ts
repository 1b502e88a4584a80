// SPDX-License-Identifier: EUPL-1.2
/** Linear systems of a symmetric positive definite matrix, by Cholesky's decomposition. */
import { makeMatrix, multiply, rowOf, rowsOf, transpose, type Matrix } from './matrix.ts';

/** Rows that are worked out one by one; what lies outside a block is a product of matrices. */
const BLOCK = 64;

function subtract(from: Float64Array, at: number, what: Float64Array): void {
  for (let k = 0; k < what.length; k++) from[at + k]! -= what[k]!;
}

/**
 * The lower triangle L of A = L·Lᵀ; above it zeros (Golub & Van Loan 2013, §4.2.5).
 * @throws RangeError where A is not positive definite
 */
export function cholesky({ rows: size, data }: Matrix): Matrix {
  const lower = makeMatrix(size, size);
  const l = lower.data;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = data[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * size + k]! * l[j * size + k]!;
      if (j < i) l[i * size + j] = sum / l[j * size + j]!;
      else if (sum > 0) l[i * size + i] = Math.sqrt(sum);
      else throw new RangeError('cholesky: not positive definite');
    }
  }
  return lower;
}

/** X of L·X = B for a lower triangle L, in blocks of rows. */
function solveLower(lower: Matrix, b: Matrix): Matrix {
  const x = makeMatrix(b.rows, b.columns, b.data.slice());
  for (let from = 0; from < b.rows; from += BLOCK) {
    const to = Math.min(b.rows, from + BLOCK);
    if (from > 0) {
      const left = makeMatrix(to - from, from);
      for (let i = from; i < to; i++)
        left.data.set(rowOf(lower, i).subarray(0, from), (i - from) * from);
      subtract(x.data, from * b.columns, multiply(left, rowsOf(x, 0, from)).data);
    }
    for (let i = from; i < to; i++) {
      const row = rowOf(x, i);
      for (let k = from; k < i; k++) {
        const factor = lower.data[i * lower.columns + k]!;
        const other = rowOf(x, k);
        for (let c = 0; c < row.length; c++) row[c]! -= factor * other[c]!;
      }
      const pivot = lower.data[i * lower.columns + i]!;
      for (let c = 0; c < row.length; c++) row[c]! /= pivot;
    }
  }
  return x;
}

/** The same numbers with rows and columns in reverse order: an upper triangle becomes a lower one. */
function reversed({ rows, columns, data }: Matrix): Matrix {
  return makeMatrix(rows, columns, data.slice().reverse());
}

/** Rows in reverse order. */
function upsideDown(matrix: Matrix): Matrix {
  const turned = makeMatrix(matrix.rows, matrix.columns);
  for (let row = 0; row < matrix.rows; row++) {
    turned.data.set(rowOf(matrix, matrix.rows - 1 - row), row * matrix.columns);
  }
  return turned;
}

/**
 * X of A·X = B. Only the lower triangle of A is read.
 * @param a symmetric, positive definite
 * @param b as many rows as `a`
 * @throws RangeError where A is not positive definite
 */
export function choleskySolve(a: Matrix, b: Matrix): Matrix {
  const lower = cholesky(a);
  const half = solveLower(lower, b);
  return upsideDown(solveLower(reversed(transpose(lower)), upsideDown(half)));
}
