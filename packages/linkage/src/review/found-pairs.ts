// SPDX-License-Identifier: EUPL-1.2
/**
 * Candidate pairs, and those below the threshold that only a person may link. Both come from one search
 * with the lower threshold. Where that would find too many pairs, those below are left out: a linkage
 * never fails for the sake of a review. No encodings, no identifiers.
 */
import { isKoppelError } from '@koppel/errors';
import type { CandidatePairs, FoundCandidates } from '../candidates.ts';
import type { SearchStatement } from '../candidate-search.ts';

/** More pairs than this below the threshold are no grey zone, but a threshold that does not divide. */
export const BELOW_CAP = 1_000_000;

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

/**
 * @param find all pairs from a threshold on, in the order of decision
 * @throws as `find` with the upper threshold
 */
export async function findPairs(
  find: (threshold: number) => Promise<FoundCandidates>,
  { threshold, thresholdLower }: { readonly threshold: number; readonly thresholdLower: number },
): Promise<FoundPairs> {
  const withSearch = (pairs: CandidatePairs, search: SearchStatement): FoundCandidates => ({
    ...pairs,
    search,
  });
  if (thresholdLower < threshold) {
    try {
      const { search, ...found } = await find(thresholdLower);
      const { pairs, below } = divideAt(found, threshold);
      if (below.count <= BELOW_CAP) {
        return { pairs: withSearch(pairs, search), below, reviewFrom: thresholdLower };
      }
      return { pairs: withSearch(pairs, search), below: slice(found, 0, 0), reviewFrom: threshold };
    } catch (thrown) {
      if (!isKoppelError(thrown, 'LINKAGE_TOO_MANY_PAIRS')) throw thrown;
    }
  }
  const pairs = await find(threshold);
  return { pairs, below: slice(pairs, 0, 0), reviewFrom: threshold };
}
