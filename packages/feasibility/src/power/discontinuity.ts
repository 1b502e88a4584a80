// SPDX-License-Identifier: EUPL-1.2
/** Regression discontinuity: a rule treats whoever is on one side of a line. Pure. */
import { normalDensity, normalQuantile } from './quantiles.ts';
import { differenceVariance, type TwoGroups } from './two-groups.ts';

export interface Discontinuity extends TwoGroups {
  /**
   * How the running variable is spread over the persons that are used: evenly, as within a narrow
   * bandwidth around the line, or normally.
   */
  readonly spread: 'even' | 'normal';
  /** By how much the share of treated persons rises at the line, above 0 to 1; 1 where sharp. */
  readonly jump: number;
}

/**
 * 1/(1 − ρ²), ρ the correlation between treatment and running variable: what it costs that both
 * explain the same. 4 for an even spread cut in the middle, 2.75 for a normal one.
 * Source: P. Z. Schochet, Statistical power for regression discontinuity designs in education
 * evaluations, J. Educational and Behavioral Statistics 34 (2009) 238–266, eq. 9. Slopes that differ
 * on both sides cost the same within a bandwidth cut in the middle.
 */
export function discontinuityEffect({
  treated,
  spread,
}: Pick<Discontinuity, 'treated' | 'spread'>): number {
  const both = treated * (1 - treated);
  const squared = spread === 'even' ? 3 * both : normalDensity(normalQuantile(treated)) ** 2 / both;
  return 1 / (1 - squared);
}

/** Variance of the effect on those whom the line decides about: 1/jump² where it is fuzzy. */
export function discontinuityVariance(variance: number, design: Discontinuity): number {
  return (differenceVariance(variance, design) * discontinuityEffect(design)) / design.jump ** 2;
}
