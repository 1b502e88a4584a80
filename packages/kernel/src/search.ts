// SPDX-License-Identifier: EUPL-1.2
/**
 * Exact search over sets of filters: every pair at or above a threshold, or the best candidate of
 * every query. Nothing is approximate; `reference.ts` is the specification. The filters are personal
 * data and stay in this process.
 */
import { availableParallelism } from 'node:os';
import { KoppelError } from '@koppel/errors';
import { checkSets, checkThreshold, type FilterSet } from './filter-set.ts';
import { joinHits, type HitColumns } from './hits.ts';
import { statePlan, type SearchPlan } from './estimate.ts';
import { checkMemory } from './memory.ts';
import type { PartsElsewhere } from './parts/question.ts';
import { planAll, planBest, type Plan } from './plan.ts';
import type { TileStore } from './resume.ts';
import { checkWorkers, runPlan, threadsFor, type RunOptions } from './run.ts';
import { fittingThreshold, TooManyPairsError } from './too-many-pairs.ts';

export interface SearchOptions extends RunOptions {
  /** Both sets are the same one: each unordered pair once, query < candidate. */
  readonly within?: boolean;
  /**
   * More pairs than this end the search with KERNEL_TOO_MANY_PAIRS; a whole number or Infinity. By
   * default 20 million for `search`, and no end for `searchEach`.
   */
  readonly maxPairs?: number;
  /** Where tiles that are done are kept, for a search that is to go on after it was killed. */
  readonly resume?: TileStore;
  /** Has the parts of the search done by others; then nothing is kept with `resume`. */
  readonly elsewhere?: PartsElsewhere;
  /** Told what is going to be done and what is expected of it, before it is. */
  readonly onPlan?: (plan: SearchPlan) => void;
  /** Bytes of memory that may be taken; by default what the system says is free. */
  readonly memory?: number;
}

export interface BestOptions extends RunOptions {
  /** Similarities below it are not reported; in (0, 1]. The lower, the slower. */
  readonly floor: number;
  /** Per query, the candidate row that is the query itself and does not count. */
  readonly self?: Uint32Array;
}

export interface TopOptions extends BestOptions {
  /** Candidates per query at most, 1–256. */
  readonly top: number;
}

export const DEFAULT_MAX_PAIRS = 20_000_000;
const MAX_TOP = 256;

/** The order of `column`, stable: a counting sort that rearranges `order`. */
function stableOrder(order: Uint32Array, column: Uint32Array, limit: number): Uint32Array {
  const next = new Uint32Array(limit + 1);
  for (const value of column) next[value + 1]!++;
  for (let value = 1; value <= limit; value++) next[value]! += next[value - 1]!;
  const sorted = new Uint32Array(order.length);
  for (const at of order) sorted[next[column[at]!]!++] = at;
  return sorted;
}

/**
 * Joins lots of hits in whatever order they came, sorted by (query, candidate).
 * @param ranked by query only: those of one query, which one thread found, stay in their order
 */
export function joinSorted(
  lots: readonly HitColumns[],
  { counts }: Pick<Plan, 'counts'>,
  ranked = false,
): HitColumns {
  const { query, candidate, similarity } = joinHits(lots);
  const asFound = Uint32Array.from({ length: query.length }, (_, n) => n);
  const byCandidate = ranked ? asFound : stableOrder(asFound, candidate, counts.candidates);
  const order = stableOrder(byCandidate, query, counts.queries);
  return {
    query: order.map((n) => query[n]!),
    candidate: order.map((n) => candidate[n]!),
    similarity: Float64Array.from(order, (n) => similarity[n]!),
  };
}

/** @throws KERNEL_TOP unless 1 ≤ top ≤ 256, a whole number */
export function checkTop(top: number): void {
  if (!Number.isInteger(top) || top < 1 || top > MAX_TOP) throw new KoppelError('KERNEL_TOP');
}

export function checkMaxPairs(maxPairs: number): void {
  const allowed = maxPairs === Infinity || (Number.isSafeInteger(maxPairs) && maxPairs >= 0);
  if (!allowed) throw new KoppelError('KERNEL_MAX_PAIRS');
}

/**
 * Every pair with similarity ≥ threshold, as it is found and in no order: `onHits` is told lots of
 * at most some ten thousands of pairs, of which nothing is kept. What it throws ends the search.
 * @throws as `search`
 */
export async function searchEach(
  queries: FilterSet,
  candidates: FilterSet,
  threshold: number,
  onHits: (hits: HitColumns) => void,
  options: SearchOptions = {},
): Promise<void> {
  await searchAll(queries, candidates, threshold, onHits, options);
}

/** Work (lanes counted) of which an estimate is made even if nobody asked: it takes a hundredth. */
const WORK_TO_STATE = 1e10;
/** Not even the lowest expectation may be near the limit before a search is refused unseen. */
const CERTAIN = 2;

