// SPDX-License-Identifier: EUPL-1.2
/**
 * Which records of a source have an equal filter. Filters are personal data; what is given are shares.
 * Pure.
 */
import type { GroupedRecords } from '@koppel/kernel';

/** Per record a number that equal filters share; −1 for an empty one. */
export function digestsOf(records: GroupedRecords, group: number): Float64Array {
  const { count, words, wordsPerRecord, groups, ones } = records;
  const { from, bytes } = groups[group]!;
  return Float64Array.from({ length: count }, (_, row) => {
    if (ones[row * groups.length + group] === 0) return -1;
    let [high, low] = [0x9e3779b9 | 0, 0x85ebca6b | 0];
    const start = row * wordsPerRecord + from / 4;
    for (let at = start; at < start + bytes / 4; at++) {
      high = Math.imul(high ^ words[at]!, 0x01000193) ^ (low >>> 15);
      low = Math.imul(low ^ words[at]! ^ (high >>> 13), 0xc2b2ae35 | 0);
    }
    return (high >>> 11) * 2 ** 32 + (low >>> 0);
  });
}

/**
 * The share of records that cannot be told from another one by all groups together; of a source that
 * may hold somebody twice, the share of those that one and the same filter has.
 */
export function repeatedShare(records: GroupedRecords, unique: boolean): number {
  const whole = { from: 0, bytes: records.wordsPerRecord * 4 };
  const ones = new Uint16Array(records.count).fill(1);
  // Equal ones stand beside each other then: a table of as many as there are records takes more.
  const digests = digestsOf({ ...records, groups: [whole], ones }, 0).sort();
  let [most, repeated] = [0, 0];
  for (let from = 0, to = 0; from < digests.length; from = to) {
    while (to < digests.length && digests[to] === digests[from]) to++;
    most = Math.max(most, to - from);
    if (to - from > 1) repeated += to - from;
  }
  // One record, or a few, are no share.
  return most < 2 ? 0 : (unique ? repeated : most) / records.count;
}
