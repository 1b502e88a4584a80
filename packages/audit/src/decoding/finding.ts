// SPDX-License-Identifier: EUPL-1.2
/** What two tests by shuffling have in common: which encodings they take, and what counts as found. */
import type { FilterSet } from '@koppel/kernel';

/** Some filters of a set, in the order of `rows`. */
export function pickFilters({ bytes, filters }: FilterSet, rows: Uint32Array): FilterSet {
  const chosen = new Uint8Array(rows.length * bytes);
  rows.forEach((row, at) => {
    chosen.set(filters.subarray(row * bytes, (row + 1) * bytes), at * bytes);
  });
  return { count: rows.length, bytes, filters: chosen };
}

/**
 * Whether a test found something: both z > 3 and p ≤ 0.05 must say so. z alone errs more often than it
 * seems, as its tail is not that of a normal distribution; p, a rank among shufflings, has a floor.
 */
export function isFinding(z: number, p: number): boolean {
  return z > 3 && p <= 0.05;
}
