// SPDX-License-Identifier: EUPL-1.2
/** What a linkage came to, as it is published: tokens, similarities and counts, no encodings. */
import type { ClusterEvent, SearchStatement, ThresholdEstimate } from '@koppel/linkage';
import type { GatheredSource } from './gather.ts';

/** What the linkage found out about one source, row by row in the order of its tokens. */
export interface LinkedRows {
  /** Cluster number per row; the numbers of a linkage are from 0, for columns of what clusters are. */
  readonly cluster: Uint32Array;
  /** Rows in that cluster. */
  readonly clusterSize: Uint32Array;
  /** Similarity 0–1 of the row's link; NaN for a row that is alone. */
  readonly quality: Float64Array;
  /** Similarity 0–1 of the weakest pair that holds its cluster together; NaN where none does. */
  readonly weakest: Float64Array;
  /** What a person decided about it; absent where nobody was asked. */
  readonly verdict?: readonly ('same' | 'different' | undefined)[];
}

export interface Outcome {
  readonly threshold: number;
  /** Names the decisions of people that hold in it; absent where there are none. */
  readonly decisions?: string;
  /** Names the second round that decided; absent where the first one did. */
  readonly looked?: string;
  readonly search: SearchStatement;
  readonly estimate: ThresholdEstimate;
  readonly candidatePairs: number;
  readonly decidedGreedily: number;
  /** What became of whom since an earlier result, 16 bytes; undefined when that is not known. */
  readonly told:
    { readonly since: Uint8Array; readonly events: Iterable<ClusterEvent> } | undefined;
  readonly sources: readonly { readonly source: GatheredSource; readonly rows: LinkedRows }[];
}

/** One more than the highest number of a cluster. */
export function clusterBound(sources: Outcome['sources']): number {
  let bound = 0;
  for (const { rows } of sources) for (const one of rows.cluster) bound = Math.max(bound, one + 1);
  return bound;
}
