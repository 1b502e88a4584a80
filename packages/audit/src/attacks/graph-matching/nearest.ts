// SPDX-License-Identifier: EUPL-1.2
/**
 * Which point of the one cloud each point of the other belongs to: the nearest, where points that lie
 * near to many count for less (cross-domain similarity local scaling, Conneau et al. 2018).
 */
import { multiplyTransposedFast } from '../../algebra/fast-product.ts';
import { makeMatrix, rowOf, rowsOf, type Matrix } from '../../algebra/matrix.ts';

export interface Nearest {
  /** Per row of a, its row of b, the lowest among equals. */
  readonly best: Int32Array;
  /** By how much it is nearer than the next. */
  readonly lead: Float64Array;
  /** Per row of b, its row of a. */
  readonly bestBack: Int32Array;
}

const NEIGHBOURS = 10;
const SLAB = 512;
/** Products that are kept for the second pass; of larger tables they are worked out again. */
const KEPT_PRODUCTS = 2 ** 24;

/** Rows of length 1. */
export function unitRows(points: Matrix): Matrix {
  const units = makeMatrix(points.rows, points.columns, points.data.slice());
  for (let r = 0; r < units.rows; r++) {
    const row = rowOf(units, r);
    let square = 0;
    for (const value of row) square += value * value;
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let c = 0; c < row.length; c++) row[c]! *= scale;
  }
  return units;
}

/** The highest few values of each of some rows, ascending. */
class Highest {
  readonly #values: Float64Array;
  readonly #kept: number;

  constructor(rows: number, others: number) {
    this.#kept = Math.min(NEIGHBOURS, others);
    this.#values = new Float64Array(rows * this.#kept).fill(-2);
  }

  add(row: number, value: number): void {
    const start = row * this.#kept;
    if (value <= this.#values[start]!) return;
    let at = start;
    while (at + 1 < start + this.#kept && this.#values[at + 1]! < value) {
      this.#values[at] = this.#values[at + 1]!;
      at += 1;
    }
    this.#values[at] = value;
  }

  mean(row: number): number {
    let sum = 0;
    for (let n = 0; n < this.#kept; n++) sum += this.#values[row * this.#kept + n]!;
    return sum / this.#kept;
  }
}

type Visit = (row: number, products: Float64Array) => void;

/** Calls for every row of a with its products with all of b. */
function eachRow(a: Matrix, b: Matrix, kept: Matrix[] | undefined, visit: Visit): void {
  for (let from = 0; from < a.rows; from += SLAB) {
    const to = Math.min(a.rows, from + SLAB);
    const products = kept?.[from / SLAB] ?? multiplyTransposedFast(rowsOf(a, from, to), b);
    if (kept !== undefined) kept[from / SLAB] = products;
    for (let row = from; row < to; row++) visit(row, rowOf(products, row - from));
  }
}

/** @param a rows of length 1, and `b` too, with equally many columns and at least one row */
export function nearest(a: Matrix, b: Matrix): Nearest {
  const kept: Matrix[] | undefined = a.rows * b.rows <= KEPT_PRODUCTS ? [] : undefined;
  const near = { a: new Highest(a.rows, b.rows), b: new Highest(b.rows, a.rows) };
  eachRow(a, b, kept, (row, products) => {
    for (let c = 0; c < products.length; c++) {
      near.a.add(row, products[c]!);
      near.b.add(c, products[c]!);
    }
  });
  const found = {
    best: new Int32Array(a.rows),
    lead: new Float64Array(a.rows),
    bestBack: new Int32Array(b.rows),
  };
  const backs = new Float64Array(b.rows).fill(-Infinity);
  const crowd = Float64Array.from({ length: b.rows }, (_, c) => near.b.mean(c));
  eachRow(a, b, kept, (row, products) => {
    const own = near.a.mean(row);
    let [first, second] = [-Infinity, -Infinity];
    for (let c = 0; c < products.length; c++) {
      const value = 2 * products[c]! - own - crowd[c]!;
      if (value > first) {
        second = first;
        first = value;
        found.best[row] = c;
      } else if (value > second) second = value;
      if (value > backs[c]!) {
        backs[c] = value;
        found.bestBack[c] = row;
      }
    }
    found.lead[row] = first - second;
  });
  return found;
}
