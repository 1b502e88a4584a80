// SPDX-License-Identifier: EUPL-1.2
/**
 * The figures of a linkage quality report: what came in and out per source, how similar pairs are,
 * what is expected to be false or missing, what other thresholds would give, and which clusters there
 * are. Counts and estimates only, in memory that grows with records and candidate pairs as flat
 * columns; nothing in them names a record. The same records give the same figures in any order.
 */
import type { AssignmentRule } from '../clusters/assignment.ts';
import { checkSources, type EncodedSource } from '../source.ts';
import type { ThresholdEstimate } from '../threshold/estimate.ts';
import type { LinkSimilarity } from '../threshold/scale.ts';
import { clusterProfile, type ClusterProfile } from './clusters.ts';
import { encodingCounts, type EncodingCounts } from './encodings.ts';
import { expectedCounts, type ExpectedCounts } from './expected.ts';
import {
  probabilityHistogram,
  similarityHistogram,
  type ProbabilityHistogram,
  type SimilarityHistogram,
} from './histograms.ts';
import { lowestOf, numberRecords, rankedPairs, type RecordPairs } from './records.ts';
import { sensitivity, type ThresholdOutcome } from './sensitivity.ts';
import { rankedTruth, trueLinks, type Truth } from './truth.ts';

/** One linkage, as it came out. */
export interface LinkageToReport {
  readonly sources: readonly EncodedSource[];
  /** Per source and row the number of its cluster. */
  readonly clusters: readonly Uint32Array[];
  /** All candidate pairs. */
  readonly pairs: RecordPairs;
  readonly threshold: ThresholdEstimate;
  readonly similarity: LinkSimilarity;
  readonly assignment: AssignmentRule;
  readonly oneToOne: boolean;
  /** All pairs of one person, where they are known; numbered as `pairs`. */
  readonly truth?: Truth;
}

/** Per source, in the caller's order. */
export type SourceFigures = ClusterProfile['sources'][number] &
  EncodingCounts & { readonly name: string; readonly unique: boolean };

export interface QualityFigures {
  readonly sources: readonly SourceFigures[];
  readonly candidatePairs: number;
  readonly clusters: Omit<ClusterProfile, 'sources'>;
  readonly similarities: SimilarityHistogram;
  readonly probabilities: ProbabilityHistogram | null;
  readonly expected: ExpectedCounts | null;
  readonly sensitivity: readonly ThresholdOutcome[];
  /** Where the truth is known: pairs of one person, and how many of the links are among them. */
  readonly measured: { readonly truePairs: number; readonly trueLinks: number } | null;
}

/**
 * @throws LINKAGE_SOURCES, LINKAGE_COLUMNS
 */
export function qualityFigures(linkage: LinkageToReport): QualityFigures {
  const { sources, threshold, similarity, assignment } = linkage;
  checkSources(sources);
  const numbering = numberRecords(sources, linkage.oneToOne);
  const lowest = lowestOf(linkage.clusters, numbering);
  const pairs = rankedPairs(linkage.pairs, numbering);
  const truth = linkage.truth === undefined ? undefined : rankedTruth(linkage.truth, numbering);
  const { sources: bySource, ...clusters } = clusterProfile(lowest, pairs, numbering);
  const { links } = clusters;
  const bits = sources[0]!.filterBytes * 8;
  const { expected } = threshold;
  return {
    sources: sources.map((source, at) => ({
      name: source.name,
      unique: source.unique,
      ...bySource[at]!,
      ...encodingCounts(source),
    })),
    candidatePairs: pairs.similarity.length,
    clusters,
    similarities: similarityHistogram(pairs, lowest, similarity, threshold),
    probabilities: probabilityHistogram(pairs, lowest, threshold) ?? null,
    expected: expected === undefined ? null : expectedCounts(links, expected),
    sensitivity: sensitivity({
      numbering, pairs, lowest, links, threshold, similarity, assignment, bits, truth,
    }), // prettier-ignore
    measured:
      truth === undefined
        ? null
        : { truePairs: truth.left.length, trueLinks: trueLinks(lowest, truth) },
  };
}
