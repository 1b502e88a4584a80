// SPDX-License-Identifier: EUPL-1.2
/**
 * What can be said of a point whichever way the axes are turned: how far out it lies, and how its
 * similarities to the others are spread. As in xNetMF (Heimann et al. 2018, REGAL), where degrees of
 * neighbours are told apart by classes, but smooth: cosines of a point's rank.
 */
import { symmetricEigen } from '../../algebra/eigen.ts';
import {
  makeMatrix,
  multiply,
  multiplyTransposed,
  rowOf,
  rowsOf,
  transpose,
} from '../../algebra/matrix.ts';
import type { Matrix } from '../../algebra/matrix.ts';
import type { Embedding } from './embedding.ts';

const QUANTILES = [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99, 0.997];
/** Points that every point is compared with. */
const COMPARED = 1500;
const COLUMNS = 64;
const COSINES = 3;
/** Functions that are kept, as independent combinations. */
const KEPT = 12;
const SLAB = 256;

/** Points of length 1, with columns brought half way to equal variance. */
function levelled({ points, variance }: Embedding): Matrix {
  const size = Math.min(COLUMNS, points.columns);
  const level = makeMatrix(points.rows, size);
  for (let row = 0; row < points.rows; row++) {
    const own = rowOf(level, row);
    let square = 0;
    for (let c = 0; c < size; c++) {
      own[c] = points.data[row * points.columns + c]! * variance[c]! ** -0.25;
      square += own[c]! ** 2;
    }
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let c = 0; c < size; c++) own[c]! *= scale;
  }
  return level;
}

/** One row per shape, one column per point. */
function shapesOf(embedding: Embedding): Matrix {
  const { points, variance } = embedding;
  const shapes = makeMatrix(4 + QUANTILES.length, points.rows);
  const level = levelled(embedding);
  const compared = Math.min(COMPARED, points.rows);
  const others = rowsOf(level, 0, compared);
  const put = (shape: number, point: number, value: number): void => {
    shapes.data[shape * points.rows + point] = value;
  };
  for (let from = 0; from < points.rows; from += SLAB) {
    const to = Math.min(points.rows, from + SLAB);
    const products = multiplyTransposed(rowsOf(level, from, to), others);
    for (let point = from; point < to; point++) {
      const own = rowOf(products, point - from);
      if (point < compared) own[point] = 0;
      let [distance, squares, cubes, fourths] = [0, 0, 0, 0];
      for (let c = 0; c < level.columns; c++)
        distance += points.data[point * points.columns + c]! ** 2 / variance[c]!;
      for (const value of own) {
        squares += value ** 2;
        cubes += value ** 3;
        fourths += value ** 4;
      }
      [distance, squares, cubes, fourths].forEach((value, shape) => {
        put(shape, point, value);
      });
      own.sort();
      QUANTILES.forEach((q, n) => {
        put(4 + n, point, own[Math.floor(q * compared)]!);
      });
    }
  }
  return shapes;
}

/** Cosines of the ranks in each shape: rows of mean 0 and variance 1. */
function cosines(shapes: Matrix): Matrix {
  const count = shapes.columns;
  const waves = makeMatrix(shapes.rows * COSINES, count);
  for (let shape = 0; shape < shapes.rows; shape++) {
    const values = rowOf(shapes, shape);
    const order = Uint32Array.from({ length: count }, (_, n) => n);
    order.sort((a, b) => values[a]! - values[b]! || a - b);
    order.forEach((point, rank) => {
      for (let wave = 1; wave <= COSINES; wave++) {
        const value = Math.SQRT2 * Math.cos((Math.PI * wave * (rank + 0.5)) / count);
        waves.data[(shape * COSINES + wave - 1) * count + point] = value;
      }
    });
  }
  return waves;
}

/** Per side one row per function and one column per point; the same functions on both sides. */
export function shapeFunctions(encoded: Embedding, clear: Embedding): readonly [Matrix, Matrix] {
  const waves = [cosines(shapesOf(encoded)), cosines(shapesOf(clear))] as const;
  const covariance = multiplyTransposed(waves[1], waves[1]);
  for (let at = 0; at < covariance.data.length; at++) covariance.data[at]! /= waves[1].columns;
  const { values, vectors } = symmetricEigen(covariance);
  const mix = makeMatrix(KEPT, vectors.columns);
  for (let row = 0; row < KEPT; row++) {
    const scale = 1 / Math.sqrt(Math.max(values[row]!, 1e-9));
    rowOf(mix, row).set(rowOf(vectors, row).map((value) => value * scale));
  }
  return [multiply(mix, waves[0]), multiply(mix, waves[1])];
}

/** Means of the functions times the points, one row per function. */
export function meansUnder(functions: Matrix, points: Matrix): Matrix {
  const means = multiplyTransposed(functions, transpose(points));
  for (let at = 0; at < means.data.length; at++) means.data[at]! /= points.rows;
  return means;
}
