// SPDX-License-Identifier: EUPL-1.2
/**
 * Candidates of large registers without comparing everything: two records are compared when they have
 * equal filters in two fields at least, whichever these are (blocking on several rules at once: M. A.
 * Hernández and S. J. Stolfo, 1995), or in one field and much in common in another. Of the compared
 * ones the most alike stay, as where everything is compared. Values that very many records share are
 * left to combinations that are rarer. Filters are personal data; nothing of them is kept.
 */
import { KoppelError } from '@koppel/errors';
import type { GroupedRecords } from '@koppel/kernel';
import { digestsOf } from './repeated.ts';

/** Records compared with each record through one combination of fields, on average at most. */
const PER_RECORD = 4;
/** Alike fields are told by the lowest set bit in this many orders of the bits (A. Z. Broder, 1997). */
const SKETCHES = 2;
/** Numbers of 30 bits; of larger registers fewer, so that number and row stay exact in one. */
const NUMBER_MASK = 0x3fffffff;

/** The number of a record by which it meets others in one way; −1 where it has none. */
type NumberOf = (row: number) => number;

interface Way {
  readonly a: NumberOf;
  readonly b: NumberOf;
}

/** 32 bits of a digest of 53. */
const fold = (digest: number): number => (digest ^ Math.floor(digest / 2 ** 32)) | 0;

