// SPDX-License-Identifier: EUPL-1.2
/** Dice and Hamming similarity over sets of filters: exact search, and its plain twin. */
export { type FilterSet } from './filter-set.ts';
export { type HitColumns } from './hits.ts';
export {
  bestMatchesReference,
  diceReference,
  searchReference,
  similarityReference,
  type SearchHit,
} from './reference.ts';
export { type TileStore } from './resume.ts';
export { type RunOptions } from './run.ts';
export { bestMatches, search, searchEach, type BestOptions, type SearchOptions } from './search.ts';
export { type Similarity } from './similarity.ts';
