// SPDX-License-Identifier: EUPL-1.2
/** Clusters of the records of some sources by the pairs that are known of them. Pure. */
import { clusterPairs } from '../clusters.ts';
import type { AssignmentRule } from '../clusters/assignment.ts';
import { weakestTies } from '../clusters/ties.ts';
import {
  numberRecords,
  rankedPairs,
  type NamedSource,
  type RecordPairs,
} from '../quality/records.ts';
import { ABSENT } from './met-records.ts';

/** Pairs of records, numbered over all sources in the order given, that somebody decided about. */
export interface DecidedPairs {
  readonly joined: readonly (readonly [number, number])[];
  readonly parted: readonly (readonly [number, number])[];
}

export interface ClusterRules {
  readonly oneToOne: boolean;
  readonly assignment: AssignmentRule;
}

/** Per record, numbered over all sources in the order given. */
export interface DecidedClusters {
  /** Clusters are numbered by the order of their first records, by source name and token. */
  readonly cluster: Uint32Array;
  readonly size: Uint32Array;
  /** Similarity of the best pair within its cluster; NaN where it has none. */
  readonly quality: Float64Array;
  /** Similarity of the weakest pair that holds its cluster together; NaN where none does. */
  readonly weakest: Float64Array;
  /** Groups of pairs among those counted that were too large for the optimal assignment. */
  readonly bounded: number;
}

/** The numbers of clusters in the order of their first records. */
function numbersOf(lowest: Uint32Array): Uint32Array {
  const number = new Uint32Array(lowest.length);
  let count = 0;
  lowest.forEach((first, record) => {
    number[record] = first === record ? count++ : number[first]!;
  });
  return number;
}

/**
 * Decides all pairs, as a linkage from scratch does.
 * @param counts whether a record is of those for which groups are counted that were bounded
 * @throws LINKAGE_DECISIONS_CONFLICT
 */
export function decidedClusters(
  sources: readonly NamedSource[],
  known: RecordPairs,
  { joined, parted }: DecidedPairs,
  { oneToOne, assignment }: ClusterRules,
  counts: (record: number) => boolean = () => true,
): DecidedClusters {
  const numbering = numberRecords(sources, oneToOne);
  const { rank, shape } = numbering;
  const ranked = rankedPairs(known, numbering);
  const pairs = { count: ranked.left.length, ...ranked };
  const byRank = (all: DecidedPairs['joined']): [number, number][] =>
    all.map(([left, right]) => [rank[left]!, rank[right]!]);
  const recordAt = new Uint32Array(rank.length).fill(ABSENT);
  rank.forEach((place, record) => {
    recordAt[place] = record;
  });
  const { lowest, bounded } = clusterPairs(pairs, shape, {
    assignment,
    decisions: { joined: byRank(joined), parted: byRank(parted) },
    counts: (place) => counts(recordAt[place]!),
  });
  const number = numbersOf(lowest);
  const sizes = new Uint32Array(rank.length);
  for (const first of lowest) sizes[first]!++;
  const best = new Float64Array(rank.length).fill(NaN);
  for (let pair = pairs.count - 1; pair >= 0; pair--) {
    const [left, right] = [pairs.left[pair]!, pairs.right[pair]!];
    // From the least similar up, so that the best one stays.
    if (lowest[left] === lowest[right]) best[left] = best[right] = pairs.similarity[pair]!;
  }
  const ties = weakestTies(pairs, lowest);
  const place = (column: Float64Array): Float64Array =>
    Float64Array.from(rank, (at) => column[at]!);
  return {
    cluster: rank.map((at) => number[at]!),
    size: rank.map((at) => sizes[lowest[at]!]!),
    quality: place(best),
    weakest: place(ties),
    bounded,
  };
}
