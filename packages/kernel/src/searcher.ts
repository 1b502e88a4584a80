// SPDX-License-Identifier: EUPL-1.2
/** One thread's searcher over a plan, by the counter that the plan names. */
import { ChunkSearch } from './chunk-search.ts';
import type { Plan } from './plan.ts';
import { TileSearch } from './tile-search.ts';

export const searcherOf = (plan: Plan): ChunkSearch | TileSearch =>
  plan.counter === 'chunks' ? new ChunkSearch(plan) : new TileSearch(plan);
