// SPDX-License-Identifier: EUPL-1.2
/** What is measured of a person, and how much of it is known beforehand. Pure. */

export type Outcome =
  /** Yes or no; `baseline` is the share of yes without treatment, 0–1. */
  | { readonly kind: 'share'; readonly baseline: number }
  /** An amount; `deviation` is its standard deviation between persons, > 0. */
  | { readonly kind: 'amount'; readonly deviation: number };

/**
 * Variance between persons that covariates leave unexplained.
 * @param explained R² of the covariates, 0 to below 1
 */
export function varianceOf(outcome: Outcome, explained = 0): number {
  const all =
    outcome.kind === 'share'
      ? outcome.baseline * (1 - outcome.baseline)
      : outcome.deviation * outcome.deviation;
  return all * (1 - explained);
}
