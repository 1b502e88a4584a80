// SPDX-License-Identifier: EUPL-1.2
/**
 * Dense matrices of double precision in one flat array, row by row, and their products in blocks that
 * stay in the processor's registers. `fast-product.ts` is the fast twin in single precision.
 */

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** rows · columns numbers; that of row r and column c is at r · columns + c. */
  readonly data: Float64Array;
}

/** A matrix of zeros, or of the given numbers. @param data of length rows · columns */
export function makeMatrix(
  rows: number,
  columns: number,
  data: Float64Array = new Float64Array(rows * columns),
): Matrix {
  if (data.length !== rows * columns) throw new RangeError('matrix: length');
  return { rows, columns, data };
}

/** Row `row`, as a view. */
export function rowOf({ columns, data }: Matrix, row: number): Float64Array {
  return data.subarray(row * columns, (row + 1) * columns);
}

/** Rows `from` to `to` − 1, as a view. */
export function rowsOf({ columns, data }: Matrix, from: number, to: number): Matrix {
  return makeMatrix(to - from, columns, data.subarray(from * columns, to * columns));
}

export function transpose({ rows, columns, data }: Matrix): Matrix {
  const turned = new Float64Array(data.length);
  const block = 32;
  for (let top = 0; top < rows; top += block) {
    const bottom = Math.min(rows, top + block);
    for (let left = 0; left < columns; left += block) {
      const right = Math.min(columns, left + block);
      for (let r = top; r < bottom; r++) {
        for (let c = left; c < right; c++) turned[c * rows + r] = data[r * columns + c]!;
      }
    }
  }
  return makeMatrix(columns, rows, turned);
}

/** Numbers of a row that are summed before the next rows are turned to: 4 rows of them fit the cache. */
const DEPTH = 512;
/** Rows of b that are kept at hand for all rows of a: DEPTH · WIDTH numbers fit the second cache. */
const WIDTH = 64;

/** Adds to 2 × 4 numbers of c the dot products of 2 rows of a and 4 rows of b. */
function addBlock(
  a: Float64Array,
  a0: number,
  a1: number,
  b: Float64Array,
  b0: number,
  stride: number,
  c: Float64Array,
  c0: number,
  c1: number,
  depth: number,
): void {
  // prettier-ignore
  let [s00, s01, s02, s03] = [0, 0, 0, 0];
  let [s10, s11, s12, s13] = [0, 0, 0, 0];
  const b1 = b0 + stride;
  const b2 = b1 + stride;
  const b3 = b2 + stride;
  for (let k = 0; k < depth; k++) {
    const x = a[a0 + k]!;
    const y = a[a1 + k]!;
    const p = b[b0 + k]!;
    const q = b[b1 + k]!;
    const r = b[b2 + k]!;
    const s = b[b3 + k]!;
    s00 += x * p;
    s01 += x * q;
    s02 += x * r;
    s03 += x * s;
    s10 += y * p;
    s11 += y * q;
    s12 += y * r;
    s13 += y * s;
  }
  c[c0]! += s00;
  c[c0 + 1]! += s01;
  c[c0 + 2]! += s02;
  c[c0 + 3]! += s03;
  c[c1]! += s10;
  c[c1 + 1]! += s11;
  c[c1 + 2]! += s12;
  c[c1 + 3]! += s13;
}

/** Adds the dot product of one row of a and one of b. */
function addOne(
  a: Float64Array,
  a0: number,
  b: Float64Array,
  b0: number,
  c: Float64Array,
  c0: number,
  depth: number,
): void {
  // prettier-ignore
  let sum = 0;
  for (let k = 0; k < depth; k++) sum += a[a0 + k]! * b[b0 + k]!;
  c[c0]! += sum;
}

/**
 * A·Bᵀ: the dot products of every row of a with every row of b. Sums in a fixed order, so that equal
 * input gives equal bits.
 * @param b with as many columns as `a`
 */
export function multiplyTransposed(a: Matrix, b: Matrix): Matrix {
  const size = a.columns;
  if (size !== b.columns) throw new RangeError('multiplyTransposed: columns');
  const c = new Float64Array(a.rows * b.rows);
  for (let k = 0; k < size; k += DEPTH) {
    const depth = Math.min(DEPTH, size - k);
    for (let left = 0; left < b.rows; left += WIDTH) {
      const right = Math.min(b.rows, left + WIDTH);
      const even = left + ((right - left) & ~3);
      for (let i = 0; i < a.rows; i += 2) {
        const a0 = i * size + k;
        const c0 = i * b.rows;
        if (i + 1 === a.rows) {
          for (let j = left; j < right; j++) {
            addOne(a.data, a0, b.data, j * size + k, c, c0 + j, depth);
          }
          continue;
        }
        for (let j = left; j < even; j += 4) {
          const c1 = c0 + b.rows + j;
          addBlock(a.data, a0, a0 + size, b.data, j * size + k, size, c, c0 + j, c1, depth);
        }
        for (let j = even; j < right; j++) {
          addOne(a.data, a0, b.data, j * size + k, c, c0 + j, depth);
          addOne(a.data, a0 + size, b.data, j * size + k, c, c0 + b.rows + j, depth);
        }
      }
    }
  }
  return makeMatrix(a.rows, b.rows, c);
}

/** A·B. @param b with as many rows as `a` has columns */
export function multiply(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.rows) throw new RangeError('multiply: rows');
  return multiplyTransposed(a, transpose(b));
}
