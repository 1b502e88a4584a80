// SPDX-License-Identifier: EUPL-1.2
/**
 * Exact search of a sample of queries. One part of it chooses the parameters; the recall is measured
 * on the other part, of which the choice knows nothing.
 */
import { KoppelError } from '@koppel/errors';
import type { FilterSet } from '../filter-set.ts';
import { search } from '../search.ts';
import type { Similarity } from '../similarity.ts';
import { firstByContent, type Distinct } from './distinct.ts';
import type { Side } from './sides.ts';

/** Pairs of distinct filters, by number; in each the left one is of the sample. */
export interface SampledPairs {
  /** Queries that were searched for. */
  readonly queries: number;
  readonly left: Uint32Array;
  readonly right: Uint32Array;
}

export interface Sample {
  readonly choosing: SampledPairs;
  readonly scoring: SampledPairs;
}

export interface Searched {
  readonly similarity: Similarity;
  readonly threshold: number;
  readonly within: boolean;
  readonly maxPairs: number;
  readonly workers?: number;
  readonly signal?: AbortSignal;
}

/** Queries and candidates of the first look, which only says how many pairs a query has. */
const PILOT = { queries: 4000, candidates: 100_000 };
/** Fewer pairs than this say too little about how many there are. */
const PILOT_PAIRS = 40;
/** Candidates that are searched at a time: a bound on memory. */
const CHUNK = 200_000;
/** How many times too many pairs the pilot must expect before the search gives up on that alone. */
const CERTAINLY = 4;

/** Pairs that the choice and the score each need, so that their error is small against 1 − recall. */
const choosingPairs = (recall: number): number => 8 / (1 - recall);
const scoringPairs = (recall: number): number => 16 / (1 - recall);

function filtersOf({ words, wordsPerFilter, rows }: Side, numbers: Uint32Array): FilterSet {
  const picked = new Uint32Array(numbers.length * wordsPerFilter);
  numbers.forEach((number, at) => {
    const start = rows[number]! * wordsPerFilter;
    picked.set(words.subarray(start, start + wordsPerFilter), at * wordsPerFilter);
  });
  const bytes = wordsPerFilter * 4;
  return { count: numbers.length, bytes, filters: new Uint8Array(picked.buffer) };
}

const join = (lots: readonly number[][]): Uint32Array => Uint32Array.from(lots.flat());

/** All pairs of some left filters with some right ones, by number. */
async function exactPairs(
  left: Side,
  right: Side,
  numbers: Uint32Array,
  others: Uint32Array,
  { similarity, threshold, within, maxPairs, workers, signal }: Searched,
  onProgress: (fraction: number) => void,
): Promise<SampledPairs> {
  const queries = filtersOf(left, numbers);
  const found: { left: number[][]; right: number[][] } = { left: [], right: [] };
  for (let from = 0; from < others.length; from += CHUNK) {
    const to = Math.min(from + CHUNK, others.length);
    const candidates = filtersOf(right, others.subarray(from, to));
    const hits = await search(queries, candidates, threshold, {
      similarity,
      maxPairs,
      ...(workers === undefined ? {} : { workers }),
      ...(signal === undefined ? {} : { signal }),
      onProgress: (fraction) => {
        onProgress((from + fraction * (to - from)) / others.length);
      },
    });
    const kept = [...hits.query.keys()].filter(
      (at) => !within || numbers[hits.query[at]!] !== others[from + hits.candidate[at]!],
    );
    found.left.push(kept.map((at) => numbers[hits.query[at]!]!));
    found.right.push(kept.map((at) => others[from + hits.candidate[at]!]!));
  }
  return { queries: numbers.length, left: join(found.left), right: join(found.right) };
}

/** Pairs of records that pairs of distinct filters stand for. */
function recordPairs({ left, right }: SampledPairs, a: Distinct, b: Distinct): number {
  const size = ({ start }: Distinct, one: number): number => start[one + 1]! - start[one]!;
  return left.reduce((sum, one, at) => sum + size(a, one) * size(b, right[at]!), 0);
}

/**
 * How many pairs a query has, from some queries and some candidates, both chosen by content, and twice
 * as many queries until there are pairs enough; 0 where all that may be asked show too few.
 * @throws KERNEL_TOO_MANY_PAIRS when there are bound to be several times as many as allowed
 */
async function pairsPerQuery(
  left: Distinct,
  right: Distinct,
  order: Uint32Array,
  asked: Searched,
  onProgress: (fraction: number) => void,
): Promise<number> {
  // By the other half of the content's number: equal filters of both sides are sampled apart.
  const turned = { ...right, high: right.low, low: right.high };
  const candidates = firstByContent(turned, PILOT.candidates);
  const candidateShare = candidates.length / right.side.rows.length;
  for (let count = PILOT.queries; ; count *= 2) {
    const queries = order.subarray(0, count);
    const pairs = await exactPairs(left.side, right.side, queries, candidates, asked, onProgress);
    const [seen, perQuery] = [pairs.left.length, 1 / candidateShare / queries.length];
    const expected = recordPairs(pairs, left, right) * perQuery * left.side.rows.length;
    if (expected / (asked.within ? 2 : 1) > CERTAINLY * asked.maxPairs && seen >= PILOT_PAIRS) {
      throw new KoppelError('KERNEL_TOO_MANY_PAIRS');
    }
    if (seen >= PILOT_PAIRS) return seen * perQuery;
    if (count >= order.length) return 0;
  }
}

/** The pairs whose left filter is wanted. */
function only(
  { left, right }: SampledPairs,
  queries: number,
  wanted: (left: number) => boolean,
): SampledPairs {
  const kept = Uint32Array.from([...left.keys()].filter((at) => wanted(left[at]!)));
  return { queries, left: kept.map((at) => left[at]!), right: kept.map((at) => right[at]!) };
}

/**
 * Samples left filters until there are pairs enough for the wanted recall.
 * @param most queries that may be searched for: beyond it, sampling costs what it saves
 * @returns undefined when that is too few: pairs are rare, or the sets small
 * @throws KERNEL_TOO_MANY_PAIRS when the sample says so; what `search` throws
 */
export async function sampleOf(
  left: Distinct,
  right: Distinct,
  recall: number,
  most: number,
  asked: Searched,
  onProgress: (fraction: number) => void,
): Promise<Sample | undefined> {
  const order = firstByContent(left, most);
  const all = Uint32Array.from({ length: right.side.rows.length }, (_, number) => number);
  const perQuery = await pairsPerQuery(left, right, order, asked, (fraction) => {
    onProgress(0.1 * fraction);
  });
  const choosing = Math.ceil(choosingPairs(recall) / perQuery);
  const scoring = Math.ceil(scoringPairs(recall) / perQuery);
  if (choosing + scoring > most) return undefined;
  // In one search, as putting the candidates in order is a large part of it.
  const sampled = order.subarray(0, choosing + scoring);
  const pairs = await exactPairs(left.side, right.side, sampled, all, asked, (fraction) => {
    onProgress(0.1 + 0.9 * fraction);
  });
  const chosen = new Set(sampled.subarray(0, choosing));
  return {
    choosing: only(pairs, choosing, (one) => chosen.has(one)),
    scoring: only(pairs, scoring, (one) => !chosen.has(one)),
  };
}
