// SPDX-License-Identifier: EUPL-1.2
/** How much every entry of a table of chunks is worth, from how frequent the bits are. */
import { CHUNK_BITS, LEVELS, SUBSETS } from './chunk-counter.ts';
import type { Frequencies } from './ordered-set.ts';

/**
 * Chance that a filter lacks at least two of the bits of a subset, if bits are independent.
 * @param frequency of the bits in the order in which chunks take them
 */
export function chancesOfTwo(frequency: ArrayLike<number>, count: number): Float64Array {
  const chances = new Float64Array((frequency.length / CHUNK_BITS) * SUBSETS);
  const none = new Float64Array(SUBSETS);
  const one = new Float64Array(SUBSETS);
  none[0] = 1;
  for (let chunk = 0; chunk * CHUNK_BITS < frequency.length; chunk++) {
    for (let subset = 1; subset < SUBSETS; subset++) {
      const bit = 31 - Math.clz32(subset);
      const rest = subset - 2 ** bit;
      const has = count === 0 ? 0 : frequency[chunk * CHUNK_BITS + bit]! / count;
      none[subset] = none[rest]! * has;
      one[subset] = one[rest]! * has + none[rest]! * (1 - has);
      chances[chunk * SUBSETS + subset] = Math.max(0, 1 - none[subset]! - one[subset]!);
    }
  }
  return chances;
}

/** The chances in LEVELS levels: what is unlikely to count is not added at all. */
export function chunkScores({ frequency, counted, rarestFirst }: Frequencies): Uint8Array {
  const chances = chancesOfTwo(
    rarestFirst.map((bit) => frequency[bit]!),
    counted,
  );
  return Uint8Array.from(chances, (chance) => Math.min(LEVELS - 1, Math.floor(chance * LEVELS)));
}
