// SPDX-License-Identifier: EUPL-1.2
/**
 * A search as a question that another process can answer part by part, from the same two sets. A part
 * is a tile of an exact search, of one by tests or for the best of each query, or a table of an approximate one; the same sets and
 * question give the same parts and the same pairs in each, on any machine. The identity of a search
 * holds for the sets too, so that who has other sets, or another version of this package, is noticed.
 */
import { createHash } from 'node:crypto';
import { KoppelError } from '@koppel/errors';
import type { SketchMost } from '../approximate/join-kernel.ts';
import type { FilterSet } from '../filter-set.ts';
import type { HitColumns } from '../hits.ts';
import type { Similarity } from '../similarity.ts';

/** How the parts are made; what an approximate search chose on its samples is told, not chosen again. */
export type PartsWay =
  | { readonly method: 'exact' }
  | { readonly method: 'votes'; readonly miss: number }
  /** The best candidates of each query, at most so many; within one set no record is its own. */
  | { readonly method: 'best'; readonly top: number }
  | ({ readonly method: 'tables' } & TablesChoice);

export interface TablesChoice {
  readonly seed: number;
  /** Bits of the filter that keys are made of, in the order in which they are drawn from. */
  readonly pool: readonly number[];
  readonly keyBits: number;
  readonly radius: 0 | 1;
  readonly sketch: readonly number[];
  readonly sketchMost: SketchMost;
}

export interface PartsQuestion {
  readonly similarity: Similarity;
  readonly threshold: number;
  /** Both sets are the same one. */
  readonly within: boolean;
  readonly way: PartsWay;
}

/** Parts [from, to) of a search. */
export interface PartsJob {
  /** SHA-256 in hexadecimal, of the question, its parts and the sets. */
  readonly identity: string;
  readonly question: PartsQuestion;
  readonly from: number;
  readonly to: number;
}

/** All pairs of a part. Rows are those of the sets; of a table, numbers of distinct filters. */
export interface FoundPart {
  readonly hits: HitColumns;
  /** Of a table: meetings of records, and those that were left out. */
  readonly met: number;
  readonly skipped: number;
}

/** Whoever has parts searched by others. */
export interface PartsElsewhere {
  /**
   * Resolves when each part has been told, once, in any order.
   * @throws what `onPart` throws, and what it meets itself; KERNEL_CANCELLED
   */
  readonly search: (
    job: PartsJob,
    onPart: (part: number, found: FoundPart) => void,
    signal?: AbortSignal,
  ) => Promise<void>;
}

/** To be raised when tables, or the pairs that belong to them, change. */
const TABLES_VERSION = 1;

/** Of a search by tables, and of the sets that it searches. */
export function identityOfTables(
  left: FilterSet,
  right: FilterSet,
  question: PartsQuestion,
): string {
  const { similarity, threshold, within, way } = question;
  const hash = createHash('sha256');
  hash.update(JSON.stringify([TABLES_VERSION, similarity, threshold, within, way]));
  for (const { count, bytes, filters } of within ? [left] : [left, right]) {
    hash.update(JSON.stringify([count, bytes]));
    hash.update(filters);
  }
  return hash.digest('hex');
}

/** @throws KERNEL_KEPT_TILE unless the pairs can be of sets of these sizes */
export function checkFound(
  { query, candidate, similarity }: HitColumns,
  { queries, candidates }: { readonly queries: number; readonly candidates: number },
): void {
  const complete = candidate.length === query.length && similarity.length === query.length;
  const inside = (rows: Uint32Array, count: number): boolean => rows.every((row) => row < count);
  if (!complete || !inside(query, queries) || !inside(candidate, candidates)) {
    throw new KoppelError('KERNEL_KEPT_TILE');
  }
}
