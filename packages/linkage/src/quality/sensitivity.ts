// SPDX-License-Identifier: EUPL-1.2
/**
 * What the outcome would have been at other thresholds. Above the one that was used, candidates are
 * there and everything is decided anew: those figures are counted. Below it nothing was searched for,
 * and the number of links is estimated from the sample that the threshold was estimated from, down to
 * where more than half of what a lower threshold adds would be false: there is no sense below. Pure.
 */
import { clusterPairs } from '../clusters.ts';
import type { AssignmentRule } from '../clusters/assignment.ts';
import type { ThresholdEstimate } from '../threshold/estimate.ts';
import { nearestPoint } from '../threshold/curve.ts';
import { scaleOf, type LinkSimilarity } from '../threshold/scale.ts';
import { expectedCounts, type ExpectedCounts } from './expected.ts';
import { countLinks, type Numbering, type RecordPairs } from './records.ts';
import { trueLinks, type Truth } from './truth.ts';

export interface ThresholdOutcome {
  readonly threshold: number;
  /** The one that was used, counted anew from candidates, or estimated from the sample. */
  readonly basis: 'used' | 'counted' | 'estimated';
  readonly links: number;
  /** Clusters, records that are alone included; null where only links are estimated. */
  readonly persons: number | null;
  /** Of the links at the threshold that was used, those that are gone; of these links, the new ones. */
  readonly lost: number | null;
  readonly gained: number | null;
  readonly expected: ExpectedCounts | null;
  /** Links that are true, where the truth is known and links were counted. */
  readonly trueLinks?: number;
}

/** Steps of the estimator's grid that the other thresholds are away from the one that was used. */
const DISTANCES = [1, 2, 4, 8, 16, 32];
/** The least probability that a pair at an estimated threshold is a match. */
const LIKELY = 0.1;

export interface Sensitive {
  readonly numbering: Numbering;
  /** By rank, most similar first. */
  readonly pairs: RecordPairs;
  /** The outcome, by rank. */
  readonly lowest: Uint32Array;
  readonly links: number;
  readonly threshold: ThresholdEstimate;
  readonly similarity: LinkSimilarity;
  readonly assignment: AssignmentRule;
  /** Bits of an encoding. */
  readonly bits: number;
  readonly truth?: Truth | undefined;
}

const personsIn = (lowest: Uint32Array): number =>
  lowest.reduce((sum, first, record) => sum + Number(first === record), 0);

function expectedOf(
  { threshold: estimate }: Sensitive,
  threshold: number,
  links: number,
): ExpectedCounts | null {
  const expected = estimate.expectedAt(threshold, links);
  return expected === undefined ? null : expectedCounts(links, expected);
}

function truly({ truth }: Sensitive, lowest: Uint32Array): { readonly trueLinks?: number } {
  return truth === undefined ? {} : { trueLinks: trueLinks(lowest, truth) };
}

/** Decides the candidates from a threshold on anew. */
function counted(asked: Sensitive, threshold: number): ThresholdOutcome {
  const { numbering, pairs, lowest, links: before, assignment } = asked;
  const { shape } = numbering;
  let count = pairs.similarity.findIndex((similarity) => similarity < threshold);
  if (count < 0) count = pairs.similarity.length;
  const some = {
    count,
    left: pairs.left.subarray(0, count),
    right: pairs.right.subarray(0, count),
    similarity: pairs.similarity.subarray(0, count),
  };
  const { lowest: other } = clusterPairs(some, shape, { assignment });
  const links = countLinks(other, shape);
  const both = countLinks(lowest, shape, other);
  return {
    threshold,
    basis: 'counted',
    links,
    persons: personsIn(other),
    lost: before - both,
    gained: links - both,
    expected: expectedOf(asked, threshold, links),
    ...truly(asked, other),
  };
}

/** Undefined below the curve, or where it has no match to gain. */
function estimated(asked: Sensitive, threshold: number): ThresholdOutcome | undefined {
  const { curve, threshold: used } = asked.threshold;
  const first = curve.find(({ probability }) => probability >= LIKELY);
  if (first === undefined || threshold < first.threshold) return undefined;
  const more = nearestPoint(curve, threshold).links - nearestPoint(curve, used).links;
  const links = asked.links + Math.max(0, more);
  return {
    threshold,
    basis: 'estimated',
    links,
    persons: null,
    lost: null,
    gained: Math.max(0, more),
    expected: expectedOf(asked, threshold, links),
  };
}

/** Outcomes at a row of thresholds, ascending, the one that was used among them. */
export function sensitivity(asked: Sensitive): ThresholdOutcome[] {
  const { threshold: used, expected } = asked.threshold;
  const { units, step } = scaleOf(asked.similarity, asked.bits);
  const width = step / units;
  const round = (value: number): number => Math.round(value * 1e9) / 1e9;
  const lower = DISTANCES.map((distance) => round(used - distance * width)).reverse();
  const upper = DISTANCES.map((distance) => round(used + distance * width));
  const here: ThresholdOutcome = {
    threshold: used,
    basis: 'used',
    links: asked.links,
    persons: personsIn(asked.lowest),
    lost: 0,
    gained: 0,
    expected: expected === undefined ? null : expectedCounts(asked.links, expected),
    ...truly(asked, asked.lowest),
  };
  return [
    ...lower.flatMap((one) => estimated(asked, one) ?? []),
    here,
    ...upper.filter((one) => one <= 1).map((one) => counted(asked, one)),
  ];
}
