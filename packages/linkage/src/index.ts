// SPDX-License-Identifier: EUPL-1.2
/** Linkage of encoded sources: candidates, threshold, clusters. No keys, no identifiers. */
export { type SearchStatement, type WantedSearch } from './candidate-search.ts';
export { type SearchPlan } from '@koppel/kernel';
export { type OnPlan } from './candidates.ts';
export {
  joinTokens,
  joinTokensReference,
  type JoinOptions,
  type TokenPairs,
} from './join/join-tokens.ts';
export { type TokenColumn } from './join/order.ts';
export { linkSources, type LinkOptions } from './link.ts';
export { linkedPairs, type Clusters, type LinkedSource, type LinkOutcome } from './outcome.ts';
export { type EncodedSource } from './source.ts';
export { type CurvePoint, type Target } from './threshold/curve.ts';
export { type ThresholdEstimate } from './threshold/estimate.ts';
export { type Expectation, type Interval } from './threshold/expectation.ts';
