// SPDX-License-Identifier: EUPL-1.2
/** What the threads of an approximate search share: filters, and which of them differ. */
import type { Similarity } from '../similarity.ts';
import type { SketchMost } from './join-kernel.ts';

/** The distinct filters of a set. Everything lies in memory that threads share. */
export interface Side {
  /** Filters as the caller gave them, `wordsPerFilter` words each. */
  readonly words: Uint32Array;
  readonly wordsPerFilter: number;
  /** Per distinct filter the lowest row that has it; so many there are. */
  readonly rows: Uint32Array;
  /** Per distinct filter its set bits. */
  readonly ones: Uint32Array;
}

/** One table: records meet where their keys differ in at most `radius` bits. */
export interface Table {
  /** Bits of the filter that make the key. */
  readonly keyBits: readonly number[];
  /** Further bits, in the order in which a key that too many records have is made longer. */
  readonly furtherBits: readonly number[];
}

/** What the pairs of a table are compared by. */
export interface JoinPlan {
  readonly similarity: Similarity;
  readonly threshold: number;
  /** Both sides are the same: each pair once. */
  readonly within: boolean;
  readonly left: Side;
  readonly right: Side;
  readonly radius: 0 | 1;
  /** Words of the filter that make the sketch, at most SKETCH_WORDS. */
  readonly sketch: readonly number[];
  readonly sketchMost: SketchMost;
}

/** What a table cost. */
export interface TableCost {
  /** Pairs of records whose keys met. */
  readonly candidates: number;
  /** Of those, how many were never compared, as too many records had the same longest key. */
  readonly skipped: number;
}
