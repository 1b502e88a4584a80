// SPDX-License-Identifier: EUPL-1.2
/**
 * Columns of a block. A block always has its full capacity of rows; those beyond its count are zero.
 * So its size tells nothing, and nothing of an earlier block can ride along in a reused buffer.
 */
import { KoppelError } from '@koppel/errors';
import { frameBytes } from './frame.ts';
import { maxCapacity } from './batch.ts';

/** Throws WIRE_LENGTH, naming the part of a shape, unless it is an integer from `min` to `max`. */
export function checkShapePart(field: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new KoppelError('WIRE_LENGTH', { field });
  }
}

/** Throws WIRE_LENGTH unless a block may have this many rows. */
export function checkCapacity(capacity: number): void {
  checkShapePart('capacity', capacity, 1, maxCapacity);
}

/** Throws WIRE_LENGTH unless the column has exactly this length. */
export function checkLength(field: string, column: { length: number }, length: number): void {
  if (column.length !== length) throw new KoppelError('WIRE_LENGTH', { field });
}

/** Throws WIRE_MALFORMED unless `count` is an integer from 0 to `capacity`. */
export function checkCount(count: number, capacity: number): void {
  if (!Number.isInteger(count) || count < 0 || count > capacity) {
    throw new KoppelError('WIRE_MALFORMED', { field: 'count', rule: 'range' });
  }
}

/** A column in which everything from `filled` on is zero: a copy, but for one that is full, which is itself. */
export function withZeroTail(column: Uint8Array, filled: number): Uint8Array {
  if (filled === column.length) return column;
  const copy = new Uint8Array(column.length);
  copy.set(column.subarray(0, filled));
  return copy;
}

/** Throws WIRE_MALFORMED unless everything from `filled` on is zero. */
export function checkZeroTail(field: string, column: Uint8Array, filled: number): void {
  if (column.subarray(filled).some((byte) => byte !== 0)) {
    throw new KoppelError('WIRE_MALFORMED', { field, rule: 'padding' });
  }
}

/** Bytes of a whole block message with these parts of fixed size and these columns. */
export function blockBytes(fixedBytes: number, columns: readonly number[]): number {
  return columns.reduce(
    (total, length) => total + avroLengthBytes(length) + length,
    frameBytes + fixedBytes,
  );
}

/** Bytes that Avro takes for a length: after one bit for the sign, seven bits a byte. */
function avroLengthBytes(length: number): number {
  let bytes = 1;
  for (let rest = 2 * length; rest >= 128; rest /= 128) bytes += 1;
  return bytes;
}
