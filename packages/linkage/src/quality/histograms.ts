// SPDX-License-Identifier: EUPL-1.2
/**
 * How similar pairs are and how probable links, in counts per step. A histogram says nothing of a
 * single pair, and its size does not grow with their number. Pure.
 */
import type { ThresholdEstimate } from '../threshold/estimate.ts';
import type { LinkSimilarity } from '../threshold/scale.ts';
import type { RecordPairs } from './records.ts';

/** Steps of equal width from `from` up to 1; a pair counts in the step whose lower end it reaches. */
export interface SimilarityHistogram {
  readonly from: number;
  readonly width: number;
  /** Candidate pairs whose records are one person now. */
  readonly links: readonly number[];
  /** Candidate pairs, at or above the threshold, whose records are not. */
  readonly notLinked: readonly number[];
  /** Expected from the sample, below the threshold too: nearest pairs between registers. */
  readonly nearest: readonly number[];
  /** Of these, how many are expected to be of different persons. */
  readonly nearestFalse: readonly number[];
  /** Nearest pairs within a register of unique persons, as they were seen: different persons. */
  readonly strangers: readonly number[];
}

/** Twenty steps from 0 to 1. */
export interface ProbabilityHistogram {
  readonly links: readonly number[];
  readonly notLinked: readonly number[];
}

const SCALES: Readonly<Record<LinkSimilarity, { from: number; width: number }>> = {
  dice: { from: 0.3, width: 0.01 },
  // By chance half of the bits agree, and all that matters may lie close above.
  hamming: { from: 0.5, width: 0.005 },
};
const PROBABILITY_STEPS = 20;

/** Similarities are ratios of small numbers: what is a hair below a step by rounding belongs to it. */
const HAIR = 1e-9;

/** Splits pairs by whether their records are one person. */
export function similarityHistogram(
  pairs: RecordPairs,
  lowest: Uint32Array,
  similarity: LinkSimilarity,
  { curve, strangers: seen }: ThresholdEstimate,
): SimilarityHistogram {
  const { from, width } = SCALES[similarity];
  const steps = Math.round((1 - from) / width) + 1;
  const zeros = (): number[] => Array.from({ length: steps }, () => 0);
  const stepOf = (value: number): number =>
    Math.min(steps - 1, Math.max(0, Math.floor((value - from) / width + HAIR)));
  const [links, notLinked, nearest, nearestFalse, strangers] = [
    zeros(), zeros(), zeros(), zeros(), zeros(),
  ]; // prettier-ignore
  pairs.similarity.forEach((value, at) => {
    const linked = lowest[pairs.left[at]!] === lowest[pairs.right[at]!];
    (linked ? links : notLinked)[stepOf(value)]! += 1;
  });
  curve.forEach((point, at) => {
    const step = stepOf(point.threshold);
    const next = curve[at + 1] ?? { links: 0, falseLinks: 0 };
    // Sums from above: their differences can lie a rounding below nothing.
    nearest[step]! += Math.max(0, point.links - next.links);
    nearestFalse[step]! += Math.max(0, point.falseLinks - next.falseLinks);
    strangers[step]! += seen[at] ?? 0;
  });
  return { from, width, links, notLinked, nearest, nearestFalse, strangers };
}

/** Undefined where probabilities are unknown, as for a threshold that was given. */
export function probabilityHistogram(
  pairs: RecordPairs,
  lowest: Uint32Array,
  { probability }: ThresholdEstimate,
): ProbabilityHistogram | undefined {
  if (Number.isNaN(probability(1))) return undefined;
  const zeros = (): number[] => Array.from({ length: PROBABILITY_STEPS }, () => 0);
  const [links, notLinked] = [zeros(), zeros()];
  pairs.similarity.forEach((value, at) => {
    const share = Math.floor(probability(value) * PROBABILITY_STEPS + HAIR);
    const linked = lowest[pairs.left[at]!] === lowest[pairs.right[at]!];
    (linked ? links : notLinked)[Math.min(PROBABILITY_STEPS - 1, share)]! += 1;
  });
  return { links, notLinked };
}
