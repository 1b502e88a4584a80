// SPDX-License-Identifier: EUPL-1.2
/**
 * The directions in which a cloud of encodings is most lopsided. A part of a name or date that few
 * people have is such a direction, so they are found again in another sample of the population, under
 * another encoding key, without a single person in common: independent components (Comon 1994), by power
 * iteration of the tensor of third moments (Anandkumar et al. 2014, JMLR 15).
 */
import { multiplyTransposedFast } from '../../algebra/fast-product.ts';
import { makeMatrix, rowOf, rowsOf, transpose, type Matrix } from '../../algebra/matrix.ts';
import type { Random } from '../../random.ts';
import type { Embedding } from './embedding.ts';

/** Starts of the iteration; its steps before those that went the same way are joined, and after. */
const [STARTS, STEPS] = [320, [12, 20]] as const;
/** Directions this near are one: on the way, and in the end. */
const SAME = { onTheWay: 0.99, inTheEnd: 0.95 };
/** Skewness that noise does not reach. */
const LEAST_SKEW = 0.6;
/** Components that are kept, the most lopsided first. */
const MOST = 56;
const SLAB = 512;

/** The first `size` columns, each with variance 1. */
export function whitened({ points, variance }: Embedding, size: number): Matrix {
  const white = makeMatrix(points.rows, size);
  for (let row = 0; row < points.rows; row++) {
    for (let c = 0; c < size; c++) {
      white.data[row * size + c] = points.data[row * points.columns + c]! / Math.sqrt(variance[c]!);
    }
  }
  return white;
}

/** Third moments, of which [a, b, c] stands at row a·m + b and column c. */
function thirdMoments(points: Matrix): Matrix {
  const m = points.columns;
  const third = makeMatrix(m * m, m);
  for (let from = 0; from < points.rows; from += SLAB) {
    const slab = transpose(rowsOf(points, from, Math.min(points.rows, from + SLAB)));
    const pairs = makeMatrix((m * (m + 1)) / 2, slab.columns);
    let at = 0;
    for (let a = 0; a < m; a++) {
      const left = rowOf(slab, a);
      for (let b = 0; b <= a; b++) {
        const [own, right] = [rowOf(pairs, at++), rowOf(slab, b)];
        for (let n = 0; n < own.length; n++) own[n] = left[n]! * right[n]!;
      }
    }
    const sums = multiplyTransposedFast(pairs, slab);
    at = 0;
    for (let a = 0; a < m; a++) {
      for (let b = 0; b <= a; b++) {
        const [to, add] = [rowOf(third, a * m + b), rowOf(sums, at++)];
        for (let c = 0; c < m; c++) to[c]! += add[c]! / points.rows;
      }
    }
  }
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < a; b++) rowOf(third, b * m + a).set(rowOf(third, a * m + b));
  }
  return third;
}

/** Brings a row to length 1, and returns the length it had. */
function toUnit(row: Float64Array): number {
  let square = 0;
  for (const value of row) square += value * value;
  const length = Math.sqrt(square);
  if (length > 0) for (let c = 0; c < row.length; c++) row[c]! /= length;
  return length;
}

/** One step for all rows: each becomes the gradient of its skewness; returns that of the rows as they were. */
function climbed(third: Matrix, rows: Matrix): { next: Matrix; skew: Float64Array } {
  const m = rows.columns;
  const once = multiplyTransposedFast(third, rows);
  const next = makeMatrix(rows.rows, m);
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < m; b++) {
      const own = rowOf(once, a * m + b);
      for (let s = 0; s < rows.rows; s++) next.data[s * m + a]! += own[s]! * rows.data[s * m + b]!;
    }
  }
  const skew = Float64Array.from({ length: rows.rows }, (_, s) => {
    let along = 0;
    for (let a = 0; a < m; a++) along += next.data[s * m + a]! * rows.data[s * m + a]!;
    return along;
  });
  return { next, skew };
}

/** Rows that lie apart, the most lopsided first. */
function distinct(rows: Matrix, skew: Float64Array, same: number): Matrix {
  const kept: Float64Array[] = [];
  const order = Array.from(skew.keys()).sort((i, j) => skew[j]! - skew[i]! || i - j);
  for (const s of order) {
    const own = rowOf(rows, s);
    const along = (other: Float64Array): number =>
      other.reduce((sum, value, c) => sum + value * own[c]!, 0);
    if (kept.every((other) => along(other) < same)) kept.push(own);
  }
  const apart = makeMatrix(kept.length, rows.columns);
  kept.forEach((own, row) => {
    rowOf(apart, row).set(own);
  });
  return apart;
}

/** @returns one unit direction per row, the most lopsided first */
export function skewComponents(white: Matrix, random: Random): Matrix {
  const m = white.columns;
  const third = thirdMoments(white);
  const start = Float64Array.from({ length: STARTS * m }, () => random.normal());
  let rows = makeMatrix(STARTS, m, start);
  for (let s = 0; s < STARTS; s++) toUnit(rowOf(rows, s));
  for (const steps of STEPS) {
    for (let step = 0; step < steps; step++) {
      rows = climbed(third, rows).next;
      for (let s = 0; s < rows.rows; s++) toUnit(rowOf(rows, s));
    }
    rows = distinct(rows, climbed(third, rows).skew, SAME.onTheWay);
  }
  const { skew } = climbed(third, rows);
  const apart = distinct(rows, skew, SAME.inTheEnd);
  const lopsided = climbed(third, apart).skew.filter((value) => value >= LEAST_SKEW).length;
  // Noise has more stable points than axes; what is left out of them later must have room.
  return rowsOf(apart, 0, Math.min(lopsided, MOST, m));
}
