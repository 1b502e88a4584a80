// SPDX-License-Identifier: EUPL-1.2
/**
 * Which bits a token sets, learned from encodings of which the tokens are known or supposed: those that
 * are set whenever the token is there, more often than chance allows (the sets c⁺ and c⁻ of Christen,
 * Schnell, Vatsalan & Ranbaduge, PAKDD 2017, with room for wrong pairs). No knowledge of hash functions
 * is needed, and none of the scheme but that a token sets bits.
 */
import type { FilterSet } from '@koppel/kernel';
import { bitsOf } from './bits.ts';

/** An encoding and the tokens that it is taken to hold. */
export interface TokenPair {
  readonly encoding: number;
  readonly tokens: Uint32Array;
}

/** Per token its bit positions; none where too little is known. */
export type Positions = readonly (readonly number[])[];

/** n·KL(observed ‖ usual), by which chance is bounded (Chernoff 1952): P ≤ exp(−evidence). */
function evidence(set: number, trials: number, usual: number): number {
  const share = set / trials;
  if (share <= usual) return 0;
  const missing = share === 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - usual));
  return trials * (share * Math.log(share / usual) + missing);
}

/** Positions that may be wrong per token, on average: dear to a user, cheap to who sums over tokens. */
const FALSE_POSITIONS = 16;

/**
 * @param size tokens in the vocabulary
 * @param misses the share of pairs, 0–1, that may be wrong
 */
export function learnPositions(
  { bytes, filters }: FilterSet,
  pairs: readonly TokenPair[],
  size: number,
  misses: number,
): Positions {
  const bits = 8 * bytes;
  const support = new Uint32Array(size);
  for (const { tokens } of pairs) for (const token of tokens) support[token]! += 1;
  const usual = new Float64Array(bits);
  const counts = Array.from(support, (times) => (times < 2 ? undefined : new Uint32Array(bits)));
  for (const { encoding, tokens } of pairs) {
    const set = bitsOf(filters.subarray(encoding * bytes, (encoding + 1) * bytes));
    for (const bit of set) usual[bit]! += 1 / pairs.length;
    for (const token of tokens) {
      const count = counts[token];
      if (count === undefined) continue;
      for (const bit of set) count[bit]! += 1;
    }
  }
  const needed = Math.log(bits / FALSE_POSITIONS);
  return counts.map((count, token) => {
    const trials = support[token]!;
    const found: number[] = [];
    count?.forEach((times, bit) => {
      if (times < (1 - misses) * trials) return;
      if (evidence(times, trials, usual[bit]!) >= needed) found.push(bit);
    });
    return found;
  });
}

/** What each set of tokens would set, as far as positions are known. */
export function predictFilters(
  records: readonly Uint32Array[],
  positions: Positions,
  bytes: number,
): FilterSet {
  const filters = new Uint8Array(records.length * bytes);
  records.forEach((tokens, record) => {
    for (const token of tokens) {
      for (const bit of positions[token] ?? []) {
        filters[record * bytes + (bit >>> 3)]! |= 1 << (bit & 7);
      }
    }
  });
  return { count: records.length, bytes, filters };
}
