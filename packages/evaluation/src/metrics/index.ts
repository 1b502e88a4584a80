// SPDX-License-Identifier: EUPL-1.2
/** How good a linkage is, when the truth is known. */
export { countClusterPairs, countClusterPairsBetween, type Clustering } from './clusters.ts';
export { countPairs, type PairColumns } from './pairs.ts';
export {
  f1Estimate,
  pairQuality,
  wilson,
  type Estimate,
  type PairCounts,
  type PairQuality,
} from './quality.ts';
export { reliabilityOf, type Reliability, type ReliabilityRange } from './reliability.ts';
export {
  similarityHistogram,
  sweepThresholds,
  type CurvePoint,
  type Histogram,
  type ScoredPairs,
  type Sweep,
  type SweepOptions,
} from './sweep.ts';
