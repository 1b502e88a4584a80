// SPDX-License-Identifier: EUPL-1.2
/** The threshold of a linkage, as given or estimated from the data without labels, and what it gives. */
import { isKoppelError, KoppelError } from '@koppel/errors';
import type { Watch } from '../candidates.ts';
import type { OrderedSource } from '../source.ts';
import { checkHeaps, checkUnique } from './checks.ts';
import {
  chooseThreshold,
  nearestPoint,
  probabilityAt,
  type Curve,
  type CurvePoint,
  type Method,
  type Target,
} from './curve.ts';
import { expectationAt, precisionAt, type Expectation } from './expectation.ts';
import { repeatedCurve } from './repeated.ts';
import { sampledPairs } from './sampled-pairs.ts';
import type { Scale } from './scale.ts';
import { gatherEvidence, selfNullCurve } from './self-null.ts';
import { tailCurve } from './tail.ts';

/** The chosen threshold and why. */
export interface ThresholdEstimate {
  readonly threshold: number;
  /** From here on a pair is a match, and below the lower one none; between them a person decides. */
  readonly thresholdUpper: number;
  readonly thresholdLower: number;
  /** The estimated share of true links among all; undefined for a threshold that was given. */
  readonly expectedPrecision: number | undefined;
  /** Precision, recall and F1 with intervals; undefined for a threshold that was given. */
  readonly expected: Expectation | undefined;
  /** 'given', or how it was estimated. */
  readonly method: Method;
  /** What other thresholds would give, ascending; empty for a threshold that was given. */
  readonly curve: readonly CurvePoint[];
  /** The probability that a pair of this similarity is of one person; NaN where it is unknown. */
  readonly probability: (similarity: number) => number;
  /** The same with the number of links that came out. */
  readonly withLinks: (links: number) => ThresholdEstimate;
  /**
   * What another threshold is expected to give, at the point of the curve that is nearest to it, with
   * the number of links that it gives where that is known; undefined for a threshold that was given.
   */
  readonly expectedAt: (threshold: number, links?: number) => Expectation | undefined;
  /** Per point of the curve, pairs of different persons that are nearest to each other in a source. */
  readonly strangers: readonly number[];
}

/** Similarities between which a person decides: at least `from`, below `to`. */
export interface GivenZone {
  readonly from: number;
  readonly to: number;
}

/** Probabilities from which on a pair is a match, and below which it is none. */
const SURE = { match: 0.95, nonMatch: 0.2 };
/** What is chosen has this precision at the low end of its interval; below, too little is known. */
const LEAST_PRECISION = 0.1;

/**
 * A threshold that the user chose.
 * @param zone from where up to where a person decides; absent is nowhere
 * @throws KERNEL_THRESHOLD
 */
export function givenThreshold(threshold: number, zone?: GivenZone): ThresholdEstimate {
  const { from = threshold, to = threshold } = zone ?? {};
  const inOrder = 0 < from && from <= threshold && threshold <= to && to <= 1;
  if (!inOrder) throw new KoppelError('KERNEL_THRESHOLD');
  const estimate: ThresholdEstimate = {
    threshold,
    thresholdUpper: to,
    thresholdLower: from,
    expectedPrecision: undefined,
    expected: undefined,
    method: 'given',
    curve: [],
    probability: () => NaN,
    withLinks: () => estimate,
    expectedAt: () => undefined,
    strangers: [],
  };
  return estimate;
}

/** The choice on a curve, with what it is expected to give. @throws LINKAGE_THRESHOLD_UNKNOWN */
export function estimateOn(
  curve: Curve,
  method: Method,
  { place }: Scale,
  target?: Target,
): ThresholdEstimate {
  const isSupported = (one: CurvePoint): boolean => precisionAt(one).low >= LEAST_PRECISION;
  const point = chooseThreshold(curve, target, isSupported);
  const { points, strangers = [] } = curve;
  const expectedAt = (threshold: number, links?: number): Expectation =>
    expectationAt(curve, nearestPoint(points, threshold), place, links);
  const reaches = (probability: number): number =>
    points.find((one) => one.probability >= probability)?.threshold ?? 1;
  const estimateWith = (links: number | undefined): ThresholdEstimate => {
    const expected = expectationAt(curve, point, place, links);
    return {
      threshold: point.threshold,
      thresholdUpper: Math.max(point.threshold, reaches(SURE.match)),
      thresholdLower: Math.min(point.threshold, reaches(SURE.nonMatch)),
      expectedPrecision: expected.precision.value,
      expected,
      method,
      curve: points,
      probability: (value) => probabilityAt(points, value),
      withLinks: (found) => estimateWith(found),
      expectedAt,
      strangers,
    };
  };
  return estimateWith(undefined);
}

/**
 * Estimates from links between sources if one of them is unique, and otherwise from all pairs.
 * @throws LINKAGE_TARGET; LINKAGE_TOO_FEW, LINKAGE_INDISTINCT, LINKAGE_NOT_UNIQUE and
 *   LINKAGE_THRESHOLD_UNKNOWN when the data do not show a threshold
 */
export async function estimateThreshold(
  sources: readonly OrderedSource[],
  scale: Scale,
  target: Target | undefined,
  watch: Watch,
): Promise<ThresholdEstimate> {
  if (target !== undefined && !(target.precision > 0 && target.precision < 1)) {
    throw new KoppelError('LINKAGE_TARGET');
  }
  checkHeaps(sources, scale.similarity);
  const evidence = await gatherEvidence(sources, scale, watch);
  if (evidence !== undefined) {
    const estimate = estimateOn(selfNullCurve(evidence, scale), 'selfNull', scale, target);
    checkUnique(evidence, estimate.threshold);
    return estimate;
  }
  const repeated = sources.filter(({ unique }) => !unique);
  const sampled = await sampledPairs(repeated, scale, watch);
  if (repeated.length > 1) {
    try {
      return estimateOn(repeatedCurve(repeated, sampled, scale), 'selfNull', scale, target);
    } catch (thrown) {
      if (!isKoppelError(thrown, 'LINKAGE_THRESHOLD_UNKNOWN')) throw thrown;
    }
  }
  return estimateOn(tailCurve(sampled, scale), 'tail', scale, target);
}
