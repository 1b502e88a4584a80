// SPDX-License-Identifier: EUPL-1.2
/**
 * Search of balanced codes by sequential tests. A pair is dropped once it disagrees on more pieces
 * of its codes than a pair at the threshold would but with the chance `miss`; what is left is
 * measured whole. So no pair is ever false, and one that is wanted is missed with a chance that is
 * stated, and measured in each run by an exact search of sampled queries.
 */
import { availableParallelism } from 'node:os';
import { KoppelError } from '@koppel/errors';
import { checkSets, checkThreshold, type FilterSet } from '../filter-set.ts';
import type { HitColumns } from '../hits.ts';
import { checkMemory } from '../memory.ts';
import { checkWorkers, runPlan, threadsFor, type RunOptions } from '../run.ts';
import {
  checkMaxPairs,
  checkTop,
  DEFAULT_MAX_PAIRS,
  joinSorted,
  search,
  topMatches,
  type SearchOptions,
  type TopOptions,
} from '../search.ts';
import {
  expectedMisses,
  missSample,
  NOTHING_MISSED,
  rowsOfSet,
  sampledRows,
  type MissStatement,
} from './miss.ts';
import { planVotes, type VotePlan, type VoteRequest } from './plan.ts';
import type { VoteDesign } from './votes.ts';

interface MissOptions {
  /** The chance that a wanted pair is missed, at most: 0, which is exact, or 10⁻⁹ – 0.1. */
  readonly miss: number;
  /** Queries of the exact search that measures it; by default one in a hundred, at least 100. */
  readonly sampleQueries?: number;
}

/** As of a search, by Hamming similarity. */
export type SequentialOptions = Omit<SearchOptions, 'similarity'> & MissOptions;
export type SequentialTopOptions = Omit<TopOptions, 'similarity'> & MissOptions;

export interface SequentialHits {
  /** Sorted as by the exact search. */
  readonly hits: HitColumns;
  readonly miss: MissStatement;
  /** What was counted; absent when the search was exact, as it is where there is little to do. */
  readonly design?: VoteDesign;
}

const [LEAST_MISS, MOST_MISS] = [1e-9, 0.1];
/** Below so many pairs the preparation costs more than it saves. */
const PAIRS_TO_TEST = 1e8;
const LEAST_SAMPLE = 100;
/** Share of the progress that the sample is given. */
const SAMPLE_SHARE = 0.05;

const similarity = 'hamming';

function checkMiss({ miss, sampleQueries = 0 }: MissOptions): void {
  const fits = miss === 0 || (miss >= LEAST_MISS && miss <= MOST_MISS);
  if (!fits || !Number.isInteger(sampleQueries) || sampleQueries < 0) {
    throw new KoppelError('KERNEL_MISS');
  }
}

/** Progress from `from` to `to` of that of the options. */
function progressOf(
  { onProgress }: RunOptions,
  from: number,
  to: number,
): Pick<RunOptions, 'onProgress'> {
  if (onProgress === undefined) return {};
  return {
    onProgress: (fraction: number) => {
      onProgress(from + fraction * (to - from));
    },
  };
}

/** Runs a plan. */
export async function runVotes(
  plan: VotePlan,
  options: RunOptions & Pick<SearchOptions, 'resume' | 'elsewhere'> & { readonly miss?: number },
  maxPairs: number,
): Promise<HitColumns> {
  const { elsewhere, miss = 0 } = options;
  const { threshold, within } = plan;
  const question = { similarity, threshold, within, way: { method: 'votes', miss } } as const;
  // Best matches, and a design that a caller chose, are searched for here.
  const isShared = elsewhere !== undefined && plan.kind === 'all' && miss > 0;
  const lots: HitColumns[] = [];
  await runPlan(plan, threadsFor(plan, options.workers), options, {
    onHits: (hits) => void lots.push(hits),
    count: (pairs) => {
      if (pairs > maxPairs) throw new KoppelError('KERNEL_TOO_MANY_PAIRS');
    },
    resume: options.resume,
    shared: isShared ? { elsewhere, question } : undefined,
  });
  return joinSorted(lots, plan, plan.kind === 'top');
}

/** Runs a plan, and measures with `exact` what it has missed of the rows given. */
export async function runTests(
  plan: VotePlan,
  options: SequentialOptions | SequentialTopOptions,
  maxPairs: number,
  exact: (rows: Uint32Array, options: RunOptions) => Promise<HitColumns>,
): Promise<SequentialHits> {
  const { queries, design, within } = plan;
  const chosen = options.sampleQueries ?? Math.max(LEAST_SAMPLE, Math.ceil(queries.count / 100));
  const share = chosen === 0 ? 1 : 1 - SAMPLE_SHARE;
  const hits = await runVotes(plan, { ...options, ...progressOf(options, 0, share) }, maxPairs);
  const stated = { bound: options.miss, expected: expectedMisses(plan, hits) };
  if (chosen === 0) return { hits, miss: stated, design };
  const rows = sampledRows(queries.count, chosen);
  // Not its store of tiles: those are of the search itself.
  const { workers, signal } = options;
  const watch = {
    ...(workers === undefined ? {} : { workers }),
    ...(signal === undefined ? {} : { signal }),
    ...progressOf(options, share, 1),
  };
  const sample = missSample(hits, await exact(rows, watch), rows, within);
  return { hits, miss: { ...stated, sample }, design };
}

