// SPDX-License-Identifier: EUPL-1.2
/** Two groups at one time: matching and weighting. Variances of estimates. Pure. */
import { designEffect, type Clusters } from './clusters.ts';

export interface TwoGroups {
  /** Persons in both groups together. */
  readonly persons: number;
  /** Share of them that is treated, between 0 and 1. */
  readonly treated: number;
  readonly clusters?: Clusters;
}

/**
 * Variance of the difference between two means: σ²/(P(1 − P)n), times the design effect.
 * Source: H. S. Bloom (1995), as in `multiplier`.
 * @param variance between persons, what covariates explain taken off
 */
export function differenceVariance(
  variance: number,
  { persons, treated, clusters }: TwoGroups,
): number {
  return (variance * designEffect(clusters)) / (treated * (1 - treated) * persons);
}

export interface Weighted extends TwoGroups {
  /** Share of the treated for whom there are comparable others, above 0 to 1. */
  readonly overlap: number;
  /** Standard deviation of the weights of the comparison group over their mean, ≥ 0. */
  readonly weightVariation: number;
}

/**
 * Matching or weighting by the chance of treatment: treated persons without anybody like them drop
 * out, and unequal weights make the comparison group count for n/(1 + cv²) (L. Kish, Survey
 * Sampling, 1965, §11.7).
 */
export function weightedVariance(variance: number, design: Weighted): number {
  const { persons, treated, clusters, overlap, weightVariation } = design;
  const compared = (persons * (1 - treated)) / (1 + weightVariation * weightVariation);
  const reached = persons * treated * overlap;
  return variance * designEffect(clusters) * (1 / reached + 1 / compared);
}
