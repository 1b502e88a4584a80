// SPDX-License-Identifier: EUPL-1.2
/** Which row of one table is most like which row of another, by the correlation of the two. */
import { multiplyTransposedFast } from '../../algebra/fast-product.ts';
import { rowsOf, type Matrix } from '../../algebra/matrix.ts';

export interface BestPairs {
  /** Per row of a, the row of b that is most like it, the lowest among equals; −1 where all are closed. */
  readonly best: Int32Array;
  /** By how much it is more alike than the next, or −1. */
  readonly margin: Float64Array;
  /** Per row of b, the row of a that is most like it. */
  readonly bestBack: Int32Array;
}

/** Rows of a that are compared at a time. */
const SLAB = 256;

/** What one row's products say. */
function lookAt(found: BestPairs, row: number, products: Float64Array, backs: Float64Array): void {
  let [best, first, second] = [-1, -Infinity, -Infinity];
  for (let c = 0; c < products.length; c++) {
    const value = products[c]!;
    if (value > first) {
      second = first;
      first = value;
      best = c;
    } else if (value > second) second = value;
    if (value > backs[c]!) {
      backs[c] = value;
      found.bestBack[c] = row;
    }
  }
  found.best[row] = best;
  found.margin[row] = best === -1 || second === -Infinity ? -1 : first - second;
}

/**
 * For every row of either table the most alike of the other.
 * @param a standardised, and `b` too, with equally many columns
 */
export function bestPairs(a: Matrix, b: Matrix): BestPairs {
  const found = {
    best: new Int32Array(a.rows).fill(-1),
    margin: new Float64Array(a.rows).fill(-1),
    bestBack: new Int32Array(b.rows).fill(-1),
  };
  const backs = new Float64Array(b.rows).fill(-Infinity);
  for (let from = 0; from < a.rows; from += SLAB) {
    const to = Math.min(a.rows, from + SLAB);
    const products = multiplyTransposedFast(rowsOf(a, from, to), b);
    for (let row = from; row < to; row++) {
      const start = (row - from) * b.rows;
      lookAt(found, row, products.data.subarray(start, start + b.rows), backs);
    }
  }
  return found;
}
