// SPDX-License-Identifier: EUPL-1.2
/**
 * Approximate search: the pairs of records whose encodings agree in one of a number of tables, each
 * measured exactly. What is found is a subset of the exact answer; how large a share, is measured in
 * every run on a random sample of queries that were searched for exactly. The filters are personal
 * data and stay in this process.
 */
import { availableParallelism, totalmem } from 'node:os';
import { KoppelError } from '@koppel/errors';
import { checkSets, checkThreshold, type FilterSet } from '../filter-set.ts';
import type { HitColumns } from '../hits.ts';
import { identityOfTables } from '../parts/question.ts';
import { checkWorkers } from '../run.ts';
import { search, type SearchOptions } from '../search.ts';
import { similarityFrom } from '../similarity.ts';
import { choose, exactCost, type Choice } from './choose.ts';
import { distinctOf, type Distinct } from './distinct.ts';
import { joinElsewhere } from './elsewhere.ts';
import { shareFound, type Share } from './interval.ts';
import { joinKernelBytes } from './join-kernel.ts';
import { PairsFound } from './pairs-found.ts';
import { joinHere, joinThreads, type Joiner } from './pool.ts';
import { sampleOf, type Sample, type Searched } from './sample.ts';
import type { JoinPlan, Table } from './sides.ts';
import { tablesFrom } from './tables.ts';

export interface ApproximateOptions extends SearchOptions {
  /** The share of pairs that is wanted, 0.5–0.9999. */
  readonly recall: number;
  /** Chooses bits and samples; the same number gives the same pairs. By default 1. */
  readonly seed?: number;
  /** Approximate also where the exact search is reckoned to be as fast: for tests and measurements. */
  readonly evenIfSlower?: boolean;
}

/** The share of pairs that was found, as measured; for an exact search 1. */
export interface MeasuredRecall extends Share {
  readonly wanted: number;
  /** Queries that were searched for exactly to measure it, and their pairs. */
  readonly queries: number;
  readonly pairs: number;
  /** The lower end of the interval is at least what was wanted. */
  readonly reached: boolean;
}

export interface ApproximateOutcome {
  /** Sorted by (query, candidate), as those of an exact search. */
  readonly hits: HitColumns;
  /** `exact` where that was reckoned to cost no more. */
  readonly method: 'exact' | 'approximate';
  readonly recall: MeasuredRecall;
  readonly tables: number;
  /** Bits of a table's key, and in how many of them two keys may differ; 0 for an exact search. */
  readonly keyBits: number;
  readonly radius: number;
  /** Meetings of records in tables, and those left out as too many records had one key. */
  readonly candidates: number;
  readonly skipped: number;
}

const DEFAULT_MAX_PAIRS = 20_000_000;
/** More records than this on a side do not fit the memory of one thread's tables. */
const MOST_RECORDS = 50_000_000;
/** Exact unless the approximate search is reckoned to take less than this share of its time. */
const WORTH = 0.7;
/** The chance that the interval of the recall does not hold the true one, over all its looks. */
const RISK = 0.05;
/** Tables in all, in multiples of what the choice asked for, before the search says it cannot. */
const MOST_ROUNDS = 8;
/** Share of the progress that sampling takes. */
const SAMPLING = 0.3;

/** So many threads as there is work for, and as their tables leave the memory half empty. */
function joinersFor(threads: number, { left, right, choice }: Run): number {
  const [n, m] = [left.side.rows.length, right.side.rows.length];
  // Beside the kernel, every thread keeps keys and order of both sides.
  const bytes = joinKernelBytes(n, m, choice.keyBits) + (n + m) * 8;
  return Math.max(1, Math.min(threads, choice.tables, Math.floor(totalmem() / 2 / bytes)));
}

/** Tells a fraction onwards, ascending. */
function ascending(onProgress: ((fraction: number) => void) | undefined) {
  let told = 0;
  return (fraction: number): void => {
    if (fraction <= told) return;
    told = fraction;
    onProgress?.(fraction);
  };
}

interface Parts {
  readonly left: Distinct;
  readonly right: Distinct;
  readonly asked: Searched;
}

/** Everything that one approximate search knows. */
interface Run extends Parts {
  readonly choice: Choice;
  readonly sample: Sample;
  readonly found: PairsFound;
  readonly seed: number;
  readonly wanted: number;
  readonly tell: (fraction: number) => void;
}

function planOf({ left, right, asked, choice }: Run): JoinPlan {
  const { similarity, threshold, within } = asked;
  const { radius, sketch, sketchMost } = choice;
  const sides = { left: left.side, right: right.side };
  return { similarity, threshold, within, ...sides, radius, sketch, sketchMost };
}

/** Joins tables until the measured recall is as wanted, or it costs too much to go on. */
async function joinUntilReached(
  run: Run,
  joiner: Joiner,
): Promise<Omit<ApproximateOutcome, 'hits'>> {
  const { choice, sample, found, wanted } = run;
  const endless = tablesFrom(choice.pool, choice.keyBits, run.seed);
  let [tables, joined, candidates, skipped] = [0, 0, 0, 0];
  for (let look = 1; ; look++) {
    const count = look === 1 ? choice.tables : Math.ceil(choice.tables / 3) + 1;
    const round = Array.from({ length: count }, () => endless.next().value as Table);
    tables += count;
    await joiner.join(round, {
      onHits: (hits) => {
        found.add(hits);
      },
      onTable(cost) {
        candidates += cost.candidates;
        skipped += cost.skipped;
        joined++;
        run.tell(SAMPLING + (1 - SAMPLING) * Math.min(0.99, joined / tables));
      },
    });
    const tallies = found.tally(sample.scoring);
    // Each look may be the last one: together they risk no more than one interval would.
    const share = shareFound(tallies, RISK / 2 ** look);
    const reached = share.low >= wanted;
    if (!reached && look < MOST_ROUNDS) continue;
    const pairs = tallies.reduce((sum, one) => sum + one.pairs, 0);
    const recall = { ...share, wanted, queries: sample.scoring.queries, pairs, reached };
    const { keyBits, radius } = choice;
    return { method: 'approximate', recall, tables, keyBits, radius, candidates, skipped };
  }
}

