// SPDX-License-Identifier: EUPL-1.2
/**
 * What a threshold is expected to give: precision, recall and F1 with 95 % intervals, without labels.
 *
 * False links: their number is estimated, and the estimate itself is uncertain, as nulls are small
 * counts and registers are not drawn at random. Both are taken for a gamma distribution, so that the
 * number that comes out is negative binomial. Its size was set on data with known truth
 * (docs/adr/0041) and checked on others.
 *
 * Matches that are not found: links below the threshold that are true, those that strangers outdo, and
 * those that lie where nothing tells them from strangers. The last are extrapolated: the lower flank
 * of the similarities of true links, from their median to the threshold, is fitted by a truncated
 * exponential distribution, whose tail goes on. Pure.
 */
import type { Curve, CurvePoint } from './curve.ts';
import type { Scale } from './scale.ts';

/** An estimate with its 95 % interval, each 0–1. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface Expectation {
  readonly precision: Interval;
  readonly recall: Interval;
  readonly f1: Interval;
}

/** Size of the negative binomial: the estimate of false links is as uncertain as so many counts. */
const SIZE = 1;
/** The interval is about more false links than are estimated: so set, it holds at its stated rate. */
const DOUBT = { times: 1.5, plus: 2 };
/** Quantiles 0.025 and 0.975 of a gamma distribution of this shape and mean 1. */
const GAMMA = { low: 0.0253, high: 3.689 };
/** From this mean on, counts vary little beside the gamma distribution. */
const MANY = 3000;
/** Of links that are nobody's nearest, this share is true: about half, where that was measured. */
const SECOND_CHOICE = 0.5;

/** The smallest number that a negative binomial count exceeds with at most 1 − `share`. */
export function negativeBinomialQuantile(mean: number, size: number, share: number): number {
  let chance = (size / (size + mean)) ** size;
  let total = chance;
  let count = 0;
  while (total < share && count < 100 * MANY) {
    count++;
    chance *= ((count - 1 + size) / count) * (mean / (size + mean));
    total += chance;
  }
  return count;
}

function falseRange(mean: number): { low: number; high: number } {
  if (mean > MANY) return { low: mean * GAMMA.low, high: mean * GAMMA.high };
  return {
    low: negativeBinomialQuantile(mean, SIZE, 0.025),
    high: negativeBinomialQuantile(mean, SIZE, 0.975),
  };
}

/** The mean of an exponential distribution of scale x that ends at 1. */
const truncatedMean = (x: number): number => x - 1 / (Math.exp(1 / x) - 1);

/** The tail beyond a truncated exponential flank, in shares of what the flank holds; at most 2. */
export function beyondFlank(relativeMean: number): number {
  if (relativeMean > 0.49) return 2;
  let [low, high] = [1e-3, 20];
  for (let round = 0; round < 50; round++) {
    const middle = (low + high) / 2;
    if (truncatedMean(middle) < relativeMean) low = middle;
    else high = middle;
  }
  const decay = Math.exp(-1 / low);
  return Math.min(2, decay / (1 - decay));
}

/** Flanks of fewer links than this tell nothing about their tail. */
const MIN_FLANK = 5;

/** Matches below the threshold, extrapolated from the true links above it. */
function hiddenMatches({ points }: Curve, from: CurvePoint, place: Scale['place']): number {
  const steps = points.map(({ links, probability, threshold }, at) => ({
    true: (links - (points[at + 1]?.links ?? 0)) * probability,
    at: place(threshold),
  }));
  const half = steps.reduce((sum, step) => sum + step.true, 0) / 2;
  let [above, at] = [0, steps.length - 1];
  while (at > 0 && above + steps[at]!.true < half) above += steps[at--]!.true;
  const width = steps[at]!.at - place(from.threshold);
  if (width <= 0) return 0;
  let [held, distance] = [0, 0];
  for (const step of steps.slice(0, at + 1)) {
    if (step.at < place(from.threshold)) continue;
    held += step.true;
    distance += step.true * (steps[at]!.at - step.at);
  }
  return held < MIN_FLANK ? 0 : held * beyondFlank(distance / held / width);
}

const within = (value: number): number => Math.min(1, Math.max(0, value));

function harmonic(precision: number, recall: number): number {
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

/**
 * The share of true links at a threshold, of those that are expected or came out.
 * @param found as for `expectationAt`
 */
export function precisionAt(point: CurvePoint, found: number = point.links): Interval {
  const links = Math.max(1, found);
  const seconds = Math.max(0, found - point.links);
  const share = point.links > 0 ? point.falseLinks / point.links : 1;
  const first = share * Math.min(links, point.links);
  const mean = Math.min(links, first + (1 - SECOND_CHOICE) * seconds);
  // That none were seen does not say that there are none, and estimates err to the low side.
  const range = falseRange(DOUBT.times * mean + DOUBT.plus);
  return {
    value: within(1 - mean / links),
    low: within(1 - range.high / links),
    high: within(1 - range.low / links),
  };
}

/**
 * @param point the threshold
 * @param found links that came out at it, where that is known: one-to-one linking also takes second
 *   choices, where a first one is taken
 */
export function expectationAt(
  curve: Curve,
  point: CurvePoint,
  place: Scale['place'],
  found: number = point.links,
): Expectation {
  const links = Math.max(1, found);
  const known = precisionAt(point, found);
  const precision = curve.unwitnessed === true ? { ...known, low: 0 } : known;
  const truly = links * precision.value;
  const seen = Math.max(truly, Math.min(curve.most, curve.matches));
  const hidden = hiddenMatches(curve, point, place);
  const all = Math.min(curve.most, seen + hidden / 2);
  const most = Math.min(curve.most, seen + 2 * hidden + 2 * Math.sqrt(truly));
  const recall = {
    value: within(truly / Math.max(1, all)),
    low: within((links * precision.low) / Math.max(1, most, links * precision.low)),
    high: 1,
  };
  const f1 = {
    value: harmonic(precision.value, recall.value),
    low: harmonic(precision.low, recall.low),
    high: harmonic(precision.high, recall.high),
  };
  return { precision, recall, f1 };
}
