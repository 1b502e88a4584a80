// SPDX-License-Identifier: EUPL-1.2
/** Whom to pair with whom, each at most once, at the least total cost. */

/**
 * The cheapest pairing of all rows with different columns (Kuhn 1955, by shortest augmenting paths:
 * Jonker & Volgenant 1987). O(rows² · columns).
 * @param cost rows × columns, row by row, finite; rows ≤ columns
 * @returns the column of each row
 */
export function assign(cost: Float64Array, rows: number, columns: number): Int32Array {
  const rowPrice = new Float64Array(rows + 1);
  const columnPrice = new Float64Array(columns + 1);
  // Row r and column c are r + 1 and c + 1 here; 0 stands for none.
  const rowOf = new Int32Array(columns + 1);
  const cameFrom = new Int32Array(columns + 1);
  const least = new Float64Array(columns + 1);
  const seen = new Uint8Array(columns + 1);
  for (let row = 1; row <= rows; row += 1) {
    rowOf[0] = row;
    least.fill(Infinity);
    seen.fill(0);
    let column = 0;
    while (rowOf[column] !== 0) {
      seen[column] = 1;
      const at = rowOf[column]!;
      let [delta, next] = [Infinity, 0];
      for (let other = 1; other <= columns; other += 1) {
        if (seen[other] === 1) continue;
        const reduced = cost[(at - 1) * columns + other - 1]! - rowPrice[at]! - columnPrice[other]!;
        if (reduced < least[other]!) {
          least[other] = reduced;
          cameFrom[other] = column;
        }
        if (least[other]! < delta) [delta, next] = [least[other]!, other];
      }
      for (let other = 0; other <= columns; other += 1) {
        if (seen[other] === 1) {
          rowPrice[rowOf[other]!]! += delta;
          columnPrice[other]! -= delta;
        } else least[other]! -= delta;
      }
      column = next;
    }
    while (column !== 0) {
      const before = cameFrom[column]!;
      rowOf[column] = rowOf[before]!;
      column = before;
    }
  }
  const columnOf = new Int32Array(rows);
  for (let column = 1; column <= columns; column += 1) {
    if (rowOf[column] !== 0) columnOf[rowOf[column]! - 1] = column - 1;
  }
  return columnOf;
}
