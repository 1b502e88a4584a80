// SPDX-License-Identifier: EUPL-1.2
/**
 * Null pairs are counts of a sample: where they are few, the steps between them are not empty. Here
 * they are put into bins, and spread over the steps around them. Pure.
 */
import type { Counts } from './links.ts';

/** Steps of the grid, from one up to another. */
export interface Bin {
  readonly from: number;
  readonly to: number;
}

/** Null pairs that a bin of the grid holds at least. */
const BIN = 5;
/** A null pair is spread as far as so many others are, but not over more steps either way. */
const NEIGHBOURS = 4;
const MOST_STEPS = 8;

/** Bins that hold some null pairs each, ascending. */
export function binsOf(seen: Counts): Bin[] {
  const bins: Bin[] = [];
  let [to, held] = [seen.length, 0];
  for (let from = seen.length - 1; from >= 0; from--) {
    held += seen[from]!;
    if (held < BIN && from > 0) continue;
    bins.push({ from, to });
    [to, held] = [from, 0];
  }
  return bins.reverse();
}

/** Sums over bins. */
export function sums(counts: ArrayLike<number>, bins: readonly Bin[]): number[] {
  return bins.map(({ from, to }) => {
    let sum = 0;
    for (let step = from; step < to; step++) sum += counts[step]!;
    return sum;
  });
}

/** How far a null pair at a step is spread. */
function reach(cumulated: readonly number[], step: number): number {
  const last = cumulated.length - 1;
  const within = (half: number): number =>
    cumulated[Math.min(last, step + half + 1)]! - cumulated[Math.max(0, step - half)]!;
  let half = 0;
  while (half < MOST_STEPS && within(half) < NEIGHBOURS) half++;
  return half;
}

/**
 * Null pairs spread over the steps around them, in falling shares, and one more than was seen above
 * the last, halved every third step.
 * @param nulls what the pairs stand for, per step
 * @param unit what one pair stands for
 */
export function spreadNulls(seen: Counts, nulls: Counts, unit: number): number[] {
  const cumulated = [0];
  for (const n of seen) cumulated.push(cumulated.at(-1)! + n);
  const spread = new Array<number>(seen.length).fill(0);
  seen.forEach((n, step) => {
    if (n === 0) return;
    const half = reach(cumulated, step);
    const [first, last] = [Math.max(0, step - half), Math.min(seen.length - 1, step + half)];
    let total = 0;
    for (let at = first; at <= last; at++) total += half + 1 - Math.abs(at - step);
    for (let at = first; at <= last; at++) {
      spread[at]! += (nulls[step]! * (half + 1 - Math.abs(at - step))) / total;
    }
  });
  const decay = 2 ** (-1 / 3);
  let mass = unit * (1 - decay);
  for (let at = seen.findLastIndex((n) => n > 0) + 1; at < spread.length; at++) {
    spread[at]! += mass;
    mass *= decay;
  }
  return spread;
}
