// SPDX-License-Identifier: EUPL-1.2
/**
 * The distinct filters of a set, and who has them. Default values give the same encoding to many
 * records: such a group is one filter in the search, and becomes pairs of records only at the end, so
 * that it can be counted before it fills the memory.
 */
import type { FilterSet } from '../filter-set.ts';
import type { Side } from './sides.ts';
import { ones32 } from './words.ts';

/** Bound once: looking up a global in an inner loop costs more than the loop in a sandbox. */
const { imul } = Math;

export interface Distinct {
  readonly side: Side;
  /** Rows of distinct filter n, ascending: `members` from `start[n]` up to `start[n + 1]`. */
  readonly start: Uint32Array;
  readonly members: Uint32Array;
  /** 64 bits made of the content and the seed: an order that has nothing to do with rows. */
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  /** The number of the distinct filter that equals filter `row` of these words, or −1. */
  readonly find: (words: Uint32Array, row: number) => number;
}

const shared = (length: number): Uint32Array =>
  new Uint32Array(new SharedArrayBuffer(length * Uint32Array.BYTES_PER_ELEMENT));

/** The filters as words that threads can share; copied only when they cannot as they are. */
function wordsOf({ filters }: FilterSet): Uint32Array {
  const length = filters.length / 4;
  const { buffer, byteOffset } = filters;
  if (buffer instanceof SharedArrayBuffer && byteOffset % 4 === 0) {
    return new Uint32Array(buffer, byteOffset, length);
  }
  const words = shared(length);
  new Uint8Array(words.buffer).set(filters);
  return words;
}

/** Two numbers that stand for a filter's content (steps of MurmurHash3, A. Appleby, public domain). */
function contentOf(words: Uint32Array, start: number, length: number, seed: number) {
  let [high, low] = [seed ^ 0x9e37_79b9, imul(seed, 0x85eb_ca6b) ^ length];
  for (let at = start; at < start + length; at++) {
    const mixed = imul(words[at]!, 0xcc9e_2d51);
    high = imul(high ^ mixed, 0x85eb_ca6b);
    high ^= high >>> 13;
    low = imul((low ^ (mixed >>> 15) ^ words[at]!) + 0x7ed5_5d16, 0xc2b2_ae35);
    low ^= low >>> 16;
  }
  high = imul(high ^ (high >>> 16) ^ low, 0x85eb_ca6b);
  low = imul(low ^ (low >>> 13) ^ high, 0xc2b2_ae35);
  return { high: (high ^ (high >>> 13)) >>> 0, low: (low ^ (low >>> 16)) >>> 0 };
}

function groupRows(groupOf: Uint32Array, groups: number): Pick<Distinct, 'start' | 'members'> {
  const start = new Uint32Array(groups + 1);
  for (const group of groupOf) start[group + 1]!++;
  for (let group = 0; group < groups; group++) start[group + 1]! += start[group]!;
  const next = start.slice();
  const members = new Uint32Array(groupOf.length);
  groupOf.forEach((group, row) => (members[next[group]!++] = row));
  return { start, members };
}

/** Groups equal filters. Empty ones are one group, as any other. */
export function distinctOf(set: FilterSet, seed: number): Distinct {
  const words = wordsOf(set);
  const length = set.bytes / 4;
  const places = new Uint32Array(2 ** Math.ceil(Math.log2(set.count * 2 + 2)));
  const [rows, high, low] = [shared(set.count), new Uint32Array(set.count), new Uint32Array(set.count)]; // prettier-ignore
  const groupOf = new Uint32Array(set.count);
  let count = 0;
  const same = (group: number, others: Uint32Array, start: number): boolean => {
    const own = rows[group]! * length;
    for (let at = 0; at < length; at++) if (words[own + at] !== others[start + at]) return false;
    return true;
  };
  const placeOf = (others: Uint32Array, start: number, mark: { high: number; low: number }) => {
    let place = mark.low & (places.length - 1);
    for (; places[place] !== 0; place = (place + 1) & (places.length - 1)) {
      const group = places[place]! - 1;
      if (high[group] === mark.high && low[group] === mark.low && same(group, others, start)) break;
    }
    return place;
  };
  for (let row = 0; row < set.count; row++) {
    const mark = contentOf(words, row * length, length, seed);
    const place = placeOf(words, row * length, mark);
    if (places[place] === 0) {
      rows[count] = row;
      high[count] = mark.high;
      low[count] = mark.low;
      places[place] = ++count;
    }
    groupOf[row] = places[place]! - 1;
  }
  const ones = shared(count);
  for (let group = 0; group < count; group++) {
    const own = rows[group]! * length;
    for (let at = own; at < own + length; at++) ones[group]! += ones32(words[at]!);
  }
  return {
    side: { words, wordsPerFilter: length, rows: rows.subarray(0, count), ones },
    ...groupRows(groupOf, count),
    high: high.subarray(0, count),
    low: low.subarray(0, count),
    find(others, row) {
      const start = row * length;
      return places[placeOf(others, start, contentOf(others, start, length, seed))]! - 1;
    },
  };
}

/**
 * The distinct filters that come first in the order of content: a random sample, and the same one in
 * whatever order the rows are.
 */
export function firstByContent({ side, high, low }: Distinct, count: number): Uint32Array {
  const total = side.rows.length;
  const wanted = Math.min(count, total);
  let below = (2 ** 32 * (wanted * 1.1 + 50)) / total;
  let found: number[];
  do {
    found = [];
    for (let one = 0; one < total; one++) if (high[one]! < below) found.push(one);
    below *= 2;
  } while (found.length < wanted);
  const byWords = (a: number, b: number): number => {
    const [startA, startB] = [side.rows[a]!, side.rows[b]!].map((row) => row * side.wordsPerFilter);
    for (let at = 0; at < side.wordsPerFilter; at++) {
      const difference = side.words[startA! + at]! - side.words[startB! + at]!;
      if (difference !== 0) return difference;
    }
    return 0;
  };
  found.sort((a, b) => high[a]! - high[b]! || low[a]! - low[b]! || byWords(a, b));
  return Uint32Array.from(found.slice(0, wanted));
}