/** Checks all that is asked, and plans it. */
function planSearch(
  queries: FilterSet,
  candidates: FilterSet,
  threshold: number,
  options: SearchOptions,
): { plan: Plan; threads: number } {
  const { similarity = 'dice', within = false, maxPairs = Infinity, workers, memory } = options;
  checkSets(queries, candidates);
  if (within && queries.count !== candidates.count) throw new KoppelError('KERNEL_LENGTH');
  checkThreshold(threshold);
  checkWorkers(workers);
  checkMaxPairs(maxPairs);
  checkMemory(queries, candidates, workers ?? availableParallelism(), memory);
  const plan = planAll(queries, candidates, { similarity, threshold }, within);
  return { plan, threads: threadsFor(plan, workers) };
}

async function searchAll(
  queries: FilterSet,
  candidates: FilterSet,
  threshold: number,
  onHits: (hits: HitColumns) => void,
  options: SearchOptions,
): Promise<Plan> {
  const { maxPairs = Infinity, resume, onPlan, signal } = options;
  const { plan, threads } = planSearch(queries, candidates, threshold, options);
  if (signal?.aborted === true) throw new KoppelError('KERNEL_CANCELLED');
  const refuse = (stated: SearchPlan, found: number): never => {
    const fitting = fittingThreshold(stated, maxPairs);
    throw new TooManyPairsError({ found, most: maxPairs, plan: stated, fitting });
  };
  let stated: SearchPlan | undefined;
  if (onPlan !== undefined || plan.work >= WORK_TO_STATE) {
    stated = await statePlan(plan, threads);
    onPlan?.(stated);
    if (stated.pairs.low > CERTAIN * maxPairs) refuse(stated, 0);
  }
  const over = new Error();
  let found = 0;
  const count = (pairs: number): void => {
    found = pairs;
    if (pairs > maxPairs) throw over;
  };
  try {
    const { elsewhere, within = false } = options;
    const { similarity } = plan;
    const question = { similarity, threshold, within, way: { method: 'exact' } } as const;
    const shared = elsewhere && { elsewhere, question };
    await runPlan(plan, threads, options, { onHits, count, resume, shared });
  } catch (thrown) {
    if (thrown !== over) throw thrown;
    refuse(stated ?? (await statePlan(plan, threads)), found);
  }
  return plan;
}

/**
 * What `search` with the same arguments would do, take and find, without doing it; takes about a
 * hundredth of the time, and a second or two for the largest sets.
 * @throws as `search`, for what is asked
 */
export async function estimateSearch(
  queries: FilterSet,
  candidates: FilterSet,
  threshold: number,
  options: SearchOptions = {},
): Promise<SearchPlan> {
  const { plan, threads } = planSearch(queries, candidates, threshold, options);
  return await statePlan(plan, threads);
}

/**
 * Every pair with similarity ≥ threshold, sorted by (query, candidate). Two empty filters have Dice
 * similarity 0 and are never a pair; their Hamming similarity is 1.
 * @param threshold in (0, 1]; the lower, the slower and the more pairs
 * @throws KERNEL_LENGTH, KERNEL_THRESHOLD, KERNEL_WORKERS, KERNEL_MAX_PAIRS for what is asked;
 *   KERNEL_MEMORY before it begins; KERNEL_TOO_MANY_PAIRS (a TooManyPairsError, with counts),
 *   KERNEL_CANCELLED, KERNEL_WORKER_LOST, KERNEL_KEPT_TILE for what happens
 */
export async function search(
  queries: FilterSet,
  candidates: FilterSet,
  threshold: number,
  options: SearchOptions = {},
): Promise<HitColumns> {
  const lots: HitColumns[] = [];
  const keep = (hits: HitColumns): void => {
    lots.push(hits);
  };
  const limited = { maxPairs: DEFAULT_MAX_PAIRS, ...options };
  return joinSorted(lots, await searchAll(queries, candidates, threshold, keep, limited));
}

/**
 * The `top` most similar candidates of each query, the lower row first among equals, sorted by
 * (query, similarity descending, candidate); a query has fewer, or none, where fewer candidates
 * reach the floor. A query's bar rises to the last of its candidates as they are found.
 * @throws KERNEL_TOP; as `search`, but for KERNEL_TOO_MANY_PAIRS
 */
export async function topMatches(
  queries: FilterSet,
  candidates: FilterSet,
  options: TopOptions,
): Promise<HitColumns> {
  const { similarity = 'dice', floor: threshold, self, top, workers } = options;
  checkSets(queries, candidates);
  checkThreshold(threshold);
  checkWorkers(workers);
  checkTop(top);
  checkMemory(queries, candidates, workers ?? availableParallelism());
  const plan = planBest(queries, candidates, { similarity, threshold }, top, self);
  const lots: HitColumns[] = [];
  await runPlan(plan, threadsFor(plan, workers), options, {
    onHits: (hits) => void lots.push(hits),
    count: () => undefined,
  });
  return joinSorted(lots, plan, true);
}

/**
 * The most similar candidate of each query, the lowest row among equals, sorted by query; queries
 * without any candidate at or above the floor are left out.
 * @throws as `search`, but for KERNEL_TOO_MANY_PAIRS
 */
export async function bestMatches(
  queries: FilterSet,
  candidates: FilterSet,
  options: BestOptions,
): Promise<HitColumns> {
  return topMatches(queries, candidates, { ...options, top: 1 });
}
