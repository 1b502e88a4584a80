// SPDX-License-Identifier: EUPL-1.2
/**
 * What can be told of an encoding without any known pair: how alike it is to others, whoever they are.
 * Of all similarities to a sample its highest, its mean and its spread; someone with a common name has
 * other ones than someone with a rare name.
 */
import type { FilterSet } from '@koppel/kernel';
import type { Similarity } from '@koppel/study';
import { makeMatrix, type Matrix } from '../../algebra/matrix.ts';
import { createRandom, sampleBelow } from '../../random.ts';
import { similarityTable, wordsOf } from '../../similarity-table.ts';

/** Others that each is compared with. */
const SAMPLE = 1000;
/** Which of the similarities are looked at, as shares from the highest. */
const quantiles = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9];

/** Per column, each value by its rank among all, 0–1: two sets of unlike size become alike. */
function ranked({ rows, columns, data }: Matrix): Matrix {
  const ranks = makeMatrix(rows, columns);
  for (let c = 0; c < columns; c++) {
    const order = Array.from({ length: rows }, (_, row) => row);
    const valueOf = (row: number): number => data[row * columns + c]!;
    order.sort((a, b) => valueOf(a) - valueOf(b) || a - b);
    order.forEach((row, rank) => {
      ranks.data[row * columns + c] = (rank + 0.5) / rows - 0.5;
    });
  }
  return ranks;
}

/** One row of shape per place; lengths are brought to 1 so that products compare. */
export function shapesOf(
  { set, places }: { readonly set: FilterSet; readonly places: Uint32Array },
  similarity: Similarity,
  seed: number,
): Matrix {
  const size = Math.min(SAMPLE, places.length);
  const sample = sampleBelow(createRandom('shape', seed), places.length, size);
  const others = wordsOf(set, sample.map((at) => places[at]!)); // prettier-ignore
  const table = similarityTable(wordsOf(set, places), others, similarity);
  const shapes = makeMatrix(places.length, quantiles.length);
  for (let row = 0; row < places.length; row++) {
    const sorted = table.data
      .slice(row * size, (row + 1) * size)
      .sort()
      .reverse();
    quantiles.forEach((share, c) => {
      shapes.data[row * quantiles.length + c] = sorted[Math.floor(share * size)]!;
    });
  }
  const shape = ranked(shapes);
  for (let row = 0; row < shape.rows; row++) {
    const values = shape.data.subarray(row * shape.columns, (row + 1) * shape.columns);
    const length = Math.hypot(...values);
    if (length > 0) values.forEach((value, c) => (values[c] = value / length));
  }
  return shape;
}
