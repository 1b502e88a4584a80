// SPDX-License-Identifier: EUPL-1.2
/**
 * Sets of filters, and what every search checks before it starts. A filter is an encoding of one
 * record: personal data, but this package neither knows nor needs what it encodes.
 */
import { KoppelError } from '@koppel/errors';

/** `count` filters of `bytes` bytes each, one after the other. */
export interface FilterSet {
  readonly count: number;
  /** Length of one filter in bytes: a multiple of 8, 8–8,192. */
  readonly bytes: number;
  /** `count · bytes` bytes. */
  readonly filters: Uint8Array;
}

const MAX_FILTER_BYTES = 8192;

/** Set bits in each byte value. */
const BYTE_POPCOUNT = Uint8Array.from({ length: 256 }, (_, byte) => {
  let ones = 0;
  for (let rest = byte; rest > 0; rest >>= 1) ones += rest & 1;
  return ones;
});

/** Number of set bits. */
export function popcount(filter: Uint8Array): number {
  let ones = 0;
  for (const byte of filter) ones += BYTE_POPCOUNT[byte]!;
  return ones;
}

/** Number of bits set in both. */
export function overlap(a: Uint8Array, b: Uint8Array): number {
  let ones = 0;
  for (let at = 0; at < a.length; at++) ones += BYTE_POPCOUNT[a[at]! & b[at]!]!;
  return ones;
}

/** Filter number `row` of a set, as a view. */
export function filterAt(set: FilterSet, row: number): Uint8Array {
  return set.filters.subarray(row * set.bytes, (row + 1) * set.bytes);
}

/**
 * Checks two sets against each other.
 * @throws KERNEL_LENGTH when a length is not allowed, or the two sets or their columns differ
 */
export function checkSets(queries: FilterSet, candidates: FilterSet): void {
  for (const { count, bytes, filters } of [queries, candidates]) {
    const fits = Number.isInteger(count) && count >= 0 && filters.length === count * bytes;
    const allowed = bytes >= 8 && bytes <= MAX_FILTER_BYTES && bytes % 8 === 0;
    if (!fits || !allowed) throw new KoppelError('KERNEL_LENGTH');
  }
  if (queries.bytes !== candidates.bytes) throw new KoppelError('KERNEL_LENGTH');
}

/** @throws KERNEL_THRESHOLD unless 0 < threshold ≤ 1 */
export function checkThreshold(threshold: number): void {
  if (!(threshold > 0 && threshold <= 1)) throw new KoppelError('KERNEL_THRESHOLD');
}
