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
import { similarityFrom, type Similarity } from './similarity.ts';

/** One pair found: the rows of both filters and their similarity, in (0, 1]. */
export interface SearchHit {
  readonly query: number;
  readonly candidate: number;
  readonly similarity: number;
}

/** The similarity of two filters of equal length, 0–1. */
export function similarityReference(kind: Similarity, a: Uint8Array, b: Uint8Array): number {
  return similarityFrom(kind, overlap(a, b), popcount(a), popcount(b), a.length * 8);
}

/** The Dice similarity of two filters of equal length, 0–1. */
export function diceReference(a: Uint8Array, b: Uint8Array): number {
  return similarityReference('dice', a, b);
}

/**
 * Every pair with similarity ≥ threshold, by (query, candidate).
 * @param threshold in (0, 1]
 * @param options.similarity absent is `dice`
 * @param options.within the two sets are the same: each unordered pair once, query < candidate
 * @throws KERNEL_LENGTH, KERNEL_THRESHOLD
 */
export function searchReference(
  queries: FilterSet,
  candidates: FilterSet,
  threshold: number,
  options: { readonly similarity?: Similarity; readonly within?: boolean } = {},
): SearchHit[] {
  checkSets(queries, candidates);
  checkThreshold(threshold);
  const { similarity: kind = 'dice', within = false } = options;
  const bits = queries.bytes * 8;
  const onesOf = (set: FilterSet): number[] =>
    Array.from({ length: set.count }, (_, row) => popcount(filterAt(set, row)));
  const queryOnes = onesOf(queries);
  const candidateOnes = onesOf(candidates);
  const hits: SearchHit[] = [];
  for (let query = 0; query < queries.count; query++) {
    const first = within ? query + 1 : 0;
    for (let candidate = first; candidate < candidates.count; candidate++) {
      const both = overlap(filterAt(queries, query), filterAt(candidates, candidate));
      const [a, b] = [queryOnes[query]!, candidateOnes[candidate]!];
      const similarity = similarityFrom(kind, both, a, b, bits);
      if (similarity >= threshold) hits.push({ query, candidate, similarity });
    }
  }
  return hits;
}

/**
 * For each query its `top` most similar candidates with similarity ≥ floor, by (query, similarity
 * descending, candidate).
 * @param options.self per query, the candidate row that is the query itself and does not count
 * @throws KERNEL_LENGTH, KERNEL_THRESHOLD
 */
export function topMatchesReference(
  queries: FilterSet,
  candidates: FilterSet,
  options: {
    readonly floor: number;
    readonly top: number;
    readonly self?: Uint32Array;
    readonly similarity?: Similarity;
  },
): SearchHit[] {
  const { floor, top, self } = options;
  const places = new Uint32Array(queries.count);
  return searchReference(queries, candidates, floor, options)
    .filter(({ query, candidate }) => self?.[query] !== candidate)
    .sort((a, b) => a.query - b.query || b.similarity - a.similarity || a.candidate - b.candidate)
    .filter(({ query }) => places[query]!++ < top);
}

/**
 * For each query its most similar candidate with similarity ≥ floor, the lowest row among equals;
 * queries that have none are left out.
 * @throws KERNEL_LENGTH, KERNEL_THRESHOLD
 */
export function bestMatchesReference(
  queries: FilterSet,
  candidates: FilterSet,
  options: {
    readonly floor: number;
    readonly self?: Uint32Array;
    readonly similarity?: Similarity;
  },
): SearchHit[] {
  return topMatchesReference(queries, candidates, { ...options, top: 1 });
}
