// SPDX-License-Identifier: EUPL-1.2
/**
 * A filter set made ready for searching: in ascending order of popcount, in memory that threads can
 * share. In that order the candidates that a query's popcount leaves possible are one run.
 */
import { LANES, ROW_BYTES } from './counter.ts';
import { filterAt, popcount, type FilterSet } from './filter-set.ts';

/** Bound once: looking up a global in an inner loop costs more than the loop in a sandbox. */
const { clz32 } = Math;

export interface OrderedSet {
  readonly count: number;
  /** Bits per filter. */
  readonly bits: number;
  /** The filters in this order, `bits / 32` words each; bit p is bit p mod 32 of word p ÷ 32. */
  readonly words: Uint32Array;
  /** Ascending. */
  readonly popcounts: Uint32Array;
  /** The row that each had in the original set; ascending among equal popcounts. */
  readonly rows: Uint32Array;
}

/** The same filters bit-sliced for the counter, with what the order of rows needs. */
export interface SlicedSet extends OrderedSet {
  /** Per block of LANES filters, `bits` rows of ROW_BYTES bytes: a 1 where the filter has a 0. */
  readonly slices: Uint8Array;
  /** Per bit, how many filters have it. */
  readonly frequency: Uint32Array;
  /** All bit numbers, the rarest first: a query's rarest bits tell soonest that nothing matches. */
  readonly rarestFirst: Uint32Array;
}

const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);

/** Sorts a set by popcount (counting sort, stable) into shared memory. */
export function orderSet(set: FilterSet): OrderedSet {
  const { count, bytes } = set;
  const bits = bytes * 8;
  const ones = Uint32Array.from({ length: count }, (_, row) => popcount(filterAt(set, row)));
  const next = new Uint32Array(bits + 2);
  for (const value of ones) next[value + 1]!++;
  for (let value = 1; value < next.length; value++) next[value]! += next[value - 1]!;

  const packed = new Uint8Array(shared(count * bytes));
  const popcounts = new Uint32Array(shared(count * 4));
  const rows = new Uint32Array(shared(count * 4));
  for (let row = 0; row < count; row++) {
    const at = next[ones[row]!]!++;
    packed.set(filterAt(set, row), at * bytes);
    popcounts[at] = ones[row]!;
    rows[at] = row;
  }
  return { count, bits, words: new Uint32Array(packed.buffer), popcounts, rows };
}

/** Calls `visit` with every set bit of the filter at `position`. */
export function forEachBit(set: OrderedSet, position: number, visit: (bit: number) => void): void {
  const wordsPerFilter = set.bits / 32;
  for (let word = 0; word < wordsPerFilter; word++) {
    let rest = set.words[position * wordsPerFilter + word]!;
    while (rest !== 0) {
      const lowest = 31 - clz32(rest & -rest);
      visit(word * 32 + lowest);
      rest &= rest - 1;
    }
  }
}

/** Adds the bit slices. Lanes beyond the last filter have no bit at all, so they never survive. */
export function sliceSet(set: OrderedSet): SlicedSet {
  const { count, bits } = set;
  const blockBytes = bits * ROW_BYTES;
  const slices = new Uint8Array(shared(Math.ceil(count / LANES) * blockBytes)).fill(0xff);
  const frequency = new Uint32Array(shared(bits * 4));
  for (let position = 0; position < count; position++) {
    const lane = position % LANES;
    const start = ((position - lane) / LANES) * blockBytes + (lane >> 3);
    const lacksNot = ~(1 << (lane & 7));
    forEachBit(set, position, (bit) => {
      slices[start + bit * ROW_BYTES]! &= lacksNot;
      frequency[bit]!++;
    });
  }
  const rarestFirst = new Uint32Array(shared(bits * 4)).map((_, bit) => bit);
  rarestFirst.sort((a, b) => frequency[a]! - frequency[b]! || a - b);
  return { ...set, slices, frequency, rarestFirst };
}

/** The first position whose popcount is ≥ `ones`; `count` when there is none. */
export function lowerBound(set: OrderedSet, ones: number): number {
  let [low, high] = [0, set.count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (set.popcounts[middle]! < ones) low = middle + 1;
    else high = middle;
  }
  return low;
}
