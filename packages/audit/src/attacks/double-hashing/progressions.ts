// SPDX-License-Identifier: EUPL-1.2
/**
 * Finds tokens of double hashing within an encoding. Its positions are g_i = h₁ + i·h₂ (mod l), i < k,
 * with or without the term (i³ − i)/6: of all sets of k positions it uses l² at most, so that those that
 * are wholly set can simply be listed.
 */
import { ones32 } from '../../decoding/bits.ts';

/** `double` is h₁ + i·h₂ (Kirsch & Mitzenmacher 2006), `enhanced` adds (i³ − i)/6 (Dillinger 2004). */
export const families = ['double', 'enhanced'] as const;

export type Family = (typeof families)[number];

/** What position i is beyond h₁ + i·h₂. */
const bend: Readonly<Record<Family, (i: number) => number>> = {
  double: () => 0,
  enhanced: (i) => (i ** 3 - i) / 6,
};

/** The position of hash function i, 0–bits − 1. */
export function positionAt(
  family: Family,
  start: number,
  step: number,
  i: number,
  bits: number,
): number {
  return (start + i * step + bend[family](i)) % bits;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/**
 * The steps h₂ to try: those that reach `length` positions before they come back, and of a step and its
 * opposite, which of `double` are one set read from either end, the smaller.
 */
export function stepsOf(family: Family, bits: number, length: number): number[] {
  const last = family === 'double' ? Math.floor((bits - 1) / 2) : bits - 1;
  return Array.from({ length: last }, (_, n) => n + 1).filter(
    (step) => bits / greatestCommonDivisor(step, bits) >= length,
  );
}

/** An encoding turned by every number of places: row d has bit p where the encoding has p + d. */
export interface Turned {
  readonly bits: number;
  readonly rows: Uint32Array;
}

export function makeTurned(bits: number): Turned {
  return { bits, rows: new Uint32Array((bits * bits) / 32) };
}

/** Fills the table for an encoding of which these positions are set. */
export function turn({ bits, rows }: Turned, positions: readonly number[]): void {
  const words = bits / 32;
  const straight = new Uint32Array(words);
  for (const position of positions) straight[position >>> 5]! |= 1 << (position & 31);
  for (let by = 0; by < bits; by += 1) {
    const [skip, shift] = [by >>> 5, by & 31];
    for (let word = 0; word < words; word += 1) {
      const low = straight[(word + skip) % words]!;
      const high = straight[(word + skip + 1) % words]!;
      rows[by * words + word] = shift === 0 ? low : (low >>> shift) | (high << (32 - shift));
    }
  }
}

/**
 * Tells for one step how many starts have 1, 2, … positions set in a row.
 * @param counts counts[n − 1] becomes the number of starts from which the first n are set
 * @param left becomes the set of the starts from which all `counts.length` are set
 */
export function runsOfStep(
  { bits, rows }: Turned,
  family: Family,
  step: number,
  counts: Float64Array,
  left: Uint32Array,
): void {
  const words = bits / 32;
  counts.fill(0);
  for (let i = 0; i < counts.length; i += 1) {
    const from = ((i * step + bend[family](i)) % bits) * words;
    let ones = 0;
    for (let word = 0; word < words; word += 1) {
      const still = i === 0 ? rows[from + word]! : left[word]! & rows[from + word]!;
      left[word] = still;
      ones += ones32(still);
    }
    counts[i] = ones;
    if (ones === 0) break;
  }
}
