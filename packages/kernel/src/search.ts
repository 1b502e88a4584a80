// SPDX-License-Identifier: EUPL-1.2
/**
 * Exact search over sets of filters: every pair at or above a threshold, or the best candidate of
 * every query. Nothing is approximate; `reference.ts` is the specification. The filters are personal
 * data and stay in this process.
 */
import { availableParallelism } from 'node:os';
import { KoppelError } from '@koppel/errors';
import { checkSets, checkThreshold, type FilterSet } from './filter-set.ts';
import { planAll, planBest, type Plan } from './plan.ts';
import { runHere, runThreads } from './pool.ts';
import type { Similarity } from './similarity.ts';
import type { HitColumns } from './hits.ts';

export interface RunOptions {
  /** Absent is `dice`. */
  readonly similarity?: Similarity;
  /** Threads, 1–256; by default all that the machine offers, or 1 when there is little to do. */
  readonly workers?: number;
  /** Told the fraction of the work that is done, 0–1, ascending; 1 comes last. */
  readonly onProgress?: (fraction: number) => void;
  /** Ends the search with KERNEL_CANCELLED. */
  readonly signal?: AbortSignal;
}

export interface SearchOptions extends RunOptions {
  /** Both sets are the same one: each unordered pair once, query < candidate. */
  readonly within?: boolean;
  /** More pairs than this end the search with KERNEL_TOO_MANY_PAIRS; by default 20 million. */
  readonly maxPairs?: number;
}

export interface BestOptions extends RunOptions {
  /** Similarities below it are not reported; in (0, 1]. The lower, the slower. */
  readonly floor: number;
  /** Per query, the candidate row that is the query itself and does not count. */
  readonly self?: Uint32Array;
}

const DEFAULT_MAX_PAIRS = 20_000_000;
const MAX_WORKERS = 256;
/** Below this much work (lanes counted) starting threads costs more than it saves. */
const WORK_FOR_THREADS = 1e9;

function threadsFor(plan: Plan, workers: number | undefined): number {
  if (workers === undefined) return plan.work < WORK_FOR_THREADS ? 1 : availableParallelism();
  if (!Number.isInteger(workers) || workers < 1 || workers > MAX_WORKERS) {
    throw new KoppelError('KERNEL_WORKERS');
  }
  return workers;
}

async function run(plan: Plan, options: RunOptions, maxPairs: number): Promise<HitColumns[]> {
  const threads = threadsFor(plan, options.workers);
  const lots: HitColumns[] = [];
  let [pairs, work] = [0, 0];
  const watch = {
    onHits(hits: HitColumns): void {
      pairs += hits.query.length;
      if (pairs > maxPairs) throw new KoppelError('KERNEL_TOO_MANY_PAIRS');
      lots.push(hits);
    },
    onWork(lanes: number): void {
      work += lanes;
      if (work < plan.work) options.onProgress?.(work / plan.work);
    },
    signal: options.signal,
  };
  await (threads === 1 ? runHere(plan, watch) : runThreads(plan, threads, watch));
  options.onProgress?.(1);
  return lots;
}

/** The order of `column`, stable: a counting sort that rearranges `order`. */
function stableOrder(order: Uint32Array, column: Uint32Array, limit: number): Uint32Array {
  const next = new Uint32Array(limit + 1);
  for (const value of column) next[value + 1]!++;
  for (let value = 1; value <= limit; value++) next[value]! += next[value - 1]!;
  const sorted = new Uint32Array(order.length);
  for (const at of order) sorted[next[column[at]!]!++] = at;
  return sorted;
}

/** Joins lots of hits in whatever order they came, sorted by (query, candidate). */
function joinSorted(lots: readonly HitColumns[], queries: number, candidates: number): HitColumns {
  const total = lots.reduce((sum, lot) => sum + lot.query.length, 0);
  const query = new Uint32Array(total);
  const candidate = new Uint32Array(total);
  const similarity = new Float64Array(total);
  let at = 0;
  for (const lot of lots) {
    query.set(lot.query, at);
    candidate.set(lot.candidate, at);
    similarity.set(lot.similarity, at);
    at += lot.query.length;
  }
  const asFound = Uint32Array.from({ length: total }, (_, n) => n);
  const byCandidate = stableOrder(asFound, candidate, candidates);
  const order = stableOrder(byCandidate, query, queries);
  return {
    query: order.map((n) => query[n]!),
    candidate: order.map((n) => candidate[n]!),
    similarity: Float64Array.from(order, (n) => similarity[n]!),
  };
}

/**
 * Every pair with similarity ≥ threshold, sorted by (query, candidate). Two empty filters have Dice
 * similarity 0 and are never a pair; their Hamming similarity is 1.
 * @param threshold in (0, 1]; the lower, the slower and the more pairs
 * @throws KERNEL_LENGTH, KERNEL_THRESHOLD, KERNEL_WORKERS for what is asked; KERNEL_TOO_MANY_PAIRS,
 *   KERNEL_CANCELLED, KERNEL_WORKER_LOST for what happens
 */
export async function search(
  queries: FilterSet,
  candidates: FilterSet,
  threshold: number,
  options: SearchOptions = {},
): Promise<HitColumns> {
  checkSets(queries, candidates);
  checkThreshold(threshold);
  const { similarity = 'dice', within = false } = options;
  const plan = planAll(queries, candidates, { similarity, threshold }, within);
  const lots = await run(plan, options, options.maxPairs ?? DEFAULT_MAX_PAIRS);
  return joinSorted(lots, queries.count, candidates.count);
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
  checkSets(queries, candidates);
  checkThreshold(options.floor);
  const { similarity = 'dice', floor: threshold, self } = options;
  const plan = planBest(queries, candidates, { similarity, threshold }, self);
  const lots = await run(plan, options, queries.count);
  return joinSorted(lots, queries.count, candidates.count);
}