function mixed(one: number, other: number): number {
  let bits = Math.imul(one ^ 0x2545f491, 0x9e3779b1) ^ Math.imul(other ^ (one >>> 15), 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/** Equal where the filters of a group are. */
const equalOf = (records: GroupedRecords, group: number): Float64Array =>
  Float64Array.from(digestsOf(records, group), (digest) => (digest < 0 ? -1 : fold(digest) >>> 0));

/** Equal with the chance of the filters' Jaccard similarity, to the power of the sketches. */
function alikeOf(records: GroupedRecords, group: number): Float64Array {
  const { count, words, wordsPerRecord, groups, ones } = records;
  const { from, bytes } = groups[group]!;
  return Float64Array.from({ length: count }, (_, row) => {
    if (ones[row * groups.length + group] === 0) return -1;
    const least = new Uint32Array(SKETCHES).fill(0xffffffff);
    const start = row * wordsPerRecord + from / 4;
    for (let at = 0; at < bytes / 4; at++) {
      for (let left = words[start + at]!; left !== 0; left &= left - 1) {
        const bit = 32 * at + Math.clz32(left & -left);
        for (let order = 0; order < SKETCHES; order++) {
          const place = mixed(bit, order + 1) >>> 0;
          if (place < least[order]!) least[order] = place;
        }
      }
    }
    return least.reduce((sum, place) => mixed(sum, place), group) >>> 0;
  });
}

/** Every two fields, one of them equal, the other equal or alike. */
function waysOf(a: GroupedRecords, b: GroupedRecords): Way[] {
  const groups = a.groups.map((_, group) => group);
  const sides = [a, b].map((side) => ({
    equal: groups.map((group) => equalOf(side, group)),
    alike: groups.map((group) => alikeOf(side, group)),
  }));
  const join = (one: Float64Array, other: Float64Array, name: number): NumberOf => {
    return (row) => {
      const [value, second] = [one[row]!, other[row]!];
      return value < 0 || second < 0 ? -1 : mixed(mixed(value, second), name) & NUMBER_MASK;
    };
  };
  const way = (one: number, other: number, how: 'equal' | 'alike'): Way => {
    const name = one * groups.length + other;
    const [left, right] = sides.map((side) => join(side.equal[one]!, side[how][other]!, name));
    return { a: left!, b: right! };
  };
  return groups.flatMap((one) =>
    groups.flatMap((other): Way[] => {
      if (one === other) return [];
      return [way(one, other, 'alike'), ...(one < other ? [way(one, other, 'equal')] : [])];
    }),
  );
}

/** The records of one side by their number: found by halving. */
class Lookup {
  readonly #packed: Float64Array;
  readonly #room: number;
  readonly #most: number;
  /** Of the records that were found last: places of the first and after the last. */
  first = 0;
  end = 0;

  constructor(numberOf: NumberOf, records: number) {
    this.#room = 2 ** Math.ceil(Math.log2(records + 1));
    this.#most = Math.min(NUMBER_MASK + 1, 2 ** 53 / this.#room);
    let count = 0;
    const packed = new Float64Array(records);
    for (let row = 0; row < records; row++) {
      const number = numberOf(row);
      if (number >= 0) packed[count++] = (number % this.#most) * this.#room + row;
    }
    this.#packed = packed.subarray(0, count).sort();
  }

  #place(from: number): number {
    let [low, high] = [0, this.#packed.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#packed[middle]! < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The number of records that have this number; sets `first` and `end`. */
  find(number: number): number {
    // Numbers that share a place cost a comparison, no more.
    const place = number % this.#most;
    this.first = this.#place(place * this.#room);
    this.end = this.#place((place + 1) * this.#room);
    return this.end - this.first;
  }

  rowAt(place: number): number {
    return this.#packed[place]! % this.#room;
  }
}

/** The largest block that is looked into, so that all of them together are not too many pairs. */
function largestBlock(numberOf: NumberOf, records: number, lookup: Lookup): number {
  const blocks = new Map<number, number>();
  for (let row = 0; row < records; row++) {
    const number = numberOf(row);
    if (number < 0) continue;
    const size = lookup.find(number);
    if (size > 0) blocks.set(size, (blocks.get(size) ?? 0) + 1);
  }
  let [room, largest] = [PER_RECORD * records, 0];
  for (const [size, count] of [...blocks].sort(([m], [n]) => m - n)) {
    room -= size * count;
    if (room < 0) break;
    largest = size;
  }
  return largest;
}

function bitsIn(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const totals = ({ count, groups, ones }: GroupedRecords): Uint32Array =>
  Uint32Array.from({ length: count }, (_, row) =>
    ones
      .subarray(row * groups.length, (row + 1) * groups.length)
      .reduce((sum, one) => sum + one, 0),
  );

export interface BlockOptions {
  /** Candidates kept of each record, at most. */
  readonly top: number;
  /** Dice similarity of all filters together below which no record is a candidate. */
  readonly floor: number;
  /** Both are the same records: a record is not its own candidate. */
  readonly within: boolean;
  readonly onProgress?: (fraction: number) => void;
  /** Ends between two records, with KERNEL_CANCELLED. */
  readonly signal?: AbortSignal | undefined;
}

const REPORT_ROWS = 1000;

/**
 * For every record of `a` its most alike among those of `b` that share something with it.
 * @param visit rows of a and b; of each row of a at most `top`
 */
export function blockedTop(
  a: GroupedRecords,
  b: GroupedRecords,
  { top, floor, within, onProgress, signal }: BlockOptions,
  visit: (rowA: number, rowB: number) => void,
): void {
  const ways = waysOf(a, b).map((way) => {
    const lookup = new Lookup(way.b, b.count);
    return { numberOf: way.a, lookup, largest: largestBlock(way.a, a.count, lookup) };
  });
  const [onesA, onesB] = [totals(a), totals(b)];
  const { wordsPerRecord } = a;
  const seen = new Uint32Array(b.count);
  const diceWith = (rowA: number, rowB: number): number => {
    let both = 0;
    const [left, right] = [rowA * wordsPerRecord, rowB * wordsPerRecord];
    for (let at = 0; at < wordsPerRecord; at++) {
      both += bitsIn(a.words[left + at]! & b.words[right + at]!);
    }
    return (2 * both) / Math.max(1, onesA[rowA]! + onesB[rowB]!);
  };
  for (let rowA = 0; rowA < a.count; rowA++) {
    if (rowA % REPORT_ROWS === 0) {
      if (signal?.aborted === true) throw new KoppelError('KERNEL_CANCELLED');
      onProgress?.(rowA / a.count);
    }
    const found: [row: number, dice: number][] = [];
    for (const { numberOf, lookup, largest } of ways) {
      const number = numberOf(rowA);
      if (number < 0) continue;
      const size = lookup.find(number);
      if (size === 0 || size > largest) continue;
      for (let place = lookup.first; place < lookup.end; place++) {
        const rowB = lookup.rowAt(place);
        if (seen[rowB] === rowA + 1 || (within && rowA === rowB)) continue;
        seen[rowB] = rowA + 1;
        const dice = diceWith(rowA, rowB);
        if (dice >= floor) found.push([rowB, dice]);
      }
    }
    found.sort((m, n) => n[1] - m[1] || m[0] - n[0]);
    for (const [rowB] of found.slice(0, top)) visit(rowA, rowB);
  }
  onProgress?.(1);
}
