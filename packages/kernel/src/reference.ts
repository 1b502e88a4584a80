// SPDX-License-Identifier: EUPL-1.2
/**
 * The plain twin of the search: what the fast code must equal, bit for bit. Read this to know what
 * is computed; read the rest of the package to know how it is made fast.
 */
import {
  checkSets,
  checkThreshold,
  filterAt,
  overlap,
  popcount,
  type FilterSet,
} from './filter-set.ts';

/** One pair found: the rows of both filters and their similarity, in (0, 1]. */
export interface SearchHit {
  readonly query: number;
  readonly candidate: number;
  readonly similarity: number;
}

/**
 * The similarity of two filters from three counts: 2·|A∩B| / (|A|+|B|), and 0 when both are empty
 * (Dice 1945, Ecology 26(3), p. 298). Both twins use this one expression, and equal fractions give
 * equal doubles, so that `similarity ≥ threshold` has one meaning.
 */
export function diceOf(both: number, ones: number): number {
  return ones === 0 ? 0 : (2 * both) / ones;
}

/** The Dice similarity of two filters of equal length, 0–1. */
export function diceReference(a: Uint8Array, b: Uint8Array): number {
  return diceOf(overlap(a, b), popcount(a) + popcount(b));
}

/**
 * Every pair with similarity ≥ threshold, by (query, candidate).
 * @param threshold in (0, 1]
 * @param options.within the two sets are the same: each unordered pair once, query < candidate
 * @throws KERNEL_LENGTH, KERNEL_THRESHOLD
 */
export function searchReference(
  queries: FilterSet,
  candidates: FilterSet,
  threshold: number,
  options: { readonly within?: boolean } = {},
): SearchHit[] {
  checkSets(queries, candidates);
  checkThreshold(threshold);
  const onesOf = (set: FilterSet): number[] =>
    Array.from({ length: set.count }, (_, row) => popcount(filterAt(set, row)));
  const queryOnes = onesOf(queries);
  const candidateOnes = onesOf(candidates);
  const hits: SearchHit[] = [];
  for (let query = 0; query < queries.count; query++) {
    const first = options.within === true ? query + 1 : 0;
    for (let candidate = first; candidate < candidates.count; candidate++) {
      const both = overlap(filterAt(queries, query), filterAt(candidates, candidate));
      const similarity = diceOf(both, queryOnes[query]! + candidateOnes[candidate]!);
      if (similarity >= threshold) hits.push({ query, candidate, similarity });
    }
  }
  return hits;
}

/**
 * For each query its most similar candidate with similarity ≥ floor, the lowest row among equals;
 * queries that have none are left out.
 * @param options.self per query, the candidate row that is the query itself and does not count
 * @throws KERNEL_LENGTH, KERNEL_THRESHOLD
 */
export function bestMatchesReference(
  queries: FilterSet,
  candidates: FilterSet,
  options: { readonly floor: number; readonly self?: Uint32Array },
): SearchHit[] {
  const best = new Map<number, SearchHit>();
  for (const hit of searchReference(queries, candidates, options.floor)) {
    if (options.self?.[hit.query] === hit.candidate) continue;
    if (hit.similarity > (best.get(hit.query)?.similarity ?? 0)) best.set(hit.query, hit);
  }
  return [...best.values()];
}
