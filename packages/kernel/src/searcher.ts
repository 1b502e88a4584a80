// SPDX-License-Identifier: EUPL-1.2
/** One thread's searcher over a plan, by the counter that the plan names. */
import { ChunkSearch } from './chunk-search.ts';
import { sharePlan, type Plan } from './plan.ts';
import { shareVotePlan, type VotePlan } from './sequential/plan.ts';
import { VoteSearch } from './sequential/vote-search.ts';
import { TileSearch } from './tile-search.ts';

/** A plan for an exact search, or for one by sequential tests. */
export type AnyPlan = Plan | VotePlan;

export function searcherOf(plan: AnyPlan): ChunkSearch | TileSearch | VoteSearch {
  if (plan.counter === 'votes') return new VoteSearch(plan);
  return plan.counter === 'chunks' ? new ChunkSearch(plan) : new TileSearch(plan);
}

/** The same plan with its sets in memory that threads share. */
export const shareAny = (plan: AnyPlan): AnyPlan =>
  plan.counter === 'votes' ? shareVotePlan(plan) : sharePlan(plan);
