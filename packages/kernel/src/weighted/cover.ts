// SPDX-License-Identifier: EUPL-1.2
/**
 * Which groups to search so that no pair is lost. Take any groups C with weight w (of 1 in all). When
 * all of them are below τ = 1 − (1 − t) / w, the weighted mean is below w·τ + (1 − w)·1 = t. So every
 * pair at or above t has a group of C at or above τ: C is a *cover*. One heavy group makes a cover
 * with a low bar; all groups together make one with the bar t. Which costs least is estimated on
 * a sample of pairs, the same one on every run; it decides about time only, never about pairs.
 */
import { similarityAt, type Records } from './records.ts';
import type { Scoring } from './score.ts';

/** Rows of both sides that have, in common, exactly these groups. */
export interface Part {
  readonly groups: readonly number[];
  readonly queries: Uint32Array;
  readonly candidates: Uint32Array;
  /** Both sides are the same rows of the same set. */
  readonly within: boolean;
}

export interface Cover {
  readonly groups: readonly number[];
  /** In (0, 1]. */
  readonly bar: number;
}

/** Below what doubles can be off when weights are divided, added and multiplied. */
const SLACK = 1e-9;
const MOST_SAMPLED = 768;
const LEAST_SAMPLED = 48;

/** Nanoseconds, measured: a row of the counter for one lane, and a pair that is measured exactly. */
const COST = { row: 0.006, measure: 250 } as const;

/** Every cover of a part, the one of all its groups among them. */
export function coversOf({ weights, threshold }: Scoring, groups: readonly number[]): Cover[] {
  const total = groups.reduce((sum, group) => sum + weights[group]!, 0);
  return Array.from({ length: 2 ** groups.length - 1 }, (_, n) => {
    const chosen = groups.filter((__, at) => ((n + 1) >> at) % 2 === 1);
    const weight = chosen.reduce((sum, group) => sum + weights[group]! / total, 0);
    const all = chosen.length === groups.length;
    const bar = all ? threshold : 1 - (1 - threshold) / weight;
    return { groups: chosen, bar: Math.max(bar - SLACK, all ? threshold / 2 : 0) };
  }).filter(({ bar }) => bar > 0);
}

interface Sample {
  /** Per group and pair; a pair of filters that share nothing has 0. */
  readonly similarities: readonly Float64Array[];
  /** Share of all pairs that one pair of the sample stands for. */
  readonly pairs: number;
}

function evenly(rows: Uint32Array, number: number): number[] {
  return Array.from(
    { length: number },
    (_, n) => rows[Math.floor(((n + 0.5) * rows.length) / number)]!,
  );
}

function sampleOf(scoring: Scoring, a: Records, b: Records, part: Part): Sample {
  const { queries, candidates, groups, within } = part;
  const wanted = Math.ceil(Math.sqrt(queries.length * candidates.length) / 16);
  const number = Math.min(MOST_SAMPLED, Math.max(LEAST_SAMPLED, wanted));
  const lefts = evenly(queries, Math.min(number, queries.length));
  const rights = evenly(candidates, Math.min(number, candidates.length));
  const pairs = lefts
    .flatMap((left) => rights.map((right) => [left, right] as const))
    .filter(([left, right]) => !within || left !== right);
  const similarities = groups.map((group) =>
    Float64Array.from(pairs, ([left, right]) =>
      similarityAt(scoring.similarity, group, a, left, b, right),
    ),
  );
  return { similarities, pairs: pairs.length };
}

/** Rows that a counter reads per pair before its budget is spent. */
function rowsRead({ groups }: Records, group: number, rows: Uint32Array, bar: number): number {
  const { ones, set } = groups[group]!;
  const sampled = evenly(rows, Math.min(LEAST_SAMPLED, rows.length));
  const mean = sampled.reduce((sum, row) => sum + ones[row]!, 0) / Math.max(1, sampled.length);
  const fill = mean / (set.bytes * 8);
  return Math.min(mean, ((1 - bar) * mean) / Math.max(1 - fill, 0.05));
}

/** The cover that is expected to cost least. */
export function chooseCover(scoring: Scoring, a: Records, b: Records, part: Part): Cover {
  const covers = coversOf(scoring, part.groups);
  const { similarities, pairs } = sampleOf(scoring, a, b, part);
  const costOf = ({ groups, bar }: Cover): number =>
    groups.reduce((sum, group) => {
      const column = similarities[part.groups.indexOf(group)]!;
      const found = column.reduce((hits, similarity) => hits + Number(similarity >= bar), 0);
      const reading = rowsRead(a, group, part.queries, bar) * COST.row;
      return sum + reading + (found / Math.max(1, pairs)) * COST.measure * part.groups.length;
    }, 0);
  const costs = covers.map(costOf);
  return covers[costs.indexOf(Math.min(...costs))]!;
}
