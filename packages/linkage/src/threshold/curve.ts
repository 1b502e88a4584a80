// SPDX-License-Identifier: EUPL-1.2
/**
 * Choosing a threshold from estimates: how many links there would be at each threshold, and how many
 * of them false. No labels are used; the estimates themselves are made in `self-null.ts` and
 * `tail.ts`.
 */
import { KoppelError } from '@koppel/errors';

/** What a threshold is expected to give. */
export interface CurvePoint {
  readonly threshold: number;
  /** Links at or above it, estimated from the sample. */
  readonly links: number;
  /** How many of those are false, estimated. */
  readonly falseLinks: number;
}

/** The chosen threshold and why. */
export interface ThresholdEstimate {
  readonly threshold: number;
  /** The estimated share of true links among all; undefined for a threshold that was given. */
  readonly expectedPrecision: number | undefined;
  /** 'given', or how it was estimated. */
  readonly method: 'given' | 'selfNull' | 'tail';
  /** What other thresholds would give, ascending; empty for a threshold that was given. */
  readonly curve: readonly CurvePoint[];
}

/** A choice that rests on fewer true links than this could be chance. */
const MIN_TRUE_LINKS = 10;

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

/**
 * The threshold with the highest expected F1 among those whose expected share of false links is at
 * most `target`; the highest among equals, as a lower one only brings more candidates. With L links, N of them false, and M matches in all (the
 * most true links that any threshold gives), F1 = 2·(L − N) / (L + M).
 * @throws LINKAGE_THRESHOLD_UNKNOWN when no threshold meets the target with enough true links
 */
export function chooseThreshold(
  curve: readonly CurvePoint[],
  target: number,
  method: 'selfNull' | 'tail',
): ThresholdEstimate {
  const trueLinks = ({ links, falseLinks }: CurvePoint): number => links - falseLinks;
  const matches = Math.max(...curve.map(trueLinks));
  const expectedF1 = (point: CurvePoint): number =>
    (2 * trueLinks(point)) / (point.links + matches);
  let best: CurvePoint | undefined;
  for (const point of curve) {
    if (point.falseLinks > target * point.links || trueLinks(point) < MIN_TRUE_LINKS) continue;
    if (best === undefined || expectedF1(point) >= expectedF1(best)) best = point;
  }
  if (best === undefined) throw new KoppelError('LINKAGE_THRESHOLD_UNKNOWN');
  const expectedPrecision = trueLinks(best) / best.links;
  return { threshold: best.threshold, expectedPrecision, method, curve };
}
