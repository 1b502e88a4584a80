// SPDX-License-Identifier: EUPL-1.2
/**
 * Records whose filter is made of several, one after the other: a group for each field. What two
 * groups have in common is counted pair by pair, for whoever weighs fields one by one. The filters are
 * personal data and are not copied.
 */
import { KoppelError } from '@koppel/errors';
import type { FilterSet } from '../filter-set.ts';
import { ones32, wordsOf } from '../ordered-set.ts';

/** Where a group lies in a filter; whole words of 4 bytes. */
export interface GroupPlace {
  readonly from: number;
  readonly bytes: number;
}

export interface GroupedRecords {
  readonly count: number;
  readonly groups: readonly GroupPlace[];
  /** Words of one record. */
  readonly wordsPerRecord: number;
  readonly words: Uint32Array;
  /** Bits set, by record and then group: `count · groups.length`. */
  readonly ones: Uint16Array;
}

/** @throws KERNEL_LENGTH when a group is empty, does not lie within the filter, or on words */
export function groupedRecords(set: FilterSet, groups: readonly GroupPlace[]): GroupedRecords {
  const fits = groups.every(
    ({ from, bytes }) =>
      bytes > 0 && from >= 0 && from + bytes <= set.bytes && from % 4 === 0 && bytes % 4 === 0,
  );
  if (!fits || groups.length === 0) throw new KoppelError('KERNEL_LENGTH');
  const words = wordsOf(set);
  const wordsPerRecord = set.bytes / 4;
  const ones = new Uint16Array(set.count * groups.length);
  for (let row = 0, at = 0; row < set.count; row++) {
    for (const { from, bytes } of groups) {
      const start = row * wordsPerRecord + from / 4;
      let sum = 0;
      for (let word = start; word < start + bytes / 4; word++) sum += ones32(words[word]!);
      ones[at++] = sum;
    }
  }
  return { count: set.count, groups, wordsPerRecord, words, ones };
}

/** Bits set in group `groupA` of one record and in group `groupB`, as long, of another. */
export function onesInBoth(
  a: GroupedRecords,
  rowA: number,
  groupA: number,
  b: GroupedRecords,
  rowB: number,
  groupB: number,
): number {
  const { from, bytes } = a.groups[groupA]!;
  const [left, right] = [a.words, b.words];
  let atA = rowA * a.wordsPerRecord + from / 4;
  let atB = rowB * b.wordsPerRecord + b.groups[groupB]!.from / 4;
  let sum = 0;
  for (const end = atA + bytes / 4; atA < end; atA++, atB++)
    sum += ones32(left[atA]! & right[atB]!);
  return sum;
}
