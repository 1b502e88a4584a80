// SPDX-License-Identifier: EUPL-1.2
/** Similar pairs of two sets of filters: exact search, its plain twin, sequential tests, and tables. */
export {
  searchApproximately,
  type ApproximateOptions,
  type ApproximateOutcome,
  type MeasuredRecall,
} from './approximate/search.ts';
export { type SearchPlan } from './estimate.ts';
export { type FilterSet } from './filter-set.ts';
export {
  groupedRecords,
  onesInBoth,
  type GroupedRecords,
  type GroupPlace,
} from './grouped/grouped-records.ts';
export { type HitColumns } from './hits.ts';
export { type ElsewhereOptions, topElsewhere } from './parts/best.ts';
export { type MutualHits, mutualMatches, type MutualOptions } from './mutual/search.ts';
export { type Interval } from './interval.ts';
export { openParts, type OpenParts } from './parts/open.ts';
export {
  type FoundPart,
  type PartsElsewhere,
  type PartsJob,
  type PartsQuestion,
  type PartsWay,
} from './parts/question.ts';
export {
  bestMatchesReference,
  diceReference,
  searchReference,
  similarityReference,
  topMatchesReference,
  type SearchHit,
} from './reference.ts';
export { type TileStore } from './resume.ts';
export { type RunOptions } from './run.ts';
export {
  bestMatches,
  estimateSearch,
  search,
  searchEach,
  topMatches,
  type BestOptions,
  type SearchOptions,
  type TopOptions,
} from './search.ts';
export { type MissSample, type MissStatement } from './sequential/miss.ts';
export {
  searchPlainly,
  searchSequentially,
  topMatchesSequentially,
  type SequentialHits,
  type SequentialOptions,
  type SequentialTopOptions,
} from './sequential/search.ts';
export { type VoteDesign } from './sequential/votes.ts';
export { type Similarity } from './similarity.ts';
export { TooManyPairsError, type PairsReport } from './too-many-pairs.ts';
export { type MissingRule, type WeightedRule } from './weighted/score.ts';
export { searchWeightedReference } from './weighted/reference.ts';
export { searchWeighted, type WeightedOptions } from './weighted/search-weighted.ts';
