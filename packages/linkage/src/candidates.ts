// SPDX-License-Identifier: EUPL-1.2
/**
 * The first stage: which pairs of records are similar enough to be considered at all. Every pair at
 * or above the threshold, or the share of them that an approximate search is asked for, between
 * every two sources, and within a source that may hold a person more than once.
 */
import { isKoppelError, KoppelError } from '@koppel/errors';
import type { HitColumns, PartsElsewhere, SearchPlan, Similarity, TileStore } from '@koppel/kernel';
import {
  joinStatements,
  searchPairs,
  type SearchStatement,
  type WantedSearch,
} from './candidate-search.ts';
import { countEqualPairs } from './equal-encodings.ts';
import { inDecisionOrder } from './pair-order.ts';
import type { OrderedSource } from './source.ts';

/** Candidate pairs in the order in which they are decided. Records are numbered over all sources. */
export interface CandidatePairs {
  readonly count: number;
  /** The record that comes first in the order of source name and token. */
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /** Descending; equal similarities are ordered by left, then right. */
  readonly similarity: Float64Array;
}

/** Candidate pairs, and which share of all there are these must be. */
export interface FoundCandidates extends CandidatePairs {
  readonly search: SearchStatement;
}

/** Told how much of a stage is done, 0–1, and able to stop it. */
export interface Watch {
  readonly workers?: number;
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** Told, before two sources are compared, what is expected of it; by the names of both. */
export type OnPlan = (plan: SearchPlan, sources: readonly [string, string]) => void;

/** Who searches the pairs of two sources instead of this process; by the names of both. */
export type ElsewhereOf = (sources: readonly [string, string]) => PartsElsewhere;

/** The number that the first record of each source has, and one more: the total. */
export function firstRecords(sources: readonly OrderedSource[]): number[] {
  const first = [0];
  for (const { set } of sources) first.push(first.at(-1)! + set.count);
  return first;
}

/** The pairs of sources that are compared; a source that is not unique also with itself. */
export function comparisonsOf(sources: readonly OrderedSource[]): [number, number][] {
  return sources.flatMap((source, a) =>
    sources.flatMap((_, b): [number, number][] =>
      a < b || (a === b && !source.unique) ? [[a, b]] : [],
    ),
  );
}

/** Splits a progress over parts of known cost: `part(n)` reports within part n. */
export function shareProgress(
  costs: readonly number[],
  onProgress: ((fraction: number) => void) | undefined,
): (part: number) => (fraction: number) => void {
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  return (part) => {
    const before = costs.slice(0, part).reduce((sum, cost) => sum + cost, 0);
    return (fraction) => {
      if (total > 0) onProgress?.((before + fraction * costs[part]!) / total);
    };
  };
}

interface Found {
  readonly hits: HitColumns;
  readonly statement: SearchStatement;
  readonly a: number;
  readonly b: number;
}

/** Joins the hits of all comparisons, in the order of decision. */
function joinFound(found: readonly Found[]): CandidatePairs {
  const count = found.reduce((sum, { hits }) => sum + hits.query.length, 0);
  const left = new Uint32Array(count);
  const right = new Uint32Array(count);
  const similarity = new Float64Array(count);
  let at = 0;
  for (const { hits, a, b } of found) {
    left.set(
      hits.query.map((row) => row + a),
      at,
    );
    right.set(
      hits.candidate.map((row) => row + b),
      at,
    );
    similarity.set(hits.similarity, at);
    at += hits.query.length;
  }
  return { count, ...inDecisionOrder({ left, right, similarity }) };
}

/** What makes a pair a candidate; with `search` not all of them need to be found. */
interface Asked {
  readonly similarity: Similarity;
  readonly threshold: number;
  readonly search?: WantedSearch | undefined;
}

/** @throws LINKAGE_TOO_MANY_PAIRS when equal encodings alone are more pairs than there is room for */
function checkHeaps(
  sources: readonly OrderedSource[],
  kind: Similarity,
  candidateCap: number,
): void {
  let pairs = 0;
  for (const [a, b] of comparisonsOf(sources)) {
    pairs += countEqualPairs(sources[a]!.set, sources[b]!.set, kind, a === b);
    if (pairs > candidateCap) {
      throw new KoppelError('LINKAGE_TOO_MANY_PAIRS', { expected: pairs, most: candidateCap });
    }
  }
}

/**
 * All candidate pairs with similarity ≥ threshold, or the wanted share of them.
 * @throws LINKAGE_TOO_MANY_PAIRS when there are more than `candidateCap`; KERNEL_* as `search`
 */
export async function findCandidates(
  sources: readonly OrderedSource[],
  { similarity, threshold, search: wanted }: Asked,
  candidateCap: number,
  {
    elsewhereOf,
    ...watch
  }: Watch & {
    readonly resume?: TileStore;
    readonly elsewhereOf?: ElsewhereOf;
  },
  onPlan?: OnPlan,
): Promise<FoundCandidates> {
  checkHeaps(sources, similarity, candidateCap);
  const first = firstRecords(sources);
  const comparisons = comparisonsOf(sources);
  const costs = comparisons.map(([a, b]) => sources[a]!.set.count * sources[b]!.set.count);
  const progressOf = shareProgress(costs, watch.onProgress);
  const found: Found[] = [];
  let room = candidateCap;
  for (const [part, [a, b]] of comparisons.entries()) {
    const onProgress = progressOf(part);
    const names = [sources[a]!.name, sources[b]!.name] as const;
    const options = {
      ...watch,
      ...(onPlan && {
        onPlan: (plan: SearchPlan): void => {
          onPlan(plan, names);
        },
      }),
      ...(elsewhereOf && { elsewhere: elsewhereOf(names) }),
      similarity,
      within: a === b,
      maxPairs: room,
      onProgress,
    };
    try {
      const sets = [sources[a]!.set, sources[b]!.set] as const;
      const { hits, statement } = await searchPairs(...sets, threshold, wanted, options);
      room -= hits.query.length;
      found.push({ hits, statement, a: first[a]!, b: first[b]! });
    } catch (thrown) {
      if (!isKoppelError(thrown, 'KERNEL_TOO_MANY_PAIRS')) throw thrown;
      throw new KoppelError('LINKAGE_TOO_MANY_PAIRS', thrown.place);
    }
  }
  const searched = found.map(({ hits, statement }) => ({ pairs: hits.query.length, statement }));
  return { ...joinFound(found), search: joinStatements(searched, wanted) };
}
