// SPDX-License-Identifier: EUPL-1.2
/** How sure a study wants to be, and what that costs in standard errors. Pure. */
import { normalQuantile, normalShare, studentQuantile } from './quantiles.ts';

export interface TestLevel {
  /** Chance of finding an effect that is not there, both sides together; 0–1, usually 0.05. */
  readonly alpha: number;
  /** Chance of finding an effect that is there; 0–1, usually 0.8. */
  readonly power: number;
}

export const usualLevel: TestLevel = { alpha: 0.05, power: 0.8 };

/** Beyond so many degrees of freedom Student's t and the normal distribution agree to 1e-5. */
const MANY = 100_000;

/**
 * The least effect that a test finds, in standard errors of its estimate: t(1 − α/2) + t(power);
 * 2.80 for 0.05 and 0.8 without limit to the degrees of freedom.
 * Source: H. S. Bloom, Minimum detectable effects, Evaluation Review 19 (1995) 547–556.
 * @param freedom degrees of freedom, > 0; few where there are few clusters
 */
export function multiplier({ alpha, power }: TestLevel, freedom = Infinity): number {
  const quantile = (share: number): number =>
    freedom > MANY ? normalQuantile(share) : studentQuantile(share, freedom);
  return quantile(1 - alpha / 2) + quantile(power);
}

/** The chance that an effect is found of which the estimate has this standard error; 0–1. */
export function powerOf(
  effect: number,
  standardError: number,
  { alpha }: Pick<TestLevel, 'alpha'>,
): number {
  const bound = normalQuantile(1 - alpha / 2);
  const shift = Math.abs(effect) / standardError;
  return normalShare(shift - bound) + normalShare(-shift - bound);
}
