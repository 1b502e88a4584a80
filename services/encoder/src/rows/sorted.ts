// SPDX-License-Identifier: EUPL-1.2
/** The order in which rows leave: by token, an order that only the owner's token key explains. */
import { tokenBytes, type RowLayout } from './layout.ts';

/** Rows of one bucket; `order` lists those to send, by ascending token, each token once. */
export interface SortedRows {
  readonly bytes: Buffer;
  readonly order: Uint32Array;
}

/** Negative, zero or positive as the token of row `left` is before, equal to or after `right`'s. */
function compareTokens(bytes: Buffer, rowBytes: number, left: number, right: number): number {
  const a = left * rowBytes;
  const b = right * rowBytes;
  return bytes.compare(bytes, b, b + tokenBytes, a, a + tokenBytes);
}

/**
 * Row numbers by token; rows of one token in the order in which they lie. Sorts 64-bit numbers, four
 * bytes of the token above the row number, and then looks closer where those four bytes are equal.
 * @param skipped leading bytes that all tokens share
 */
export function orderByToken(bytes: Buffer, rowBytes: number, skipped: number): Uint32Array {
  const count = bytes.length / rowBytes;
  const pairs = new BigUint64Array(count);
  // Little-endian halves: the lower is the row number, the upper decides first.
  const halves = new DataView(pairs.buffer);
  for (let row = 0; row < count; row += 1) {
    halves.setUint32(8 * row, row, true);
    halves.setUint32(8 * row + 4, bytes.readUInt32BE(row * rowBytes + skipped), true);
  }
  pairs.sort();
  const order = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) order[at] = halves.getUint32(8 * at, true);
  sortTies(bytes, rowBytes, order, skipped);
  return order;
}

/** Insertion among neighbours with an equal prefix: tokens are uniform, so there are hardly any. */
function sortTies(bytes: Buffer, rowBytes: number, order: Uint32Array, skipped: number): void {
  const prefix = (at: number): number => bytes.readUInt32BE(order[at]! * rowBytes + skipped);
  for (let at = 1; at < order.length; at += 1) {
    if (prefix(at) !== prefix(at - 1)) continue;
    const row = order[at]!;
    let to = at;
    while (to > 0 && compareTokens(bytes, rowBytes, order[to - 1]!, row) > 0) {
      order[to] = order[to - 1]!;
      to -= 1;
    }
    order[to] = row;
  }
}

/**
 * The rows of a bucket in their order. Of rows with one token the first one stays; `onDuplicate`
 * hears the ordinal of each other one.
 */
export function sortRows(
  bytes: Buffer,
  layout: RowLayout,
  skipped: number,
  onDuplicate: (ordinal: number) => void,
): SortedRows {
  const { rowBytes } = layout;
  const order = orderByToken(bytes, rowBytes, skipped);
  let kept = 0;
  for (const row of order) {
    if (kept > 0 && compareTokens(bytes, rowBytes, order[kept - 1]!, row) === 0) {
      onDuplicate(bytes.readUInt32LE(row * rowBytes + layout.ordinal));
      continue;
    }
    order[kept] = row;
    kept += 1;
  }
  return { bytes, order: order.subarray(0, kept) };
}
