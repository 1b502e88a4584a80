// SPDX-License-Identifier: EUPL-1.2
/** Intervals for how many there are of something rare, from what a sample shows. */

export interface Interval {
  readonly expected: number;
  /** 95 %: of samples drawn like this one, 19 in 20 have an interval that holds the truth. */
  readonly low: number;
  readonly high: number;
}

const Z = 1.96;

/**
 * The 2.5 % and 97.5 % points of a gamma distribution of this shape (Wilson & Hilferty 1931,
 * Proceedings of the National Academy of Sciences 17(12)): for a count they bound a Poisson's mean.
 */
function gammaPoint(shape: number, z: number): number {
  if (shape === 0) return 0;
  const third = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  return shape * Math.max(0, third) ** 3;
}

/**
 * The total over a population, from values of a simple or evenly spread sample of it. Values are
 * counts: mostly 0, and now and then many at once, for which the interval widens.
 * @param values at least one, ≥ 0
 * @param population of which the sample is a part
 */
export function totalInterval(values: ArrayLike<number>, population: number): Interval {
  const n = values.length;
  let [sum, squares] = [0, 0];
  for (let at = 0; at < n; at++) {
    sum += values[at]!;
    squares += values[at]! ** 2;
  }
  const scale = population / n;
  if (n >= population) return { expected: sum, low: sum, high: sum };
  // Counts that come in clumps are like fewer counts of a clump each.
  const mean = sum / n;
  const variance = n > 1 ? (squares - n * mean * mean) / (n - 1) : mean;
  const clump = sum === 0 ? 1 : Math.max(1, variance / mean) * (1 - n / population);
  const clumps = sum / Math.max(clump, 1e-9);
  return {
    expected: scale * sum,
    low: Math.max(sum, scale * clump * gammaPoint(clumps, -Z)),
    high: Math.max(sum, scale * clump * gammaPoint(clumps + 1, Z)),
  };
}
