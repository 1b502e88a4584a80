// SPDX-License-Identifier: EUPL-1.2
/**
 * From probabilities of pairs to a threshold, and to what it is expected to give. A pair's place on
 * the scale of similarities is s = ½ + log2(odds) / 128, so that every linkage tool downstream can
 * order, cut and store it, and the same place means the same probability in every run: ½ is even
 * odds, 0.552 a probability of 0.99.
 */
import { chooseThreshold, type Curve, type CurvePoint, type Target } from '../threshold/curve.ts';
import type { ThresholdEstimate } from '../threshold/estimate.ts';
import { precisionAt, type Expectation } from '../threshold/expectation.ts';

/** Odds of 2^±64 are the ends of the scale. */
const SPAN_BITS = 128;
const LEAST_PLACE = 1e-6;

/** Where a pair of these odds stands, in (0, 1]. @param bits log2 of the odds */
export const placeOf = (bits: number): number =>
  Math.min(1, Math.max(LEAST_PLACE, 0.5 + bits / SPAN_BITS));

/** log2 of the odds of a pair at this place. */
export const oddsAt = (place: number): number => (place - 0.5) * SPAN_BITS;

/** The probability that a pair at this place is of one person, 0–1. */
export const probabilityOf = (place: number): number => 1 / (1 + 2 ** -oddsAt(place));

const bitsOf = (probability: number): number => Math.log2(probability / (1 - probability));

/** Below this probability nobody wants a link. */
const LEAST_PROBABILITY = 0.05;
/** Pairs below this place are not kept as candidates: they could be no link at any threshold. */
export const CANDIDATE_FLOOR: number = placeOf(bitsOf(LEAST_PROBABILITY));
/** Points on the curve: so many a bit, up to as many bits. */
const CURVE = { perBit: 4, bits: 40 } as const;
/** As for thresholds of similarity: from here a pair is a match, and below the other none. */
const SURE = { match: 0.95, nonMatch: 0.2 } as const;
const LEAST_PRECISION = 0.6;

/**
 * What each threshold is expected to give.
 * @param links places of the pairs that would be links at a low threshold, ascending
 * @param matches expected number, found or not
 */
export function curveOf(links: Float64Array, matches: number, most: number): Curve {
  const first = bitsOf(LEAST_PROBABILITY);
  const count = Math.ceil((CURVE.bits - first) * CURVE.perBit);
  const points: CurvePoint[] = [];
  let [at, above, falsely] = [links.length - 1, 0, 0];
  for (let step = count; step >= 0; step--) {
    const threshold = placeOf(first + step / CURVE.perBit);
    for (; at >= 0 && links[at]! >= threshold; at--) {
      above++;
      falsely += 1 - probabilityOf(links[at]!);
    }
    const probability = probabilityOf(threshold);
    points.push({ threshold, links: above, falseLinks: falsely, probability });
  }
  return { points: points.reverse(), matches, most };
}

const within = (value: number): number => Math.min(1, Math.max(0, value));

function harmonic(precision: number, recall: number): number {
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

/** Precision, recall and F1 with intervals of 95 %. */
function expectationOf({ matches, most }: Curve, point: CurvePoint, found: number): Expectation {
  const precision = precisionAt(point, found);
  const truly = found * precision.value;
  const all = Math.max(1, truly, Math.min(most, matches));
  const upper = Math.max(1, Math.min(most, all + 2 * Math.sqrt(all) + (all - truly)));
  const recall = {
    value: within(truly / all),
    low: within((found * precision.low) / Math.max(upper, found * precision.low, 1)),
    high: 1,
  };
  return {
    precision,
    recall,
    f1: {
      value: harmonic(precision.value, recall.value),
      low: harmonic(precision.low, recall.low),
      high: harmonic(precision.high, recall.high),
    },
  };
}

/** The last point of a curve at or below a threshold. */
function pointAt({ points }: Curve, threshold: number): CurvePoint {
  return points.findLast((one) => one.threshold <= threshold) ?? points[0]!;
}

/**
 * The threshold that is expected to give the best F1, or one of a least precision; or a probability
 * that the study gives.
 * @throws LINKAGE_THRESHOLD_UNKNOWN when no threshold does
 */
export function chooseProbability(
  curve: Curve,
  given: number | undefined,
  target: Target | undefined,
): ThresholdEstimate {
  const isSupported = (one: CurvePoint): boolean => precisionAt(one).low >= LEAST_PRECISION;
  const threshold =
    given === undefined
      ? chooseThreshold(curve, target, isSupported).threshold
      : placeOf(given >= 1 ? CURVE.bits : bitsOf(given));
  const point = pointAt(curve, threshold);
  const estimateWith = (links: number): ThresholdEstimate => {
    const expected = expectationOf(curve, point, links);
    return {
      threshold,
      thresholdUpper: Math.max(threshold, placeOf(bitsOf(SURE.match))),
      thresholdLower: Math.min(threshold, placeOf(bitsOf(SURE.nonMatch))),
      expectedPrecision: expected.precision.value,
      expected,
      method: 'fellegiSunter',
      curve: curve.points,
      probability: probabilityOf,
      withLinks: (found) => estimateWith(found),
      expectedAt: (at, found) => {
        const other = pointAt(curve, at);
        return expectationOf(curve, other, found ?? other.links);
      },
      // Different persons are told apart field by field, not by one similarity.
      strangers: [],
    };
  };
  return estimateWith(point.links);
}
