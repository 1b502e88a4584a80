// SPDX-License-Identifier: EUPL-1.2
/**
 * Puts millions of pairs in an order by several numbers, in columns of numbers alone: no object and no
 * comparison for each pair. Counting sort by 16 bits at a time, the least significant first, which
 * leaves equal ones as they stand (H. H. Seward, 1954). Pure.
 */
const DIGIT = 1 << 16;

/** Whole numbers of 32 bits at most, one per pair. */
export type OrderColumn = Uint8Array | Uint32Array;

/** One pass: positions by 16 bits of a column. */
function passBy(column: OrderColumn, shift: number, from: Uint32Array, to: Uint32Array): boolean {
  const starts = new Uint32Array(DIGIT + 1);
  for (const value of column) starts[((value >>> shift) & 0xffff) + 1]! += 1;
  // All alike in these bits: there is nothing to put in order.
  if (starts.includes(column.length, 1)) return false;
  for (let digit = 1; digit <= DIGIT; digit++) starts[digit]! += starts[digit - 1]!;
  for (const position of from) {
    const digit = (column[position]! >>> shift) & 0xffff;
    to[starts[digit]!++] = position;
  }
  return true;
}

/** Numbers from 0. */
export function ascendingNumbers(count: number): Uint32Array<ArrayBuffer> {
  const numbers = new Uint32Array(count);
  for (let at = 0; at < count; at++) numbers[at] = at;
  return numbers;
}

/**
 * Positions of pairs in ascending order of the first column, then of the next.
 * @param columns equally long, at least one
 */
export function orderBy(columns: readonly OrderColumn[]): Uint32Array {
  let order = ascendingNumbers(columns[0]!.length);
  let spare = new Uint32Array(order.length);
  for (const column of columns.toReversed()) {
    for (const shift of column instanceof Uint8Array ? [0] : [0, 16]) {
      if (passBy(column, shift, order, spare)) [order, spare] = [spare, order];
    }
  }
  return order;
}

/** Two columns by which similarities come in descending order. @param similarity 0 or above */
export function descending(similarity: Float64Array): readonly [Uint32Array, Uint32Array] {
  // The bits of a double that is not negative rise with it.
  const words = new DataView(similarity.buffer, similarity.byteOffset, similarity.byteLength);
  const [high, low] = [new Uint32Array(similarity.length), new Uint32Array(similarity.length)];
  for (let at = 0; at < similarity.length; at++) {
    low[at] = ~words.getUint32(8 * at, LITTLE);
    high[at] = ~words.getUint32(8 * at + 4, LITTLE);
  }
  return [high, low];
}

/** Of the machines that Node runs on. */
const LITTLE = true;

/** Pairs in columns, equally long. */
export interface PairColumns {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /** 0 or above. */
  readonly similarity: Float64Array;
}

/** The same pairs in the order in which they are decided: most similar first, then by left, then right. */
export function inDecisionOrder({ left, right, similarity }: PairColumns): PairColumns {
  const order = orderBy([...descending(similarity), left, right]);
  return {
    left: order.map((at) => left[at]!),
    right: order.map((at) => right[at]!),
    similarity: pick(similarity, order),
  };
}

/** Numbers at some places, in the order of these. */
export function pick(column: Float64Array, places: Uint32Array): Float64Array<ArrayBuffer> {
  const picked = new Float64Array(places.length);
  for (let at = 0; at < places.length; at++) picked[at] = column[places[at]!]!;
  return picked;
}
