// SPDX-License-Identifier: EUPL-1.2
/**
 * False pairs among records of sources that may hold a person more than once, where nearest
 * neighbours prove nothing. Pairs of different persons outnumber the others by far; above the bulk,
 * their number falls off close to exponentially with similarity. A line is fitted to the logarithm
 * of the number of pairs where each record still has some, and extended to where matches are.
 *
 * The true fall is slightly steeper, so the line overstates false pairs, by about a factor of two
 * on FEBRL3: that is caution enough where a threshold is chosen. Relatives at one address are more
 * alike than chance makes anybody; `valley.ts` tells them where that can be told.
 */
import { KoppelError } from '@koppel/errors';
import { matchesOf, type Curve } from './curve.ts';
import { fromEach } from './false-links.ts';
import { ascendingFit } from './isotonic.ts';
import { countAll, type SampledPairs } from './sampled-pairs.ts';
import { gridFrom, type Scale } from './scale.ts';
import { relativesOf } from './valley.ts';

/** The line is fitted where records have between so many pairs on average in a step of the grid. */
const FIT = { most: 2.5, least: 0.075 };
const MIN_FIT_POINTS = 4;

/** ln(pairs in the step of the grid at x) ≈ height + slope·x, by least squares weighted by count. */
function fitLine(points: readonly { x: number; pairs: number }[]) {
  let [weight, meanX, meanY] = [0, 0, 0];
  for (const { x, pairs } of points) {
    weight += pairs;
    meanX += pairs * x;
    meanY += pairs * Math.log(pairs);
  }
  meanX /= weight;
  meanY /= weight;
  let [covariance, variance] = [0, 0];
  for (const { x, pairs } of points) {
    covariance += pairs * (x - meanX) * (Math.log(pairs) - meanY);
    variance += pairs * (x - meanX) ** 2;
  }
  const slope = covariance / variance;
  return { slope, height: meanY - slope * meanX };
}

/** Pairs and false pairs per threshold as a curve with the probability of a pair at each step. */
function curveOf(grid: readonly { threshold: number; links: number; falseLinks: number }[]): Curve {
  const perStep = (at: number, of: 'links' | 'falseLinks'): number =>
    grid[at]![of] - (grid[at + 1]?.[of] ?? 0);
  const links = grid.map((_, at) => perStep(at, 'links'));
  const shares = links.map((n, at) => (n > 0 ? 1 - perStep(at, 'falseLinks') / n : 0));
  const probability = ascendingFit(shares, links).map((p) => Math.min(1, Math.max(0, p)));
  const points = grid.map((point, at) => ({ ...point, probability: probability[at]! }));
  const trueLinks = links.map((n, at) => n * probability[at]!);
  return { points, matches: matchesOf(points, trueLinks), most: Infinity, caution: 1 };
}

/**
 * Pairs and false pairs at every threshold of the grid above the fit.
 * @throws LINKAGE_THRESHOLD_UNKNOWN without a fall to fit a line to
 */
export function tailCurve({ records, floor, samples }: SampledPairs, scale: Scale): Curve {
  const curve = gridFrom(scale, floor).map((threshold) => ({
    threshold,
    links: countAll(samples, threshold),
  }));
  const steps = curve.slice(0, -1).map(({ threshold, links }, n) => ({
    x: threshold,
    pairs: links - curve[n + 1]!.links,
  }));
  const { similarity } = scale;
  const bulk = steps.reduce((top, { pairs }, n) => (pairs > steps[top]!.pairs ? n : top), 0);
  const isBelow =
    (perRecord: number) =>
    ({ pairs }: { pairs: number }, n: number): boolean =>
      n >= bulk && pairs < perRecord * records;
  const from = steps.findIndex(isBelow(FIT.most));
  const to = steps.findIndex(isBelow(FIT.least));
  if (from < 0 || to - from < MIN_FIT_POINTS) throw new KoppelError('LINKAGE_THRESHOLD_UNKNOWN');
  const { slope, height } = fitLine(steps.slice(from, to));
  if (!(slope < 0)) throw new KoppelError('LINKAGE_THRESHOLD_UNKNOWN');
  const chance = steps
    .slice(to)
    .map(({ x, pairs }) => Math.min(pairs, Math.exp(height + slope * x)));
  // Balanced codes have gaps between one fault and two, which look like valleys.
  const relatives =
    similarity === 'dice' ? relativesOf(steps.slice(to), chance) : chance.map(() => 0);
  const falsePairs = fromEach([...chance.map((n, step) => n + relatives[step]!), 0]);
  // All steps from a threshold on: a geometric series.
  const beyond = 1 / (1 - Math.exp((slope * scale.step) / scale.units));
  const made = curveOf(
    curve.slice(to).map(({ threshold, links }, step) => {
      const tail = Math.exp(height + slope * threshold) * beyond;
      const known = falsePairs[step]!;
      return { threshold, links, falseLinks: Math.min(links, Math.max(tail, known)) };
    }),
  );
  return similarity === 'dice' ? made : { ...made, unwitnessed: true };
}
