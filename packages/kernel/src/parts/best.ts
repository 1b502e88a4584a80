// SPDX-License-Identifier: EUPL-1.2
/** The best candidates of every query, by others: `topMatches`, of which each tile is a part. */
import { availableParallelism } from 'node:os';
import { checkSets, checkThreshold, type FilterSet } from '../filter-set.ts';
import type { HitColumns } from '../hits.ts';
import { checkMemory } from '../memory.ts';
import { planMutual } from '../mutual/plan.ts';
import { planBest } from '../plan.ts';
import { runPlan, type RunOptions } from '../run.ts';
import { checkTop, joinSorted } from '../search.ts';
import type { AnyPlan } from '../searcher.ts';
import type { Similarity } from '../similarity.ts';
import type { PartsElsewhere } from './question.ts';

/** What is asked for. */
interface BestWanted {
  readonly similarity: Similarity;
  /** The floor. */
  readonly threshold: number;
  readonly top: number;
}

/** @param candidates the same set for a set with itself, where no record is its own candidate */
export function planBestOf(
  queries: FilterSet,
  candidates: FilterSet,
  { similarity, threshold, top }: BestWanted,
): AnyPlan {
  if (similarity === 'hamming') {
    return planMutual(queries, candidates, { kind: 'oneWay', threshold, top });
  }
  const within = queries === candidates;
  const self = within ? Uint32Array.from({ length: queries.count }, (_, row) => row) : undefined;
  return planBest(queries, candidates, { similarity, threshold }, top, self);
}

export interface ElsewhereOptions extends Omit<RunOptions, 'workers'> {
  /** Similarities below it are not reported; in (0, 1]. */
  readonly floor: number;
  /** Candidates per query at most, 1–256. */
  readonly top: number;
}

/**
 * What `topMatches` gives, by whoever searches the parts.
 * @param candidates the same set for a set with itself
 * @throws as `topMatches`; what `elsewhere` throws
 */
export async function topElsewhere(
  queries: FilterSet,
  candidates: FilterSet,
  { similarity = 'dice', floor: threshold, top, onProgress, signal }: ElsewhereOptions,
  elsewhere: PartsElsewhere,
): Promise<HitColumns> {
  checkSets(queries, candidates);
  checkThreshold(threshold);
  checkTop(top);
  checkMemory(queries, candidates, availableParallelism());
  const plan = planBestOf(queries, candidates, { similarity, threshold, top });
  const within = queries === candidates;
  const question = { similarity, threshold, within, way: { method: 'best', top } } as const;
  const lots: HitColumns[] = [];
  const watch = {
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  };
  await runPlan(plan, 1, watch, {
    onHits: (hits) => void lots.push(hits),
    count: () => undefined,
    shared: { elsewhere, question },
  });
  return joinSorted(lots, plan, true);
}
