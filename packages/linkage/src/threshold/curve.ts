// SPDX-License-Identifier: EUPL-1.2
/**
 * Choosing a threshold from estimates: how many links there would be at each threshold, and how many
 * of them false. No labels are used; the estimates themselves are made in `false-links.ts` and
 * `tail.ts`. Pure.
 */
import { KoppelError } from '@koppel/errors';

/** What a threshold is expected to give. */
export interface CurvePoint {
  readonly threshold: number;
  /** Links at or above it, estimated from the sample. */
  readonly links: number;
  /** How many of those are false, estimated. */
  readonly falseLinks: number;
  /** The probability that a link of just this similarity is true, 0–1; ascending. */
  readonly probability: number;
}

/** Points over the grid, ascending. */
export interface Curve {
  readonly points: readonly CurvePoint[];
  /** True links that there are for any threshold, those that strangers outdo included. */
  readonly matches: number;
  /** More true links than this there cannot be. */
  readonly most: number;
  /**
   * Per point, mutual nearest records of one unique source of this similarity, up to that of the next
   * point: different persons. Absent where no source is unique.
   */
  readonly strangers?: readonly number[];
  /** How many times false links count where a threshold is chosen; by default `CAUTION`. */
  readonly caution?: number;
  /** Nothing shows whether what seems one person are relatives: precision has no lower bound. */
  readonly unwitnessed?: boolean;
}

/** How the threshold came about. */
export type Method = 'given' | 'selfNull' | 'tail' | 'fellegiSunter';

/** What the choice aims at: the best F1, or that among thresholds of at least this precision. */
export interface Target {
  /** The least estimated share of true links, in (0, 1). */
  readonly precision: number;
}

/** A choice that rests on fewer true links than this could be chance. */
const MIN_TRUE_LINKS = 10;
/** From this probability on, a step of the grid holds matches. */
const LIKELY = 0.5;
/**
 * False links count this many times. Their estimate is as uncertain as one count (expectation.ts), and
 * this is its quantile 0.8: a target is met in four of five runs. Also without a target it pays, as
 * where false links set in, their number explodes.
 */
const CAUTION = Math.log(5);

/** How many of some similarities, sorted ascending, are ≥ threshold. */
export function countFrom(ascending: Float64Array, threshold: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < threshold) low = middle + 1;
    else high = middle;
  }
  return ascending.length - low;
}

/** Matches where a link is more likely true than not. @param matches per point, at its step alone */
export function matchesOf(points: readonly CurvePoint[], matches: readonly number[]): number {
  return points.reduce(
    (sum, { probability }, at) => sum + (probability < LIKELY ? 0 : matches[at]!),
    0,
  );
}

/**
 * The point with the highest expected F1, among those whose expected precision meets the target where
 * there is one; the highest threshold among equals, as a lower one only brings more candidates. With L links, N of them false, and M matches in all,
 * F1 = 2·(L − N) / (L + M).
 * @param isSupported whether a point is sure enough to be chosen
 * @throws LINKAGE_THRESHOLD_UNKNOWN when no point meets the target with enough true links
 */
export function chooseThreshold(
  { points, matches, caution = CAUTION }: Curve,
  target?: Target,
  isSupported: (point: CurvePoint) => boolean = () => true,
): CurvePoint {
  const cautious = ({ links, falseLinks }: CurvePoint): number =>
    Math.min(links, caution * falseLinks);
  const expectedF1 = (point: CurvePoint): number =>
    (2 * (point.links - cautious(point))) / (point.links + matches);
  const accepted = target === undefined ? 1 : 1 - target.precision;
  let best: CurvePoint | undefined;
  for (const point of points) {
    const { links, falseLinks } = point;
    if (cautious(point) > accepted * links) continue;
    if (links - falseLinks < MIN_TRUE_LINKS || !isSupported(point)) continue;
    if (best === undefined || expectedF1(point) >= expectedF1(best)) best = point;
  }
  if (best === undefined) throw new KoppelError('LINKAGE_THRESHOLD_UNKNOWN');
  return best;
}

/** The probability that a pair of this similarity is of one person; 0 below the curve. */
export function probabilityAt(points: readonly CurvePoint[], similarity: number): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (points[middle]!.threshold <= similarity) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : points[low - 1]!.probability;
}

/** The point whose threshold is nearest; the lower of two. @param points at least one */
export function nearestPoint(points: readonly CurvePoint[], threshold: number): CurvePoint {
  const distance = (point: CurvePoint): number => Math.abs(point.threshold - threshold);
  return points.reduce((best, point) => (distance(point) < distance(best) ? point : best));
}
