// SPDX-License-Identifier: EUPL-1.2
/**
 * Whether stated probabilities are right: of pairs that are said to be of one person with a probability
 * of 0.9, nine in ten should be. Pairs are put in ranges of the stated probability (A. H. Murphy and
 * R. L. Winkler, "Reliability of subjective probability forecasts", Applied Statistics 26, 1977). Pure.
 */
import { wilson, type Estimate } from './quality.ts';

/** Pairs of a range of stated probabilities, and what came of them. */
export interface ReliabilityRange {
  /** From, included, to the next, excluded. */
  readonly from: number;
  readonly to: number;
  readonly pairs: number;
  /** Mean of what was stated, 0–1; the middle of the range where there are no pairs. */
  readonly stated: number;
  /** The share that is true, with an interval of 95 %. */
  readonly measured: Estimate;
}

export interface Reliability {
  readonly ranges: readonly ReliabilityRange[];
  /** Pairs that were judged. */
  readonly pairs: number;
  /**
   * Expected calibration error: the mean distance of stated and measured over ranges, by their pairs
   * (M. P. Naeini, G. F. Cooper and M. Hauskrecht, AAAI 2015). 0 is perfect.
   */
  readonly expectedCalibrationError: number;
  /** Mean squared distance of the stated probability from what is true (G. W. Brier, 1950). */
  readonly brierScore: number;
}

/** Narrow where decisions are made and at both ends, where most pairs are. */
export const RELIABILITY_EDGES = [
  0.01, 0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.99, 1,
] as const;

/**
 * @param probabilities per pair, 0–1; those below the first edge are left out
 * @param isTrue per pair
 * @param edges ascending, from the least probability that is judged to 1
 */
export function reliabilityOf(
  probabilities: ArrayLike<number>,
  isTrue: (pair: number) => boolean,
  edges: readonly number[] = RELIABILITY_EDGES,
): Reliability {
  const sums = edges.slice(1).map(() => ({ pairs: 0, stated: 0, right: 0 }));
  let [pairs, squares] = [0, 0];
  for (let pair = 0; pair < probabilities.length; pair++) {
    const probability = probabilities[pair]!;
    const at = edges.findLastIndex((edge) => probability >= edge);
    if (at < 0) continue;
    const range = sums[Math.min(at, sums.length - 1)]!;
    const right = Number(isTrue(pair));
    range.pairs += 1;
    range.stated += probability;
    range.right += right;
    pairs += 1;
    squares += (probability - right) ** 2;
  }
  const ranges = sums.map((range, at): ReliabilityRange => {
    const [from, to] = [edges[at]!, edges[at + 1]!];
    const stated = range.pairs === 0 ? (from + to) / 2 : range.stated / range.pairs;
    return { from, to, pairs: range.pairs, stated, measured: wilson(range.right, range.pairs) };
  });
  const error = sums.reduce((sum, { stated, right }) => sum + Math.abs(stated - right), 0);
  const count = Math.max(1, pairs);
  return { ranges, pairs, expectedCalibrationError: error / count, brierScore: squares / count };
}
