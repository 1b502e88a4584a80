// SPDX-License-Identifier: EUPL-1.2
/**
 * Where the estimate starts: which patterns are rather matches, told without any model of matches.
 * Pairs that agree as much as a pattern does, or more, are counted three times: among candidates
 * between the registers; within unique registers, where all of them are different persons; and as
 * chance would have it. What is more frequent between than both others together explain are matches.
 * So families at one address, who are as frequent within as between, are none, and those who moved
 * but have the same name and birth date are: nobody within a register does.
 */
import { DIFFERENT, MISSING } from './levels.ts';
import type { LevelChances } from './mixture.ts';
import type { PatternCounts } from './patterns.ts';

/** What is known of different persons within unique registers. */
export interface WithinEvidence {
  readonly patterns: PatternCounts;
  /** All pairs within these registers, compared or not. */
  readonly pairs: number;
}

/** Below this share of matches a pattern is not one to start from. */
const LEAST_SHARE = 0.5;
/** Patterns that are looked at: those of most pairs. */
const PATTERNS_MOST = 4000;

/** Pairs of `counted` that agree at least as much as a pattern, in each group that both know. */
function atLeast(
  patterns: PatternCounts,
  pattern: number,
  counted: PatternCounts,
  onlyKnown: boolean,
): number {
  const { groups } = patterns;
  const wanted: [number, number][] = [];
  for (let group = 0; group < groups; group++) {
    const level = patterns.levels[pattern * groups + group]!;
    if (level > DIFFERENT) wanted.push([group, level]);
  }
  let sum = 0;
  for (let other = 0; other < counted.count; other++) {
    const agrees = wanted.every(([group, level]) => {
      const has = counted.levels[other * groups + group]!;
      return has >= level || (has === MISSING && !onlyKnown);
    });
    if (agrees) sum += counted.pairs[other]!;
  }
  return sum;
}

/** Per group and level the chance of that level or a higher one. */
function upwards(chance: LevelChances): Float64Array[] {
  return chance.map((row) => {
    const sums = Float64Array.from(row);
    for (let level = sums.length - 2; level > MISSING; level--) sums[level]! += sums[level + 1]!;
    sums[MISSING] = 1;
    return sums;
  });
}

/** The patterns of most pairs, in their order, so that all of them can be held against all. */
function frequent(patterns: PatternCounts): PatternCounts {
  const { groups, count, levels, pairs } = patterns;
  if (count <= PATTERNS_MOST) return patterns;
  const kept = Uint32Array.from({ length: count }, (_, at) => at)
    .sort((m, n) => pairs[n]! - pairs[m]! || m - n)
    .slice(0, PATTERNS_MOST)
    .sort();
  const picked = new Uint8Array(kept.length * groups);
  kept.forEach((pattern, at) => {
    picked.set(levels.subarray(pattern * groups, (pattern + 1) * groups), at * groups);
  });
  const counts = Float64Array.from(kept, (pattern) => pairs[pattern]!);
  return { groups, count: kept.length, levels: picked, pairs: counts };
}

/**
 * Per pattern the share of matches to start from, 0 or above a half.
 * @param pairs all pairs, compared or not
 * @param onlyKnown pairs without a value do not agree in it: where much is missing, most pairs of
 *   strangers would agree in all that they know, which is nothing
 */
export function startingShares(
  patterns: PatternCounts,
  chance: LevelChances,
  pairs: number,
  within: WithinEvidence | undefined,
  onlyKnown: boolean,
): Float64Array {
  const up = upwards(chance);
  const among = frequent(patterns);
  const strangers = within === undefined ? undefined : frequent(within.patterns);
  return patterns.pairs.map((_, pattern) => {
    let expected = pairs;
    for (let group = 0; group < patterns.groups; group++) {
      expected *= up[group]![patterns.levels[pattern * patterns.groups + group]!]!;
    }
    if (strangers !== undefined) {
      const seen = atLeast(patterns, pattern, strangers, onlyKnown) * (pairs / within!.pairs);
      expected = Math.max(expected, seen);
    }
    // One more on either side: a single pair shows nothing.
    const share = 1 - (expected + 1) / (atLeast(patterns, pattern, among, onlyKnown) + 1);
    return share > LEAST_SHARE ? share : 0;
  });
}
