// SPDX-License-Identifier: EUPL-1.2
/**
 * How rare the value of a record is in a group, seen from how many records have an equal filter: who
 * shares a rare name is more likely the same person (weights by frequency: H. B. Newcombe et al.,
 * Science 130, 1959). Filters are personal data; what is given are classes of four, and shares. Pure.
 */
import type { GroupedRecords } from '@koppel/kernel';
import { RARITY_CLASSES } from './levels.ts';

/** Shares of all values from which on a value is of class 2, 3 and 4. */
const RARITY_FROM = [1e-4, 1e-3, 1e-2] as const;

/**
 * The rarity class of each value: by how many records, of all sources together, have an equal filter.
 * Equal filters are counted by a number of 53 bits made of their words.
 */
export function rarityClasses(sources: readonly GroupedRecords[]): Uint8Array[] {
  const groups = sources[0]!.groups.length;
  const classes = sources.map(({ count }) => new Uint8Array(count * groups));
  for (let group = 0; group < groups; group++) {
    const digests = sources.map((records) => digestsOf(records, group));
    const bearers = new Map<number, number>();
    let total = 0;
    for (const column of digests) {
      for (const digest of column) {
        if (digest < 0) continue;
        bearers.set(digest, (bearers.get(digest) ?? 0) + 1);
        total++;
      }
    }
    digests.forEach((column, at) => {
      column.forEach((digest, row) => {
        if (digest < 0) return;
        const share = bearers.get(digest)! / total;
        const rank = RARITY_FROM.filter((from) => share >= from).length;
        classes[at]![row * groups + group] = Math.min(RARITY_CLASSES, 1 + rank);
      });
    });
  }
  return classes;
}

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
  const bearers = new Map<number, number>();
  for (const digest of digestsOf({ ...records, groups: [whole], ones }, 0)) {
    bearers.set(digest, (bearers.get(digest) ?? 0) + 1);
  }
  let [most, repeated] = [0, 0];
  for (const count of bearers.values()) {
    most = Math.max(most, count);
    if (count > 1) repeated += count;
  }
  // One record, or a few, are no share.
  return most < 2 ? 0 : (unique ? repeated : most) / records.count;
}
