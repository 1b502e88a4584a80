// SPDX-License-Identifier: EUPL-1.2
/**
 * Tells right pairs from wrong ones, of which there are many more: right ones agree with each other,
 * in axes that had no part in choosing them, on one turn; wrong ones agree on nothing. So the foremost
 * eigenvector of how far any two pairs agree stands on the right ones (Leordeanu & Hebert 2005), and it
 * is found without ever writing down that matrix, as the agreement of two pairs is the product of the
 * similarities of their encodings and of their rows.
 */
import { orthonormalise } from '../../algebra/eigen.ts';
import { multiplyTransposedFast } from '../../algebra/fast-product.ts';
import { makeMatrix, rowOf, transpose, type Matrix } from '../../algebra/matrix.ts';
import type { Embedding } from './embedding.ts';
import { unitRows } from './nearest.ts';

const STEPS = 20;

/**
 * Points of length 1, columns half way to equal variance, without what lies along the components.
 * @param components directions among the first columns, when those have variance 1
 */
export function withoutComponents({ points, variance }: Embedding, components: Matrix): Matrix {
  const size = points.columns;
  const level = makeMatrix(points.rows, size);
  for (let at = 0; at < level.data.length; at++) {
    level.data[at] = points.data[at]! * variance[at % size]! ** -0.25;
  }
  const along = makeMatrix(components.rows, size);
  for (let row = 0; row < components.rows; row++) {
    rowOf(components, row).forEach((value, c) => {
      along.data[row * size + c] = value * variance[c]! ** -0.25;
    });
  }
  orthonormalise(along);
  const shares = multiplyTransposedFast(level, along);
  const taken = multiplyTransposedFast(shares, transpose(along));
  for (let at = 0; at < level.data.length; at++) level.data[at]! -= taken.data[at]!;
  return unitRows(level);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < a.length; c++) sum += a[c]! * b[c]!;
  return sum;
}

/**
 * How far each pair (row of left, the same row of right) agrees with the others: 0 or more, of length 1.
 * @param left rows of length 1, and `right` too
 */
export function agreementOfPairs(left: Matrix, right: Matrix): Float64Array {
  const { rows: count, columns: size } = left;
  const [a, b] = [transpose(left), transpose(right)];
  let weights = new Float64Array(count).fill(1 / Math.sqrt(count));
  for (let step = 0; step < STEPS; step++) {
    const weighted = makeMatrix(size, count, a.data.slice());
    for (let at = 0; at < weighted.data.length; at++) weighted.data[at]! *= weights[at % count]!;
    const turn = multiplyTransposedFast(b, weighted);
    const turned = multiplyTransposedFast(left, turn);
    const next = new Float64Array(count);
    for (let n = 0; n < count; n++) {
      // Less its own part, in which every pair agrees with itself.
      next[n] = Math.max(0, dot(rowOf(turned, n), rowOf(right, n)) - weights[n]!);
    }
    const length = Math.sqrt(dot(next, next));
    if (length === 0) return next;
    weights = next.map((value) => value / length);
  }
  return weights;
}
