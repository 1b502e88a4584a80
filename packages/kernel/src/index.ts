// SPDX-License-Identifier: EUPL-1.2
/** Dice similarity over sets of filters: exact search, and its plain twin. */
export { type FilterSet } from './filter-set.ts';
export {
  bestMatchesReference,
  diceReference,
  searchReference,
  type SearchHit,
} from './reference.ts';
export { bestMatches, search, type BestOptions, type SearchOptions } from './search.ts';
export { type HitColumns } from './tile-search.ts';
