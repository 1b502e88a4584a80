// SPDX-License-Identifier: EUPL-1.2
/** Dice and Hamming similarity over sets of filters: exact search, and its plain twin. */
export { type SearchPlan } from './estimate.ts';
export { type FilterSet } from './filter-set.ts';
export { type HitColumns } from './hits.ts';
export { type Interval } from './interval.ts';
export {
  bestMatchesReference,
  diceReference,
  searchReference,
  similarityReference,
  type SearchHit,
} from './reference.ts';
export { type TileStore } from './resume.ts';
export { type RunOptions } from './run.ts';
export {
  bestMatches,
  estimateSearch,
  search,
  searchEach,
  type BestOptions,
  type SearchOptions,
} from './search.ts';
export { type Similarity } from './similarity.ts';
export { TooManyPairsError, type PairsReport } from './too-many-pairs.ts';
export { type MissingRule, type WeightedRule } from './weighted/score.ts';
export { searchWeightedReference } from './weighted/reference.ts';
export { searchWeighted, type WeightedOptions } from './weighted/search-weighted.ts';
