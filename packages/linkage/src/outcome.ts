// SPDX-License-Identifier: EUPL-1.2
/** The result of a linkage, in the caller's numbering of sources and rows. Holds no encodings. */
import type { SearchStatement } from './candidate-search.ts';
import type { CandidatePairs } from './candidates.ts';
import type { AssignmentRule } from './clusters/assignment.ts';
import { weakestTies } from './clusters/ties.ts';
import type { Waterfall } from './fellegi-sunter/waterfall.ts';
import type { FoundPairs } from './review/found-pairs.ts';
import type { OrderedSource } from './source.ts';
import type { ThresholdEstimate } from './threshold/estimate.ts';

/** The records of all clusters, one cluster after the other. A record alone is a cluster of one. */
export interface Clusters {
  readonly count: number;
  /** Members of cluster c are at start[c] … start[c + 1] − 1. */
  readonly start: Uint32Array;
  /** Per member its source and its row there; by source name and token within a cluster. */
  readonly source: Uint32Array;
  readonly row: Uint32Array;
}

/** Per record of one source, what the linkage found. */
export interface LinkedSource {
  readonly name: string;
  readonly records: number;
  /** Records in a cluster with at least one other. */
  readonly linked: number;
  readonly cluster: Uint32Array;
  readonly clusterSize: Uint32Array;
  /**
   * The similarity of its best candidate pair within its cluster, 0–1; NaN for a record that is alone,
   * or that decisions alone put there.
   */
  readonly quality: Float64Array;
  /** The probability that this pair is of one person, 0–1; NaN alone or for a given threshold. */
  readonly probability: Float64Array;
  /** The similarity of the weakest pair that holds its cluster together, 0–1; NaN for a record alone. */
  readonly weakest: Float64Array;
}

/** Candidate pairs by source and row, equally long columns, most similar first. */
export interface Candidates {
  readonly leftSource: Uint16Array;
  readonly leftRow: Uint32Array;
  readonly rightSource: Uint16Array;
  readonly rightRow: Uint32Array;
  readonly similarity: Float64Array;
}

/** A record in the caller's numbers. */
export interface RecordPlace {
  readonly source: number;
  readonly row: number;
}

/**
 * Why two records that were compared are one person or not, by how their fields agree.
 * @param similarity that of the pair; absent: for a pair that was no candidate
 */
export type Explain = (left: RecordPlace, right: RecordPlace, similarity?: number) => Waterfall;

export interface LinkOutcome {
  readonly threshold: ThresholdEstimate;
  readonly clusters: Clusters;
  /** In the order of the caller's sources. */
  readonly sources: readonly LinkedSource[];
  /** Candidate pairs, at or above the threshold, that were decided upon. */
  readonly candidatePairs: number;
  /** The same pairs, in the caller's numbers: per end its source and row. */
  readonly candidates: Candidates;
  /** Pairs below the threshold, from `reviewFrom` on, that a person may decide on. */
  readonly below: Candidates;
  /** The threshold itself when no pairs below it were asked for, or there are too many. */
  readonly reviewFrom: number;
  readonly assignment: AssignmentRule;
  /** Groups of pairs that were too large for the optimal assignment and were decided greedily. */
  readonly decidedGreedily: number;
  /** How these were searched for, and which share of all such pairs they are. */
  readonly search: SearchStatement;
  /** Only for records with a filter for each field. */
  readonly explain?: Explain;
}

/** Pairs of records in one cluster that were compared, over all clusters. */
function linksIn(
  start: Uint32Array,
  source: Uint32Array,
  sources: readonly OrderedSource[],
): number {
  const comparedWithin = new Map(sources.map(({ index, unique }) => [index, !unique]));
  let links = 0;
  for (let cluster = 0; cluster + 1 < start.length; cluster++) {
    const counts = new Map<number, number>();
    for (const one of source.subarray(start[cluster], start[cluster + 1])) {
      counts.set(one, (counts.get(one) ?? 0) + 1);
    }
    let seen = 0;
    for (const [one, n] of counts) {
      links += n * seen + (comparedWithin.get(one) ? (n * (n - 1)) / 2 : 0);
      seen += n;
    }
  }
  return links;
}

/** How the pairs were decided. */
export interface Decided {
  /** Per record, over the ordered sources, the lowest record of its cluster. */
  readonly lowest: Uint32Array;
  readonly assignment: AssignmentRule;
  readonly bounded: number;
}

