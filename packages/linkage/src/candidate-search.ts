// SPDX-License-Identifier: EUPL-1.2
/**
 * How the pairs of two sources are searched for: exactly, or approximately with a wanted recall. What
 * an approximate search misses is not linked, so that every outcome says how much that is.
 */
import {
  search,
  searchApproximately,
  searchSequentially,
  type FilterSet,
  type HitColumns,
  type SearchOptions,
} from '@koppel/kernel';

/** Asks for an approximate search. */
export interface WantedSearch {
  /** The share of the pairs at or above the threshold that is to be found, 0.5–0.9999. */
  readonly recall: number;
}

/** Which search was used, and the share of pairs that it found. */
export interface SearchStatement {
  /** `exact` also where an approximate search would have cost as much. */
  readonly method: 'exact' | 'approximate';
  /** The recall that was asked for; 1 when nothing was. */
  readonly wanted: number;
  /**
   * Dice: as measured on a sample that was searched exactly, with an interval of at least 95 %.
   * Hamming: as expected of the pairs found, with what the chance to miss a pair is at most.
   */
  readonly measured: number;
  readonly low: number;
  readonly high: number;
  /** The lower end of the interval is at least what was wanted, of every two sources. */
  readonly reached: boolean;
}

export interface SearchedPairs {
  readonly hits: HitColumns;
  readonly statement: SearchStatement;
}

const EXACT = { method: 'exact', measured: 1, low: 1, high: 1, reached: true } as const;

/** More than this is not worth missing: tests get hardly faster. */
const MOST_MISSED = 0.1;

/**
 * Balanced codes by tests, of which the chance to miss a pair is known: the interval is what that
 * bound allows, not what a sample shows, which holds too few pairs to say as much.
 */
async function searchCodes(
  left: FilterSet,
  right: FilterSet,
  threshold: number,
  { recall }: WantedSearch,
  options: SearchOptions,
): Promise<SearchedPairs> {
  const miss = Math.min(MOST_MISSED, 1 - recall);
  const asked = { ...options, miss };
  const { hits, miss: missed, design } = await searchSequentially(left, right, threshold, asked);
  if (design === undefined) return { hits, statement: { ...EXACT, wanted: recall } };
  const pairs = hits.query.length;
  const measured = pairs === 0 ? 1 : pairs / (pairs + missed.expected);
  const bounds = { measured, low: 1 - missed.bound, high: 1, reached: true };
  return { hits, statement: { method: 'approximate', wanted: recall, ...bounds } };
}

/** The pairs of two sets. @throws as the searches of the kernel */
export async function searchPairs(
  left: FilterSet,
  right: FilterSet,
  threshold: number,
  wanted: WantedSearch | undefined,
  options: SearchOptions,
): Promise<SearchedPairs> {
  if (wanted === undefined) {
    const hits = await search(left, right, threshold, options);
    return { hits, statement: { ...EXACT, wanted: 1 } };
  }
  if (options.similarity === 'hamming' && wanted.recall >= 0.5 && wanted.recall < 1) {
    return searchCodes(left, right, threshold, wanted, options);
  }
  const asked = { ...options, recall: wanted.recall };
  const { hits, method, recall } = await searchApproximately(left, right, threshold, asked);
  const { measured, low, high, reached } = recall;
  return { hits, statement: { method, wanted: wanted.recall, measured, low, high, reached } };
}

/**
 * One statement for several comparisons: found pairs to all pairs, where each comparison's total
 * follows from its recall. The ends of the interval assume that all lie at theirs: it is cautious.
 */
export function joinStatements(
  all: readonly { readonly pairs: number; readonly statement: SearchStatement }[],
  wanted: WantedSearch | undefined,
): SearchStatement {
  const found = all.reduce((sum, { pairs }) => sum + pairs, 0);
  const share = (of: 'measured' | 'low' | 'high'): number => {
    const total = all.reduce(
      (sum, { pairs, statement }) => (pairs === 0 ? sum : sum + pairs / statement[of]),
      0,
    );
    return found === 0 ? 1 : found / total;
  };
  const approximate = all.some(({ statement }) => statement.method === 'approximate');
  return {
    method: approximate ? 'approximate' : 'exact',
    wanted: wanted?.recall ?? 1,
    measured: share('measured'),
    low: share('low'),
    high: share('high'),
    reached: all.every(({ statement }) => statement.reached),
  };
}
