// SPDX-License-Identifier: EUPL-1.2
/**
 * The same for codes in which each bit is a majority over the tokens: how much each token sways each
 * bit, learned from records of which the tokens are known. It reads one majority a bit; the XOR of
 * several hides what sways each.
 */
import type { FilterSet } from '@koppel/kernel';
import type { TokenPair } from '../../decoding/positions.ts';

/** Bits as ±1, one after the other. */
function signsOf(filter: Uint8Array, into: Float64Array): void {
  for (let bit = 0; bit < into.length; bit += 1) {
    into[bit] = ((filter[bit >>> 3]! >>> (bit & 7)) & 1) === 1 ? 1 : -1;
  }
}

/** Per token how much it sways each bit: the mean of ±1 over the records that have it. */
export type Sways = readonly (Float64Array | undefined)[];

/** @param size tokens in the vocabulary */
export function learnSways(
  { bytes, filters }: FilterSet,
  pairs: readonly TokenPair[],
  size: number,
): Sways {
  const signs = new Float64Array(8 * bytes);
  const sways: (Float64Array | undefined)[] = Array.from({ length: size }, () => undefined);
  const times = new Uint32Array(size);
  for (const { encoding, tokens } of pairs) {
    signsOf(filters.subarray(encoding * bytes, (encoding + 1) * bytes), signs);
    for (const token of tokens) {
      const sway = (sways[token] ??= new Float64Array(8 * bytes));
      times[token]! += 1;
      for (let bit = 0; bit < signs.length; bit += 1) sway[bit]! += signs[bit]!;
    }
  }
  return sways.map((sway, token) => sway?.map((sum) => sum / times[token]!));
}

/** The majorities of records, as far as sways are known; a bit of which nothing is known is 0. */
export function predictMajorities(
  records: readonly Uint32Array[],
  sways: Sways,
  bytes: number,
): FilterSet {
  const filters = new Uint8Array(records.length * bytes);
  const sums = new Float64Array(8 * bytes);
  records.forEach((tokens, record) => {
    sums.fill(0);
    for (const token of tokens) {
      sways[token]?.forEach((sway, bit) => {
        sums[bit]! += sway;
      });
    }
    sums.forEach((sum, bit) => {
      if (sum > 0) filters[record * bytes + (bit >>> 3)]! |= 1 << (bit & 7);
    });
  });
  return { count: records.length, bytes, filters };
}
