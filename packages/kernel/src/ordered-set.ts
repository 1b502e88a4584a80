// SPDX-License-Identifier: EUPL-1.2
/**
 * A filter set made ready for searching: an order of ascending popcount laid over the filters where
 * they are. In that order the candidates that a query's popcount leaves possible are one run.
 */
import type { FilterSet } from './filter-set.ts';

/** Bound once: looking up a global in an inner loop costs more than the loop in a sandbox. */
const { clz32, imul } = Math;

export interface OrderedSet {
  readonly count: number;
  /** Bits per filter. */
  readonly bits: number;
  /** The filters in the order of the original set, `bits / 32` words each; bit p is bit p mod 32 of word p ÷ 32. */
  readonly words: Uint32Array;
  /** Of each position in this order; ascending. */
  readonly popcounts: Uint32Array;
  /** The row that each position has in the original set; ascending among equal popcounts. */
  readonly rows: Uint32Array;
}

export const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);

/** Bits set in a word. */
export function ones32(word: number): number {
  let sum = word - ((word >>> 1) & 0x55555555);
  sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333);
  return imul((sum + (sum >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The filters as words; a copy only where they do not lie on a word's border. */
export function wordsOf({ filters }: FilterSet): Uint32Array {
  const { buffer, byteOffset, length } = filters;
  if (byteOffset % 4 === 0) return new Uint32Array(buffer, byteOffset, length / 4);
  return new Uint32Array(filters.slice().buffer);
}

/** Lays the order over a set (counting sort, stable). The filters are not copied. */
export function orderSet(set: FilterSet): OrderedSet {
  const { count, bytes } = set;
  const bits = bytes * 8;
  const words = wordsOf(set);
  const perFilter = bits / 32;
  const ones = new Uint32Array(count);
  for (let row = 0, at = 0; row < count; row++) {
    let sum = 0;
    for (const end = at + perFilter; at < end; at++) sum += ones32(words[at]!);
    ones[row] = sum;
  }
  const next = new Uint32Array(bits + 2);
  for (let row = 0; row < count; row++) next[ones[row]! + 1]!++;
  for (let value = 1; value < next.length; value++) next[value]! += next[value - 1]!;
  const popcounts = new Uint32Array(shared(count * 4));
  const rows = new Uint32Array(shared(count * 4));
  for (let row = 0; row < count; row++) {
    const at = next[ones[row]!]!++;
    popcounts[at] = ones[row]!;
    rows[at] = row;
  }
  return { count, bits, words, popcounts, rows };
}

/** The same set in memory that threads share. */
export function shareSet<Set extends OrderedSet>(set: Set): Set {
  if (set.words.buffer instanceof SharedArrayBuffer) return set;
  const words = new Uint32Array(shared(set.words.byteLength));
  words.set(set.words);
  return { ...set, words };
}

/** Calls `visit` with every set bit of the filter at `position`. */
export function forEachBit(set: OrderedSet, position: number, visit: (bit: number) => void): void {
  const wordsPerFilter = set.bits / 32;
  const start = set.rows[position]! * wordsPerFilter;
  for (let word = 0; word < wordsPerFilter; word++) {
    let rest = set.words[start + word]!;
    while (rest !== 0) {
      const lowest = 31 - clz32(rest & -rest);
      visit(word * 32 + lowest);
      rest &= rest - 1;
    }
  }
}

/** Filters that tell how frequent bits are; all of them where there are no more. */
const COUNTED = 4096;

/** How often each bit is set in `counted` filters spread over the order. Says only what to try first. */
export interface Frequencies {
  readonly frequency: Uint32Array;
  readonly counted: number;
  /** All bit numbers, the rarest first: a query's rarest bits tell soonest that nothing matches. */
  readonly rarestFirst: Uint32Array;
}

export function frequenciesOf(set: OrderedSet): Frequencies {
  const { count, bits } = set;
  const counted = Math.min(count, COUNTED);
  const frequency = new Uint32Array(shared(bits * 4));
  for (let n = 0; n < counted; n++) {
    forEachBit(set, Math.floor(((n + 0.5) * count) / counted), (bit) => frequency[bit]!++);
  }
  const rarestFirst = new Uint32Array(shared(bits * 4)).map((_, bit) => bit);
  rarestFirst.sort((a, b) => frequency[a]! - frequency[b]! || a - b);
  return { frequency, counted, rarestFirst };
}

/** The first position whose popcount is ≥ `ones`; `count` when there is none. */
export function lowerBound({ count, popcounts }: OrderedSet, ones: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (popcounts[middle]! < ones) low = middle + 1;
    else high = middle;
  }
  return low;
}
