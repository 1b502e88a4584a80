// SPDX-License-Identifier: EUPL-1.2
/**
 * Precision, recall and F1 with 95 % intervals. The intervals take pairs for independent draws;
 * pairs that share a record are not quite, so on small or clustered data they are a little narrow.
 * Pure.
 */

/** An estimate between 0 and 1 with its 95 % interval. All NaN when there is nothing to estimate. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What was found, against what is true. */
export interface PairCounts {
  /** Pairs that are both predicted and true. */
  readonly correct: number;
  readonly predicted: number;
  readonly actual: number;
}

export interface PairQuality extends PairCounts {
  readonly precision: Estimate;
  readonly recall: Estimate;
  readonly f1: Estimate;
}

/** The 0.975 quantile of the standard normal distribution. */
const z = 1.959_963_984_540_054;

/**
 * Wilson's score interval (E. B. Wilson, JASA 22, 1927): with p = successes / trials,
 * (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n). Good near 0 and 1, where linkage lives.
 * @param successes 0 ≤ successes ≤ trials
 */
export function wilson(successes: number, trials: number): Estimate {
  if (trials === 0) return { value: NaN, low: NaN, high: NaN };
  const value = successes / trials;
  const share = (z * z) / trials;
  const centre = value + share / 2;
  const spread = Math.sqrt(z * z * ((value * (1 - value)) / trials) + (share * share) / 4);
  return {
    value,
    low: successes === 0 ? 0 : (centre - spread) / (1 + share),
    high: successes === trials ? 1 : (centre + spread) / (1 + share),
  };
}

/**
 * F1 with an interval. With J = correct / (predicted ∪ actual), F1 = 2J / (1 + J), which rises
 * with J (F* in Hand, Christen and Kirielle, Machine Learning 110, 2021). J is a plain proportion,
 * so the ends of its Wilson interval, transformed, are those of F1.
 */
export function f1Estimate({ correct, predicted, actual }: PairCounts): Estimate {
  const { value, low, high } = wilson(correct, predicted + actual - correct);
  const transform = (share: number): number => (2 * share) / (1 + share);
  return { value: transform(value), low: transform(low), high: transform(high) };
}

/** Precision = correct / predicted, recall = correct / actual, F1 their harmonic mean. */
export function pairQuality(counts: PairCounts): PairQuality {
  const { correct, predicted, actual } = counts;
  return {
    ...counts,
    precision: wilson(correct, predicted),
    recall: wilson(correct, actual),
    f1: f1Estimate(counts),
  };
}
