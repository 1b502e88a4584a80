// SPDX-License-Identifier: EUPL-1.2
/** One thread's searcher over a plan, by the counter that the plan names. */
import { ChunkSearch } from './chunk-search.ts';
import { ClassSearch } from './mutual/class-search.ts';
import { shareMutualPlan, type MutualPlan } from './mutual/plan.ts';
import { sharePlan, type Plan } from './plan.ts';
import { shareVotePlan, type VotePlan } from './sequential/plan.ts';
import { VoteSearch } from './sequential/vote-search.ts';
import { TileSearch } from './tile-search.ts';

/** A plan for an exact search, for one by sequential tests, or for the best of every code. */
export type AnyPlan = Plan | VotePlan | MutualPlan;

export function searcherOf(plan: AnyPlan): ChunkSearch | TileSearch | VoteSearch | ClassSearch {
  if (plan.counter === 'classes') return new ClassSearch(plan);
  if (plan.counter === 'votes') return new VoteSearch(plan);
  return plan.counter === 'chunks' ? new ChunkSearch(plan) : new TileSearch(plan);
}

/** The same plan with its sets in memory that threads share. */
export function shareAny(plan: AnyPlan): AnyPlan {
  if (plan.counter === 'classes') return shareMutualPlan(plan);
  return plan.counter === 'votes' ? shareVotePlan(plan) : sharePlan(plan);
}