function candidatesOf(sources: readonly OrderedSource[], pairs: CandidatePairs): Candidates {
  const records = sources.reduce((sum, { rows }) => sum + rows.length, 0);
  const [source, row] = [new Uint16Array(records), new Uint32Array(records)];
  let first = 0;
  for (const { index, rows } of sources) {
    source.fill(index, first, first + rows.length);
    row.set(rows, first);
    first += rows.length;
  }
  return {
    leftSource: Uint16Array.from(pairs.left, (record) => source[record]!),
    leftRow: pairs.left.map((record) => row[record]!),
    rightSource: Uint16Array.from(pairs.right, (record) => source[record]!),
    rightRow: pairs.right.map((record) => row[record]!),
    similarity: pairs.similarity,
  };
}

/** Puts a partition into the caller's numbering. */
export function outcomeOf(
  sources: readonly OrderedSource[],
  { pairs, below, reviewFrom }: FoundPairs,
  { lowest, assignment, bounded }: Decided,
  threshold: ThresholdEstimate,
): LinkOutcome {
  // Clusters are numbered by their lowest record; members keep the order of records.
  const number = new Uint32Array(lowest.length);
  let count = 0;
  lowest.forEach((first, record) => {
    number[record] = first === record ? count++ : number[first]!;
  });
  const start = new Uint32Array(count + 1);
  for (const cluster of number) start[cluster + 1]!++;
  for (let cluster = 1; cluster <= count; cluster++) start[cluster]! += start[cluster - 1]!;

  const quality = new Float64Array(lowest.length).fill(NaN);
  for (let pair = pairs.count - 1; pair >= 0; pair--) {
    const [left, right] = [pairs.left[pair]!, pairs.right[pair]!];
    if (number[left] !== number[right]) continue;
    // From the least similar up, so that the best one stays.
    quality[left] = quality[right] = pairs.similarity[pair]!;
  }

  const ties = weakestTies(pairs, lowest);
  const members = { source: new Uint32Array(lowest.length), row: new Uint32Array(lowest.length) };
  const next = start.slice();
  const linked: LinkedSource[] = [];
  let record = 0;
  for (const { name, index, rows } of sources) {
    const cluster = new Uint32Array(rows.length);
    const clusterSize = new Uint32Array(rows.length);
    const [best, weakest] = [new Float64Array(rows.length), new Float64Array(rows.length)];
    for (const row of rows) {
      const mine = number[record]!;
      const at = next[mine]!++;
      members.source[at] = index;
      members.row[at] = row;
      cluster[row] = mine;
      clusterSize[row] = start[mine + 1]! - start[mine]!;
      best[row] = quality[record]!;
      weakest[row] = ties[record++]!;
    }
    const records = rows.length;
    const linkedRecords = clusterSize.reduce((sum, size) => sum + (size > 1 ? 1 : 0), 0);
    const probability = best.map((value) =>
      Number.isNaN(value) ? NaN : threshold.probability(value),
    );
    linked[index] = {
      name, records, linked: linkedRecords, cluster, clusterSize, quality: best, probability, weakest,
    }; // prettier-ignore
  }
  return {
    threshold: threshold.withLinks(linksIn(start, members.source, sources)),
    clusters: { count, start, ...members },
    sources: linked,
    candidatePairs: pairs.count,
    candidates: candidatesOf(sources, pairs),
    below: candidatesOf(sources, below),
    reviewFrom,
    assignment,
    decidedGreedily: bounded,
    search: pairs.search,
  };
}

/**
 * The pairs of records of two sources that a linkage puts in one cluster, by cluster; for a source
 * with itself each pair once.
 * @param a, b the caller's numbers of the sources
 */
export function linkedPairs(
  { clusters }: LinkOutcome,
  a: number,
  b: number,
): { readonly a: Uint32Array; readonly b: Uint32Array } {
  const found: { a: number[]; b: number[] } = { a: [], b: [] };
  for (let cluster = 0; cluster < clusters.count; cluster++) {
    const end = clusters.start[cluster + 1]!;
    for (let m = clusters.start[cluster]!; m < end; m++) {
      if (clusters.source[m] !== a) continue;
      for (let n = a === b ? m + 1 : clusters.start[cluster]!; n < end; n++) {
        if (clusters.source[n] !== b) continue;
        found.a.push(clusters.row[m]!);
        found.b.push(clusters.row[n]!);
      }
    }
  }
  return { a: Uint32Array.from(found.a), b: Uint32Array.from(found.b) };
}
