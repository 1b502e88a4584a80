// SPDX-License-Identifier: EUPL-1.2
/**
 * What tells one component from another, whoever the people are: how its values are spread, how they go
 * with the bits set and with the distance from the middle, how wide it is before columns were brought to
 * equal variance; and, for two components, how functions of their values go together.
 */
import { multiplyTransposedFast } from '../../algebra/fast-product.ts';
import { makeMatrix, rowOf, type Matrix } from '../../algebra/matrix.ts';

const QUANTILES = 32;

export interface ComponentShapes {
  /** Encodings that the numbers come of. */
  readonly count: number;
  /** One row per component. */
  readonly quantiles: Matrix;
  readonly outer: Matrix;
  readonly widths: Matrix;
  /** Row i·k + j: how components i and j of k go together. */
  readonly pairs: Matrix;
}

/** Mean 0 and variance 1, in place. */
function standard(values: Float64Array): Float64Array {
  let [sum, squares] = [0, 0];
  for (const value of values) sum += value;
  const mean = sum / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  const scale = squares > 0 ? Math.sqrt(values.length / squares) : 0;
  for (let n = 0; n < values.length; n++) values[n] = (values[n]! - mean) * scale;
  return values;
}

const functions: readonly ((value: number) => number)[] = [
  (value) => value,
  (value) => value ** 2,
  Math.tanh,
  (value) => Math.max(value - 1, 0),
];

/** Per function of values one matrix, with a standardised row per component. */
function waves(values: Matrix): Matrix[] {
  return functions.map((shape) => {
    const wave = makeMatrix(values.rows, values.columns, values.data.map(shape));
    for (let row = 0; row < wave.rows; row++) standard(rowOf(wave, row));
    return wave;
  });
}

function quantilesOf(values: Matrix): Matrix {
  const quantiles = makeMatrix(values.rows, QUANTILES);
  for (let row = 0; row < values.rows; row++) {
    const sorted = rowOf(values, row).slice().sort();
    for (let q = 0; q < QUANTILES; q++) {
      const at = Math.floor(((q + 0.5) / QUANTILES) * sorted.length);
      quantiles.data[row * QUANTILES + q] = sorted[at]! / Math.sqrt(QUANTILES);
    }
  }
  return quantiles;
}

/** The spread of a component over columns of unlike variance, in four logarithms. */
function widthsOf(components: Matrix, variance: Float64Array): Matrix {
  const widths = makeMatrix(components.rows, 4);
  for (let row = 0; row < components.rows; row++) {
    const sums = [0, 0, 0, 0];
    rowOf(components, row).forEach((value, c) => {
      const [square, own] = [value ** 2, variance[c]!];
      [own, 1 / own, own ** 3, Math.log(own)].forEach((factor, at) => {
        sums[at]! += square * factor;
      });
    });
    const [wide, narrow, cubed, mean] = sums as [number, number, number, number];
    rowOf(widths, row).set([Math.log(wide), Math.log(narrow), Math.log(cubed) / 3, mean]);
  }
  return widths;
}

/** Products of equally many rows of several matrices, side by side, over the number of columns. */
function together(left: readonly Matrix[], right: readonly Matrix[], flat: boolean): Matrix {
  const [k, l] = [left[0]!.rows, right[0]!.rows];
  const width = left.length * right.length;
  const joined = makeMatrix(k * l, width);
  left.forEach((a, f) => {
    right.forEach((b, g) => {
      const products = multiplyTransposedFast(a, b);
      for (let at = 0; at < k * l; at++) {
        joined.data[at * width + f * right.length + g] = products.data[at]! / a.columns;
      }
    });
  });
  return flat ? makeMatrix(k, l * width, joined.data) : joined;
}

/**
 * @param white points with columns of variance 1
 * @param components one direction per row
 * @param variance of each column before
 * @param ones bits set, per point
 */
export function componentShapes(
  white: Matrix,
  components: Matrix,
  variance: Float64Array,
  ones: ArrayLike<number>,
): ComponentShapes {
  const values = multiplyTransposedFast(components, white);
  const wave = waves(values);
  const outer = makeMatrix(2, white.rows);
  const set = rowOf(outer, 0);
  const far = rowOf(outer, 1);
  for (let row = 0; row < white.rows; row++) {
    set[row] = ones[row]!;
    for (const value of rowOf(white, row)) far[row]! += value ** 2;
  }
  standard(set);
  standard(far);
  return {
    count: white.rows,
    quantiles: quantilesOf(values),
    outer: together(wave, [outer], true),
    widths: widthsOf(components, variance),
    pairs: together(wave, wave, false),
  };
}
