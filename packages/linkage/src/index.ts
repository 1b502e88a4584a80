// SPDX-License-Identifier: EUPL-1.2
/** Linkage of encoded sources: candidates, threshold, clusters. No keys, no identifiers. */
export { type SearchStatement, type WantedSearch } from './candidate-search.ts';
export { type SearchPlan } from '@koppel/kernel';
export { type ElsewhereOf, type OnPlan } from './candidates.ts';
export {
  joinTokens,
  joinTokensReference,
  type JoinOptions,
  type TokenPairs,
} from './join/join-tokens.ts';
export { type TokenColumn } from './join/order.ts';
export { type CandidatePairs } from './candidates.ts';
export { clusterComponent, clusterWith } from './clusters.ts';
export { agglomerative } from './clusters/agglomerate.ts';
export { assignments, type AssignmentRule } from './clusters/assignment.ts';
export {
  adjacencyOf,
  type Clusterer,
  type Component,
  type RecordShape,
  type Rules,
} from './clusters/component.ts';
export { lowestMembers, Partition } from './clusters/partition.ts';
export { ClusterEvents } from './incremental/cluster-events.ts';
export {
  type ClusterRules,
  decidedClusters,
  type DecidedPairs,
} from './incremental/decided-clusters.ts';
export { type DecisionIndex, withDecisions } from './incremental/decisions.ts';
export { type LinkageSide, marksOf } from './incremental/marks.ts';
export { fates, type FollowedSource, MetRecords } from './incremental/met-records.ts';
export {
  type ClusterEvent,
  type ClusterView,
  type Decision,
  type EventKind,
  idOf,
  type Reason,
  type RecordName,
} from './incremental/changes.ts';
export { type CurrentSource, pairsOfBatch } from './incremental/pairs.ts';
export { type FieldGroup } from './fellegi-sunter/evidence.ts';
export { dependenceOf, type GroupDependence } from './fellegi-sunter/dependence.ts';
export { type FieldModel } from './fellegi-sunter/model.ts';
export { waterfallFigure } from './fellegi-sunter/waterfall-page.ts';
export { waterfallOf, type Waterfall } from './fellegi-sunter/waterfall.ts';
export { type FieldLinkOutcome } from './fellegi-sunter/decide.ts';
export { linkByFields } from './fellegi-sunter/link-fields.ts';
export { linkSources, type LinkOptions } from './link.ts';
export {
  linkedPairs,
  type Candidates,
  type Clusters,
  type Explain,
  type LinkedSource,
  type LinkOutcome,
} from './outcome.ts';
export { decisionConflicts, type Conflict, type ConflictRule } from './review/conflicts.ts';
export { reviewOrder, type ReviewInput } from './review/priority.ts';
export { type ReviewPair } from './review/zone.ts';
export { linkByLooks, type LookLinkOptions } from './second-round/link-looks.ts';
export {
  type AnswerPairs,
  KEPT_FORM,
  LookSimilarities,
  type SeenPairs,
  type SeenPart,
} from './second-round/look-similarities.ts';
export { type LookedRound } from './second-round/looked-evidence.ts';
export {
  candidateLooks,
  NOBODY,
  type PlannedRound,
  planRound,
  planRounds,
  type PlanOptions,
  planWith,
  type RoundColumns,
} from './second-round/plan.ts';
export { partOfCodes } from './second-round/code-parts.ts';
export {
  type CodeSearch,
  rankedCandidates,
  type RankedPairs,
  rankedPairs,
} from './second-round/ranked-candidates.ts';
export { type LookRequests, requestsOf } from './second-round/requests.ts';
export { orderSources, type EncodedSource, type OrderedSource } from './source.ts';
export { type CurvePoint, type Target } from './threshold/curve.ts';
export { givenThreshold, type GivenZone, type ThresholdEstimate } from './threshold/estimate.ts';
export { type Expectation, type Interval } from './threshold/expectation.ts';
export {
  type ClusterPattern,
  type ClusterProfile,
  type ClusterSize,
  type LinksBetween,
} from './quality/clusters.ts';
export { type CountInterval, type ExpectedCounts } from './quality/expected.ts';
export {
  type LinkageToReport,
  type QualityFigures,
  qualityFigures,
  type SourceFigures,
} from './quality/figures.ts';
export { type ProbabilityHistogram, type SimilarityHistogram } from './quality/histograms.ts';
export { joinPairs, pairsWhere, type RecordPairs } from './quality/records.ts';
export { type ThresholdOutcome } from './quality/sensitivity.ts';
export { type LinkSimilarity } from './threshold/scale.ts';