/** Samples and chooses; undefined where an exact search costs no more. */
async function prepare(
  parts: Parts,
  { recall, seed = 1, evenIfSlower = false }: ApproximateOptions,
  tell: (fraction: number) => void,
): Promise<Pick<Run, 'sample' | 'choice'> | undefined> {
  const { left, right, asked } = parts;
  const [n, m] = [left.side.rows.length, right.side.rows.length];
  if (Math.max(n, m) > MOST_RECORDS) return undefined;
  const bits = left.side.wordsPerFilter * 32;
  const most = evenIfSlower ? n : Math.floor(n / 4);
  const sample = await sampleOf(left, right, recall, most, asked, (fraction) => {
    tell(SAMPLING * fraction);
  });
  if (sample === undefined) return undefined;
  const choice = choose(left, right, sample.choosing, recall, seed);
  if (choice === undefined) return undefined;
  const exact = exactCost(n, m, bits) / (asked.within ? 2 : 1);
  const sampled = exactCost(sample.choosing.queries + sample.scoring.queries, m, bits);
  const approximate = choice.tables * choice.tableCost + sampled;
  return evenIfSlower || approximate < WORTH * exact ? { sample, choice } : undefined;
}

/** Who joins the tables: this thread, several, or others. */
function joinerFor(
  run: Run,
  threads: number,
  queries: FilterSet,
  candidates: FilterSet,
  { elsewhere, signal }: ApproximateOptions,
): Joiner {
  const { keyBits, pool, radius, sketch, sketchMost } = run.choice;
  if (elsewhere === undefined) {
    const joiners = joinersFor(threads, run);
    if (joiners === 1) return joinHere(planOf(run), keyBits, signal);
    return joinThreads(planOf(run), keyBits, joiners, signal);
  }
  const { similarity, threshold, within } = run.asked;
  const choice = { seed: run.seed, pool, keyBits, radius, sketch, sketchMost };
  const question = { similarity, threshold, within, way: { method: 'tables', ...choice } } as const;
  const identity = identityOfTables(queries, candidates, question);
  const counts = { queries: run.left.side.rows.length, candidates: run.right.side.rows.length };
  return joinElsewhere(elsewhere, { identity, question }, counts, signal);
}

async function searchExactly(
  queries: FilterSet,
  candidates: FilterSet,
  threshold: number,
  options: ApproximateOptions,
  tell: (fraction: number) => void,
): Promise<ApproximateOutcome> {
  const hits = await search(queries, candidates, threshold, { ...options, onProgress: tell });
  const sampled = { queries: queries.count, pairs: hits.query.length };
  const all = { measured: 1, low: 1, high: 1, reached: true };
  const none = { tables: 0, keyBits: 0, radius: 0, candidates: 0, skipped: 0 };
  return { hits, method: 'exact', recall: { wanted: options.recall, ...all, ...sampled }, ...none };
}

/**
 * Pairs with similarity ≥ threshold, and which share of them was found. Deterministic: the same sets,
 * in whatever order, and the same seed give the same pairs, with any number of threads.
 * @param threshold in (0, 1]
 * @throws KERNEL_RECALL; and as `search`. KERNEL_TOO_MANY_PAIRS also when the sample expects several
 *   times as many as allowed
 */
export async function searchApproximately(
  queries: FilterSet,
  candidates: FilterSet,
  threshold: number,
  options: ApproximateOptions,
): Promise<ApproximateOutcome> {
  checkSets(queries, candidates);
  checkThreshold(threshold);
  const { similarity = 'dice', within = false, recall: wanted, seed = 1, signal } = options;
  if (!(wanted >= 0.5 && wanted <= 0.9999)) throw new KoppelError('KERNEL_RECALL');
  checkWorkers(options.workers);
  const threads = options.workers ?? availableParallelism();
  const maxPairs = options.maxPairs ?? DEFAULT_MAX_PAIRS;
  const tell = ascending(options.onProgress);
  const left = distinctOf(queries, seed);
  const right = within ? left : distinctOf(candidates, seed);
  const found = new PairsFound(left, right, within, maxPairs);
  const bits = queries.bytes * 8;
  found.addEqual((ones) => similarityFrom(similarity, ones, ones, ones, bits), threshold);
  const watched = { workers: threads, ...(signal === undefined ? {} : { signal }) };
  const asked: Searched = { similarity, threshold, within, maxPairs, ...watched };
  const parts: Parts = { left, right, asked };
  const prepared = await prepare(parts, options, tell);
  if (prepared === undefined) return searchExactly(queries, candidates, threshold, options, tell);
  const run: Run = { ...parts, ...prepared, found, seed, wanted, tell };
  const joiner = joinerFor(run, threads, queries, candidates, options);
  try {
    const outcome = await joinUntilReached(run, joiner);
    const hits = found.records();
    tell(1);
    return { hits, ...outcome };
  } finally {
    await joiner.close();
  }
}
