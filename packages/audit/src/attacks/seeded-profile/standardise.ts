// SPDX-License-Identifier: EUPL-1.2
/** Tables of which two rows can be compared by their product. */
import type { Matrix } from '../../algebra/matrix.ts';

/** Brings the columns to mean 0, in place; what stands at row `left[c]` of column c becomes 0 as well. */
function centreColumns({ rows, columns, data }: Matrix, left: readonly number[]): void {
  for (let c = 0; c < columns; c++) {
    const skipped = (left[c] ?? -1) * columns + c;
    let sum = 0;
    let count = rows;
    for (let at = c; at < data.length; at += columns) sum += data[at]!;
    if (skipped >= 0) {
      sum -= data[skipped]!;
      count -= 1;
    }
    const mean = count === 0 ? 0 : sum / count;
    for (let at = c; at < data.length; at += columns) data[at]! -= mean;
    if (skipped >= 0) data[skipped] = 0;
  }
}

/**
 * Centres the columns, then brings the rows to mean 0 and length 1, in place, so that the product of
 * two rows is their correlation; rows without differences become 0. What a column has in common says
 * nothing about a row, and left in would drown the rest.
 * @param left per column a row that does not count there, or −1
 */
export function standardise(table: Matrix, left: readonly number[] = []): void {
  centreColumns(table, left);
  const { columns, data } = table;
  for (let from = 0; from < data.length; from += columns) {
    const row = data.subarray(from, from + columns);
    const mean = row.reduce((sum, value) => sum + value, 0) / columns;
    let squares = 0;
    for (const value of row) squares += (value - mean) ** 2;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let c = 0; c < columns; c++) row[c] = (row[c]! - mean) * scale;
  }
}
