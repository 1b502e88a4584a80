// SPDX-License-Identifier: EUPL-1.2
/**
 * Candidate pairs, and those below the threshold that only a person may link. Both come from one search
 * with the lower threshold. Where that finds too many pairs, as it does where chance alone makes records
 * so similar, it is broken off and done again nearer to the threshold, in the end at the threshold
 * itself: a linkage never fails for the sake of a review. No encodings, no identifiers.
 */
import { isKoppelError } from '@koppel/errors';
import type { CandidatePairs, FoundCandidates } from '../candidates.ts';

/** So many pairs, or so many for each record, are worth finding for the sake of those below. */
const PAIRS_MIN = 200_000;
const PAIRS_PER_RECORD = 8;

export interface FoundPairs {
  /** At or above the threshold. */
  readonly pairs: FoundCandidates;
  /** Below it, at or above `reviewFrom`. */
  readonly below: CandidatePairs;
  readonly reviewFrom: number;
}

/** Pairs of an order of decision, from one place in it to another. */
function slice(
  { left, right, similarity }: CandidatePairs,
  from: number,
  to: number,
): CandidatePairs {
  return {
    count: to - from,
    left: left.subarray(from, to),
    right: right.subarray(from, to),
    similarity: similarity.subarray(from, to),
  };
}

/** How many pairs, most similar first, are at or above a threshold. */
export function countAbove({ similarity }: CandidatePairs, threshold: number): number {
  let [low, high] = [0, similarity.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (similarity[middle]! >= threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Pairs in the order of decision, divided at a threshold. */
export function divideAt(
  found: CandidatePairs,
  threshold: number,
): { readonly pairs: CandidatePairs; readonly below: CandidatePairs } {
  const above = countAbove(found, threshold);
  return { pairs: slice(found, 0, above), below: slice(found, above, found.count) };
}

/** Where to look from, when there are too many pairs from the lower threshold on: nearer to the other. */
const STEPS = [0, 0.5, 0.75, 0.875];

/**
 * @param find all pairs from a threshold on, in the order of decision, or LINKAGE_TOO_MANY_PAIRS when
 *   they are more than `most`, where that is given
 * @param records over all sources
 * @throws as `find` with the upper threshold
 */
export async function findPairs(
  find: (threshold: number, most?: number) => Promise<FoundCandidates>,
  { threshold, thresholdLower }: { readonly threshold: number; readonly thresholdLower: number },
  records: number,
): Promise<FoundPairs> {
  const most = Math.max(PAIRS_MIN, PAIRS_PER_RECORD * records);
  const places = thresholdLower < threshold ? STEPS : [];
  for (const reviewFrom of places.map(
    (step) => thresholdLower + step * (threshold - thresholdLower),
  )) {
    try {
      const { search, ...found } = await find(reviewFrom, most);
      const { pairs, below } = divideAt(found, threshold);
      return { pairs: { ...pairs, search }, below, reviewFrom };
    } catch (thrown) {
      if (!isKoppelError(thrown, 'LINKAGE_TOO_MANY_PAIRS')) throw thrown;
    }
  }
  const pairs = await find(threshold);
  return { pairs, below: slice(pairs, 0, 0), reviewFrom: threshold };
}
