// SPDX-License-Identifier: EUPL-1.2
/** How sure a share is that was measured on a sample of queries, each with its own pairs. */

/** Of one query of the sample: its pairs by exact search, and how many of these were found. */
export interface Tally {
  readonly pairs: number;
  readonly found: number;
}

export interface Share {
  readonly measured: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The number that a standard normal variable exceeds with this chance, 0–0.5, to 4.5 in 10,000
 * (Abramowitz & Stegun 1964, Handbook of Mathematical Functions, 26.2.23).
 */
export function normalQuantile(chance: number): number {
  const t = Math.sqrt(-2 * Math.log(chance));
  const above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
  const below = 1 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
  return t - above / below;
}

/**
 * How many independent pairs tell as much as these. Pairs of one query are found or missed together,
 * as when a whole household moves: the variance of a ratio over queries, against that of independent
 * pairs (Cochran 1977, Sampling Techniques, §2.11 and §5.3). When nothing or all is missing it does
 * not show, and queries count by their size alone (Kish 1965, Survey Sampling, §11.7).
 */
function effectivePairs(tallies: readonly Tally[], pairs: number, share: number): number {
  const queries = tallies.length;
  const squares = tallies.reduce((sum, one) => sum + one.pairs * one.pairs, 0);
  const bySize = (pairs * pairs) / squares;
  if (share === 0 || share === 1 || queries < 2) return bySize;
  const spread = tallies.reduce((sum, one) => sum + (one.found - share * one.pairs) ** 2, 0);
  const variance = (spread / (pairs * pairs)) * (queries / (queries - 1));
  return Math.min(bySize, (share * (1 - share)) / variance);
}

/**
 * The share of pairs found, with Wilson's interval (1927, JASA 22(158)) for the effective number of
 * pairs. Without pairs nothing is known: 0–1.
 * @param risk chance that the true share lies outside, 0–1
 */
export function shareFound(all: readonly Tally[], risk: number): Share {
  const tallies = all.filter(({ pairs }) => pairs > 0);
  const pairs = tallies.reduce((sum, one) => sum + one.pairs, 0);
  if (pairs === 0) return { measured: 1, low: 0, high: 1 };
  const measured = tallies.reduce((sum, one) => sum + one.found, 0) / pairs;
  const n = effectivePairs(tallies, pairs, measured);
  const z2 = normalQuantile(risk / 2) ** 2;
  const centre = (measured + z2 / (2 * n)) / (1 + z2 / n);
  const half = Math.sqrt((z2 * measured * (1 - measured)) / n + (z2 / (2 * n)) ** 2) / (1 + z2 / n);
  return {
    measured,
    low: Math.max(0, centre - half),
    high: Math.min(1, Math.max(measured, centre + half)),
  };
}
