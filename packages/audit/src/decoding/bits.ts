// SPDX-License-Identifier: EUPL-1.2
/** Encodings by column: for each bit position, the set of encodings in which it is set. */
import type { FilterSet } from '@koppel/kernel';

// Names of this module: looking them up in a global each time is slow where globals are a sandbox's.
const { clz32, imul } = Math;

/** The number of set bits of a word of 32. */
export function ones32(word: number): number {
  let rest = word - ((word >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Members in a set of 32 a word. */
export function sizeOf(set: Uint32Array): number {
  let total = 0;
  for (const word of set) total += ones32(word);
  return total;
}

/** Members that two sets of the same length share. */
export function sharedBy(a: Uint32Array, b: Uint32Array): number {
  let total = 0;
  for (let word = 0; word < a.length; word += 1) total += ones32(a[word]! & b[word]!);
  return total;
}

export function intersect(a: Uint32Array, b: Uint32Array): Uint32Array {
  return a.map((word, at) => word & b[at]!);
}

export function except(a: Uint32Array, b: Uint32Array): Uint32Array {
  return a.map((word, at) => word & ~b[at]!);
}

/** The positions that are set, ascending. Bit p is bit p mod 8, lowest first, of byte ⌊p / 8⌋. */
export function bitsOf(filter: Uint8Array): number[] {
  const found: number[] = [];
  filter.forEach((byte, at) => {
    for (let rest = byte; rest !== 0; rest &= rest - 1) {
      found.push(8 * at + 31 - clz32(rest & -rest));
    }
  });
  return found;
}

/** columns[p] holds encoding e as bit e mod 32 of word ⌊e / 32⌋ where e has bit p set. */
export function toColumns({ count, bytes, filters }: FilterSet): Uint32Array[] {
  const words = Math.ceil(count / 32);
  const columns = Array.from({ length: 8 * bytes }, () => new Uint32Array(words));
  for (let row = 0; row < count; row += 1) {
    const [word, bit] = [row >>> 5, 1 << (row & 31)];
    for (const position of bitsOf(filters.subarray(row * bytes, (row + 1) * bytes))) {
      const column = columns[position]!;
      column[word] = column[word]! | bit;
    }
  }
  return columns;
}

/** A set of all of `count` members. */
export function everyone(count: number): Uint32Array {
  const set = new Uint32Array(Math.ceil(count / 32));
  for (let member = 0; member < count; member += 1) set[member >>> 5]! |= 1 << (member & 31);
  return set;
}

export function holds(set: Uint32Array, member: number): boolean {
  return ((set[member >>> 5]! >>> (member & 31)) & 1) === 1;
}
