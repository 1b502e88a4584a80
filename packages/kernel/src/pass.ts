// SPDX-License-Identifier: EUPL-1.2
/** What a search is asked for, and a part of it that any counter can do. */
import type { Frequencies, OrderedSet } from './ordered-set.ts';
import type { Similarity } from './similarity.ts';

/** What is asked for: similarities of one kind, at or above a threshold. */
export interface Wanted {
  readonly similarity: Similarity;
  /** In (0, 1]. */
  readonly threshold: number;
}

/** Queries against candidates, each query against one run of candidates. */
export interface Pass {
  readonly queries: OrderedSet;
  readonly candidates: OrderedSet;
  /** Of the bits of the candidates. */
  readonly frequencies: Frequencies;
  /** Per query position, its run of candidate positions [first, end). */
  readonly first: Uint32Array;
  readonly end: Uint32Array;
  /** Which of the two the caller calls the query; within one set it is the lower row. */
  readonly orientation: Orientation;
}

export type Orientation = 'queryFirst' | 'candidateFirst' | 'lowerFirst';