function planFor(
  queries: FilterSet,
  candidates: FilterSet,
  miss: number,
  request: Omit<VoteRequest, 'miss'>,
): VotePlan | undefined {
  if (miss === 0 || queries.count * candidates.count < PAIRS_TO_TEST) return undefined;
  return planVotes(queries, candidates, { ...request, miss });
}

/**
 * Pairs with Hamming similarity ≥ threshold, sorted by (query, candidate): no false one, and each
 * that is wanted but with a chance of at most `miss`, over the order in which positions are looked
 * at. That order does not depend on the codes.
 * @param threshold in (0, 1]; for codes of which chance makes half of the bits equal, above 0.5
 * @throws KERNEL_MISS, and as `search`
 */
export async function searchSequentially(
  queries: FilterSet,
  candidates: FilterSet,
  threshold: number,
  options: SequentialOptions,
): Promise<SequentialHits> {
  checkSets(queries, candidates);
  checkThreshold(threshold);
  checkMiss(options);
  const { within = false, maxPairs = DEFAULT_MAX_PAIRS, workers } = options;
  if (within && queries.count !== candidates.count) throw new KoppelError('KERNEL_LENGTH');
  checkWorkers(workers);
  checkMemory(queries, candidates, workers ?? availableParallelism());
  checkMaxPairs(maxPairs);
  const request = { kind: 'all', threshold, within, top: 0, self: undefined } as const;
  const plan = planFor(queries, candidates, options.miss, request);
  if (plan === undefined) {
    const hits = await search(queries, candidates, threshold, { ...options, similarity });
    return { hits, miss: NOTHING_MISSED };
  }
  return runTests(plan, options, maxPairs, (rows, watch) =>
    search(rowsOfSet(queries, rows), candidates, threshold, {
      ...watch,
      similarity,
      maxPairs: Infinity,
      within: false,
    }),
  );
}

/**
 * Every pair with Hamming similarity ≥ threshold, found by measuring all of them with exclusive or
 * and population count: exact, and the yardstick that faster ways are compared with.
 * @throws as `search`
 */
export async function searchPlainly(
  queries: FilterSet,
  candidates: FilterSet,
  threshold: number,
  options: Omit<SearchOptions, 'similarity'> = {},
): Promise<HitColumns> {
  const { within = false, maxPairs = DEFAULT_MAX_PAIRS, workers } = options;
  checkSets(queries, candidates);
  if (within && queries.count !== candidates.count) throw new KoppelError('KERNEL_LENGTH');
  checkThreshold(threshold);
  checkWorkers(workers);
  checkMemory(queries, candidates, workers ?? availableParallelism());
  checkMaxPairs(maxPairs);
  const design = { bits: queries.bytes * 8, width: 6, least: 3, votes: 0 };
  const request = { kind: 'all', threshold, miss: 0, within, top: 0, self: undefined } as const;
  return runVotes(planVotes(queries, candidates, { ...request, design })!, options, maxPairs);
}

/**
 * The `top` most similar candidates of each query, as `topMatches` gives them, each missed with a
 * chance of at most `miss`; in the place of one that is missed comes the next.
 * @throws KERNEL_MISS, and as `topMatches`
 */
export async function topMatchesSequentially(
  queries: FilterSet,
  candidates: FilterSet,
  options: SequentialTopOptions,
): Promise<SequentialHits> {
  checkSets(queries, candidates);
  checkThreshold(options.floor);
  checkMiss(options);
  const { floor: threshold, top, self, workers } = options;
  checkWorkers(workers);
  checkMemory(queries, candidates, workers ?? availableParallelism());
  const request = { kind: 'top', threshold, within: false, top, self } as const;
  checkTop(top);
  const plan = planFor(queries, candidates, options.miss, request);
  if (plan === undefined) {
    const hits = await topMatches(queries, candidates, { ...options, similarity });
    return { hits, miss: NOTHING_MISSED };
  }
  return runTests(plan, options, Infinity, (rows, watch) =>
    topMatches(rowsOfSet(queries, rows), candidates, {
      ...{ ...watch, similarity, floor: threshold, top },
      ...(self === undefined ? {} : { self: rows.map((row) => self[row]!) }),
    }),
  );
}
