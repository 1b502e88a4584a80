// SPDX-License-Identifier: EUPL-1.2
/** Similarities of all pairs of two sets of encodings, those below any threshold as well. */
import type { FilterSet } from '@koppel/kernel';
import type { Similarity } from '@koppel/study';
import { makeMatrix, type Matrix } from './algebra/matrix.ts';

const { imul } = Math;

/** Set bits of a 32-bit word (Warren, Hacker's Delight, §5-1). */
export function onesOf(word: number): number {
  let ones = word - ((word >>> 1) & 0x55555555);
  ones = (ones & 0x33333333) + ((ones >>> 2) & 0x33333333);
  return imul((ones + (ones >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Encodings as 32-bit words, with how many bits each has set. */
export interface Words {
  readonly count: number;
  /** Words of one encoding. */
  readonly length: number;
  readonly words: Int32Array;
  readonly ones: Int32Array;
}

/** Some encodings of a set, in the order given; all where no rows are named. */
export function wordsOf({ count, bytes, filters }: FilterSet, rows?: ArrayLike<number>): Words {
  const length = bytes / 4;
  const chosen = rows?.length ?? count;
  const packed = new Uint8Array(chosen * bytes);
  for (let at = 0; at < chosen; at++) {
    const row = rows === undefined ? at : rows[at]!;
    packed.set(filters.subarray(row * bytes, (row + 1) * bytes), at * bytes);
  }
  const words = new Int32Array(packed.buffer);
  const ones = new Int32Array(chosen);
  for (let at = 0; at < words.length; at++) ones[Math.floor(at / length)]! += onesOf(words[at]!);
  return { count: chosen, length, words, ones };
}

/** Bits that are set in both. */
export function bothOf(a: Words, i: number, b: Words, j: number): number {
  const from = i * a.length;
  const skip = j * b.length - from;
  const end = from + a.length;
  let both = 0;
  // Pairs of words: their counts of two bits each are added before they are spread (as in §5-1).
  for (let at = from; at < end; at += 2) {
    let x = a.words[at]! & b.words[at + skip]!;
    let y = a.words[at + 1]! & b.words[at + 1 + skip]!;
    x -= (x >>> 1) & 0x55555555;
    y -= (y >>> 1) & 0x55555555;
    x = (x & 0x33333333) + ((x >>> 2) & 0x33333333) + (y & 0x33333333) + ((y >>> 2) & 0x33333333);
    both += imul((x & 0x0f0f0f0f) + ((x >>> 4) & 0x0f0f0f0f), 0x01010101) >>> 24;
  }
  return both;
}

/**
 * The similarity of each of `a` (rows) and each of `b` (columns), 0–1; Dice of two empty ones is 0.
 * @param similarity `dice`, or `hamming`: the share of bits that agree
 */
export function similarityTable(a: Words, b: Words, similarity: Similarity): Matrix {
  const table = makeMatrix(a.count, b.count);
  const bits = 32 * a.length;
  for (let i = 0; i < a.count; i++) {
    for (let j = 0; j < b.count; j++) {
      const both = bothOf(a, i, b, j);
      const ones = a.ones[i]! + b.ones[j]!;
      if (similarity === 'hamming') table.data[i * b.count + j] = 1 - (ones - 2 * both) / bits;
      else if (ones > 0) table.data[i * b.count + j] = (2 * both) / ones;
    }
  }
  return table;
}
