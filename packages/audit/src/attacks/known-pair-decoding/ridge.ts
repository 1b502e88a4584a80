// SPDX-License-Identifier: EUPL-1.2
/**
 * Ridge regression from the bits of an encoding, as ±1, to what its record holds, 0 or 1 per token
 * (Hoerl & Kennard 1970), with an intercept. Worked out over pairs, not bits: with fewer known pairs
 * than bits that is the smaller system, and the same answer.
 */
import { choleskySolve } from '../../algebra/cholesky.ts';
import { multiplyTransposedFast } from '../../algebra/fast-product.ts';
import { makeMatrix, rowOf, transpose, type Matrix } from '../../algebra/matrix.ts';
import { bothOf, type Words } from '../../similarity-table.ts';

/** Dot products of encodings as ±1: bits that agree less those that do not. */
function products(a: Words, b: Words): Matrix {
  const table = makeMatrix(a.count, b.count);
  const bits = 32 * a.length;
  for (let i = 0; i < a.count; i++) {
    for (let j = 0; j < b.count; j++) {
      const apart = a.ones[i]! + b.ones[j]! - 2 * bothOf(a, i, b, j);
      table.data[i * b.count + j] = bits - 2 * apart;
    }
  }
  return table;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What is predicted for an encoding, from its products with the known ones. */
export interface Ridge {
  /** Encodings × tokens: how sure each token is, centred: 0 is no more than usual. */
  predict(encodings: Words): Matrix;
}

/**
 * @param known encodings of known records
 * @param held known × tokens, 0 or 1
 * @param lambda how strongly large weights are held down, > 0
 */
export function fitRidge(known: Words, held: Matrix, lambda: number): Ridge {
  const kernel = products(known, known);
  const size = known.count;
  const means = Float64Array.from({ length: size }, (_, i) => meanOf(rowOf(kernel, i)));
  const mean = meanOf(means);
  const centre = (table: Matrix): void => {
    for (let i = 0; i < table.rows; i++) {
      const row = rowOf(table, i);
      const own = meanOf(row);
      row.forEach((value, j) => (row[j] = value - own - means[j]! + mean));
    }
  };
  centre(kernel);
  for (let i = 0; i < size; i++) kernel.data[i * size + i]! += lambda;
  const target = makeMatrix(held.rows, held.columns, held.data.slice());
  for (let token = 0; token < held.columns; token++) {
    let ones = 0;
    for (let at = token; at < held.data.length; at += held.columns) ones += held.data[at]!;
    for (let at = token; at < held.data.length; at += held.columns) target.data[at]! -= ones / size;
  }
  const weights = transpose(choleskySolve(kernel, target));
  return {
    predict(encodings) {
      const table = products(encodings, known);
      centre(table);
      return multiplyTransposedFast(table, weights);
    },
  };
}
