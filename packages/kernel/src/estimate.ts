// SPDX-License-Identifier: EUPL-1.2
/**
 * What a search is going to do, cost and find, stated before it starts. Pairs and similarities are
 * counted in samples that are the same on every run; the time is measured on them, on this machine
 * and as busy as it is.
 */
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { totalInterval, type Interval } from './interval.ts';
import { memoryFor } from './memory.ts';
import { largestTile, type Plan } from './plan.ts';
import { BINS, binOf, drawPairs, sampleQueries, type QuerySample } from './sample.ts';
import type { Similarity } from './similarity.ts';

export interface SearchPlan {
  /** No pair is missed. */
  readonly method: 'exact';
  readonly similarity: Similarity;
  readonly threshold: number;
  /** How unmatched bits are counted: row by row, with one or two candidates in a lane, or by chunks. */
  readonly counter: 'rows' | 'pairedRows' | 'chunks';
  /** Pairs of filters there are: each of them is compared, or ruled out by its popcounts. */
  readonly comparisons: number;
  readonly threads: number;
  readonly tiles: number;
  /** Vectors of 128 lanes added for 128 comparisons, on average; 0 if so little is to be done. */
  readonly vectors: number;
  /** Bytes, beside the sets themselves and the pairs found. */
  readonly memoryBytes: number;
  /** Expected, with these threads. */
  readonly seconds: number;
  /** Pairs at or above the threshold. */
  readonly pairs: Interval;
  /** Expected pairs by similarity: n holds those in [n, n + 1) hundredths, the last those of 1 too. */
  readonly histogram: readonly number[];
  /** What all this was seen in. */
  readonly sample: {
    readonly queries: number;
    readonly comparisons: number;
    readonly pairs: number;
  };
}

/** Pairs drawn for the shape of the similarities. */
const DRAWN = 20_000;
/** Lanes counted in a first sample; each further one is larger by a factor, up to a share of the work. */
const FIRST_WORK = 1e7;
const GROWTH = 6;
const WORK_SHARE = 0.01;
const LEAST_WORK = 2e7;
const MOST_WORK = 3e9;
/** So many pairs from so many queries are enough, and more pairs than this are not looked at. */
const ENOUGH = { pairs: 2500, queries: 400 };
const MOST_PAIRS = 200_000;
/** Draws at or above the threshold that give a better estimate than queries do. */
const MANY_DRAWN = 200;

export const comparisonsOf = ({ passes, counts }: Plan): number =>
  passes[0]!.orientation === 'lowerFirst'
    ? (counts.queries * (counts.queries - 1)) / 2
    : counts.queries * counts.candidates;

async function growingSample(plan: Plan): Promise<QuerySample> {
  const most = Math.min(MOST_WORK, Math.max(LEAST_WORK, WORK_SHARE * plan.work));
  let sample: QuerySample | undefined;
  for (let work = Math.min(FIRST_WORK, most); ; work = Math.min(most, work * GROWTH)) {
    await setImmediate();
    sample = sampleQueries(plan, Math.min(1, work / Math.max(1, plan.work)), MOST_PAIRS);
    const found = sample.bins.reduce((sum, count) => sum + count, 0);
    const enough = found >= ENOUGH.pairs && sample.pairs.length >= ENOUGH.queries;
    if (enough || sample.cut || work >= most || work >= plan.work) return sample;
  }
}

/** Seconds for all of a plan by one thread, from those of a sample, whose tiles are smaller. */
function secondsFor(plan: Plan, sample: QuerySample): number {
  if (sample.work === 0) return 0;
  const most = largestTile(plan);
  const { query, tile } = plan.cost ?? { query: 1, tile: 0 };
  const sampledTile = Math.min(most, Math.max(1, sample.pairs.length / plan.passes.length));
  const ratio = (query + tile / most) / (query + tile / sampledTile);
  return (sample.seconds * ratio * plan.work) / sample.work;
}

/** @param threads that will carry the plan out */
export async function statePlan(plan: Plan, threads: number): Promise<SearchPlan> {
  const { similarity, threshold, counter, perLane, tiles } = plan;
  const comparisons = comparisonsOf(plan);
  const drawn = drawPairs(plan, Math.min(DRAWN, comparisons));
  const reach = drawn.map((value) => (value >= threshold ? 1 : 0));
  const reached = reach.reduce((sum, one) => sum + one, 0);
  const sample = await growingSample(plan);
  const histogram = new Array<number>(BINS).fill(0);
  const byDraw = sample.cut || (reached >= MANY_DRAWN && sample.pairs.length < sample.population);
  for (const value of drawn) {
    if (byDraw || value < threshold) histogram[binOf(value)]! += comparisons / drawn.length;
  }
  if (!byDraw) {
    const scale = sample.population / Math.max(1, sample.pairs.length);
    sample.bins.forEach((count, bin) => (histogram[bin]! += count * scale));
  }
  const none = { expected: 0, low: 0, high: 0 };
  const pairs = byDraw
    ? totalInterval(reach, comparisons)
    : sample.pairs.length === 0
      ? none
      : totalInterval(sample.pairs, sample.population);
  return {
    method: 'exact',
    similarity,
    threshold,
    counter: perLane === 2 ? 'pairedRows' : counter,
    comparisons,
    threads,
    tiles: tiles.length,
    vectors: plan.vectors,
    memoryBytes: memoryFor(plan.counts, plan.passes[0]!.queries, threads),
    seconds: secondsFor(plan, sample) / Math.min(threads, availableParallelism()),
    pairs: { ...pairs, high: Math.min(pairs.high, comparisons) },
    histogram,
    sample: {
      queries: sample.pairs.length,
      comparisons: Math.round(sample.work) + drawn.length,
      pairs: sample.bins.reduce((sum, count) => sum + count, 0),
    },
  };
}
