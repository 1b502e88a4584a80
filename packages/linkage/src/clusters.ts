// SPDX-License-Identifier: EUPL-1.2
/**
 * The second stage: candidate pairs, most similar first, become clusters of records of one person.
 *
 * A pair merges the clusters of its two records when
 * 1. the result has at most one record of each source that is one-to-one, and
 * 2. at least a third of the record pairs between the two clusters that were compared are candidates.
 *
 * Between two one-to-one sources this is greedy one-to-one matching; a study can ask for another
 * assignment (`clusters/assignment.ts`). The second rule keeps a chain of chance similarities from
 * joining persons, which single linkage does, and loses fewer true links than half, average or
 * complete linkage: at the thresholds that are estimated, which are cautious, true links are missing
 * rather than false ones there. A third was chosen on generated registers of two to six sources and on
 * FEBRL3, where the best F1 with 7 and with 9 fields is 0.992 and 0.9998, and with half 0.990 and
 * 0.9995. The comparison, with published clusterers, is in docs/benchmarks.md.
 *
 * Decisions of people come before all pairs: what they joined is one, what they parted stays apart.
 */
import type { CandidatePairs } from './candidates.ts';
import { agglomerate } from './clusters/agglomerate.ts';
import { eligiblePairs, type AssignmentRule } from './clusters/assignment.ts';
import {
  componentsOf,
  noDecisions,
  type Clusterer,
  type Component,
  type Decisions,
  type RecordShape,
  type Rules,
} from './clusters/component.ts';

/** The share of the compared pairs between two clusters that must be candidates. */
export const LEAST_SHARE = 1 / 3;

export interface Clustered {
  /** Per record the lowest record of its cluster. */
  readonly lowest: Uint32Array;
  /** Components that were too large for the optimal assignment and were decided greedily. */
  readonly bounded: number;
}

/** What decides, apart from the pairs. */
export interface ClusterOptions {
  /** By default `greedy`. */
  readonly assignment?: AssignmentRule;
  readonly decisions?: Decisions;
  /** Whether a record's component is to be counted in `bounded`; by default all are. */
  readonly counts?: (record: number) => boolean;
}

/** Decides one component. LINKAGE_DECISIONS_CONFLICT. */
export function clusterComponent(
  component: Component,
  rules: Rules,
  assignment: AssignmentRule = 'greedy',
): { readonly lowest: Uint32Array; readonly bounded: boolean } {
  const { pairs: eligible, bounded } = eligiblePairs(component, rules, assignment);
  return { lowest: agglomerate(component, rules, LEAST_SHARE, eligible).lowest(), bounded };
}

/** As `Clusterer`, told also the numbers that the component's records have in all. */
type MemberClusterer = (component: Component, rules: Rules, members: Uint32Array) => Uint32Array;

/** Clusters of all records by any clusterer, component by component. */
export function clusterWith(
  clusterer: Clusterer | MemberClusterer,
  pairs: CandidatePairs,
  shape: RecordShape,
  decisions: Decisions = noDecisions,
): Uint32Array {
  const lowest = Uint32Array.from({ length: shape.records }, (_, record) => record);
  for (const { members, lonePair, component } of componentsOf(pairs, shape, decisions)) {
    if (lonePair) {
      lowest[members[1]!] = members[0]!;
      continue;
    }
    const found = clusterer(component(), shape, members);
    members.forEach((record, at) => {
      lowest[record] = members[found[at]!]!;
    });
  }
  return lowest;
}

/**
 * Decides all pairs.
 * @param pairs in the order of decision
 * @throws LINKAGE_DECISIONS_CONFLICT when decisions contradict each other, or join two records of a
 *   one-to-one source
 */
export function clusterPairs(
  pairs: CandidatePairs,
  shape: RecordShape,
  { assignment = 'greedy', decisions = noDecisions, counts = () => true }: ClusterOptions = {},
): Clustered {
  let bounded = 0;
  const clusterer: MemberClusterer = (component, rules, members) => {
    const found = clusterComponent(component, rules, assignment);
    if (found.bounded && members.some(counts)) bounded++;
    return found.lowest;
  };
  return { lowest: clusterWith(clusterer, pairs, shape, decisions), bounded };
}
