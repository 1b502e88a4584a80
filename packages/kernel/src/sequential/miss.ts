// SPDX-License-Identifier: EUPL-1.2
/**
 * What a search by sequential tests may have missed: a bound that holds for every pair, what is to
 * be expected of the pairs that were found, and what an exact search of sampled queries shows.
 */
import type { FilterSet } from '../filter-set.ts';
import type { HitColumns } from '../hits.ts';
import { SAMPLE_SEED, shuffled } from './positions.ts';
import { largestDistance, type VotePlan } from './plan.ts';

export interface MissSample {
  /** Queries whose pairs were all looked for by an exact search. */
  readonly queries: number;
  /** Pairs that it found, and how many of them the test had missed. */
  readonly wanted: number;
  readonly missed: number;
  /** Of the share missed, 0–1: Wilson's interval of 95 %. */
  readonly low: number;
  readonly high: number;
}

export interface MissStatement {
  /** Chance that a pair that is wanted is missed, at most; 0 for an exact search. */
  readonly bound: number;
  /** Pairs missed in all, expected from the distances of those that were found. */
  readonly expected: number;
  /** Absent when the search was exact, or none was asked for. */
  readonly sample?: MissSample;
}

export const NOTHING_MISSED: MissStatement = { bound: 0, expected: 0 };

/** Wilson's interval of 95 % for a share (Wilson 1927, JASA 22(158), 209–212); [0, 1] of nothing. */
export function wilson(count: number, of: number): { low: number; high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const z2 = 1.959964 ** 2;
  const centre = count + z2 / 2;
  const half = Math.sqrt(z2) * Math.sqrt((count * (of - count)) / of + z2 / 4);
  return {
    low: count === 0 ? 0 : (centre - half) / (of + z2),
    high: count === of ? 1 : (centre + half) / (of + z2),
  };
}

/**
 * Of every wanted pair that is found with chance 1 − m, m / (1 − m) are missed. For the best
 * candidates m is that of a bar at the pair itself: the largest it can have had.
 */
export function expectedMisses({ misses, design }: VotePlan, { similarity }: HitColumns): number {
  let sum = 0;
  for (const value of similarity) {
    const miss = misses[largestDistance(design.bits, value)]!;
    sum += miss / (1 - miss);
  }
  return sum;
}

/** Rows of the queries to look at, ascending; the same ones on every run. */
export function sampledRows(count: number, sampled: number): Uint32Array {
  return shuffled(count, Math.min(count, sampled), SAMPLE_SEED).sort();
}

export function rowsOfSet({ bytes, filters }: FilterSet, rows: Uint32Array): FilterSet {
  const chosen = new Uint8Array(rows.length * bytes);
  rows.forEach((row, at) => {
    chosen.set(filters.subarray(row * bytes, (row + 1) * bytes), at * bytes);
  });
  return { count: rows.length, bytes, filters: chosen };
}

/** Whether a pair is among hits that are sorted by (query, candidate), or grouped by query. */
function holds({ query, candidate }: HitColumns, row: number, other: number): boolean {
  let [low, high] = [0, query.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (query[middle]! < row) low = middle + 1;
    else high = middle;
  }
  for (; query[low] === row; low++) if (candidate[low] === other) return true;
  return false;
}

/**
 * @param found by the test
 * @param exact found by an exact search of the rows sampled, its queries numbered among them
 * @param within pairs of a set with itself: found with the lower row first
 */
export function missSample(
  found: HitColumns,
  exact: HitColumns,
  rows: Uint32Array,
  within: boolean,
): MissSample {
  const sampled = new Set(rows);
  let [wanted, missed] = [0, 0];
  exact.query.forEach((at, hit) => {
    const [row, other] = [rows[at]!, exact.candidate[hit]!];
    // Within one set: not the record itself, and a pair of two sampled records once.
    if (within && (row === other || (sampled.has(other) && other < row))) return;
    wanted++;
    const turned = within && other < row;
    if (!holds(found, turned ? other : row, turned ? row : other)) missed++;
  });
  return { queries: rows.length, wanted, missed, ...wilson(missed, wanted) };
}
