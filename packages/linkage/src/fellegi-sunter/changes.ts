// SPDX-License-Identifier: EUPL-1.2
/**
 * Matches that have changed several groups at once: who moved has another street, number and postcode.
 * They are classes of their own in which what was changed is as chance has it and all else as with
 * every other match. So a class costs a share and a choice of groups, and shows from a handful of pairs
 * on; one with levels of its own needs hundreds, and without either, those who moved were taken for
 * strangers who share a name. A parsimonious form of dependence among matches (W. E. Winkler 1993;
 * ADR 0064).
 */
import { expectedPairs } from './classes.ts';
import { DIFFERENT, MISSING } from './levels.ts';
import {
  fitMixture,
  withChance,
  type LevelChances,
  type Mixture,
  type MixtureClass,
  type MixtureOptions,
} from './mixture.ts';
import { totalPairs, type PatternCounts } from './patterns.ts';
import type { WithinEvidence } from './start.ts';

/** Sets of changed groups that are tried for the next class. */
const TRIED = 5;
/** So many groups are changed at least: one alone is what levels are for. */
const LEAST_CHANGED = 2;
/**
 * And so many are left to know somebody by. Where no register shows how strangers agree, one more: two
 * that are compared crosswise, as swapped names are, count as two and are one.
 */
const LEAST_AGREED = { withStrangers: 2, without: 3 } as const;

/** Between registers, and within those that hold everybody once. */
export interface ComparedPatterns {
  readonly candidates: PatternCounts;
  readonly within?: WithinEvidence | undefined;
  /** All pairs between registers. */
  readonly pairs: number;
}

/** The groups in which a pattern differs; undefined where these are too few, or too few agree. */
function changesOf(
  { groups, levels }: PatternCounts,
  pattern: number,
  leastAgreed: number,
): readonly boolean[] | undefined {
  const own = Array.from(levels.subarray(pattern * groups, (pattern + 1) * groups));
  const changed = own.map((level) => level === DIFFERENT);
  const differing = changed.filter((one) => one).length;
  const agreed = own.filter((level) => level > DIFFERENT).length;
  return differing >= LEAST_CHANGED && agreed >= leastAgreed ? changed : undefined;
}

/** Per group which levels tell a match: at least half the bits of the level that is usual in one. */
function tellingLevels(matches: LevelChances, chance: LevelChances): boolean[][] {
  return matches.map((row, group) => {
    const bits = Array.from(row, (one, level) =>
      one === 0 ? -Infinity : Math.log2(one / chance[group]![level]!),
    );
    const usual = bits[row.indexOf(Math.max(...row))]!;
    return bits.map((one) => one > 0 && one >= usual / 2);
  });
}

/** Pairs that differ in what is changed, and tell a match in all else that both know. */
function agreeing(
  { groups, count, levels, pairs }: PatternCounts,
  changed: readonly boolean[],
  telling: readonly (readonly boolean[])[],
): number {
  let sum = 0;
  for (let pattern = 0; pattern < count; pattern++) {
    const fits = changed.every((one, group) => {
      const level = levels[pattern * groups + group]!;
      return one ? level === DIFFERENT : level === MISSING || telling[group]![level]!;
    });
    if (fits) sum += pairs[pattern]!;
  }
  return sum;
}

/** Whether more than half of the pairs with just these changes are not explained by strangers. */
function standsOut(
  changed: readonly boolean[],
  { candidates, within, pairs }: ComparedPatterns,
  telling: readonly (readonly boolean[])[],
): boolean {
  const strangers =
    within === undefined ? 0 : agreeing(within.patterns, changed, telling) * (pairs / within.pairs);
  // One more on either side: a single pair shows nothing.
  return agreeing(candidates, changed, telling) + 1 > 2 * (strangers + 1);
}

interface Changes {
  readonly changed: readonly boolean[];
  readonly pairs: number;
  readonly excess: number;
}

/** Sets of changes, those first whose patterns are most in excess of what classes expect. */
function excessChanges(
  patterns: PatternCounts,
  expected: Float64Array,
  leastAgreed: number,
): Changes[] {
  const found = new Map<string, Changes>();
  patterns.pairs.forEach((pairs, pattern) => {
    if (pairs <= expected[pattern]!) return;
    const changed = changesOf(patterns, pattern, leastAgreed);
    if (changed === undefined) return;
    const name = String(changed);
    const known = found.get(name) ?? { changed, pairs: 0, excess: 0 };
    const excess = pairs * Math.log(pairs / expected[pattern]!);
    found.set(name, { changed, pairs: known.pairs + pairs, excess: known.excess + excess });
  });
  return [...found.values()].sort((m, n) => n.excess - m.excess);
}

/**
 * One class of matches, and those with changes, as long as the likelihood gains more than they cost.
 * @param start patterns that matches are told from
 * @param chance hardly of any share, as nothing of the start is chance
 * @param base all matches, with their levels and share
 * @param most classes with changes
 */
export function growChanges(
  start: PatternCounts,
  { chance, base }: Readonly<Record<'chance' | 'base', MixtureClass>>,
  most: number,
  compared: ComparedPatterns,
  options: MixtureOptions,
): Mixture {
  const groups = chance.chances.length;
  const unchanged = new Array<boolean>(groups).fill(false);
  const cost = 0.5 * Math.log(Math.max(2, totalPairs(start))) + groups * Math.LN2;
  const telling = tellingLevels(base.chances, chance.chances);
  const leastAgreed = LEAST_AGREED[compared.within === undefined ? 'without' : 'withStrangers'];
  let best = fitMixture(start, [chance, { ...base, changed: unchanged }], options);
  for (let round = 0; round < most; round++) {
    const { classes, logLikelihood } = best;
    const { chances } = classes[1]!;
    const known = new Set(classes.map(({ changed }) => String(changed)));
    const tries = excessChanges(start, expectedPairs(start, classes, options.pairs), leastAgreed)
      .filter(({ changed }) => !known.has(String(changed)))
      .filter(({ changed }) => standsOut(changed, compared, telling))
      .slice(0, TRIED)
      .map(({ changed, pairs }) => {
        const own = withChance(chances, changed, chance.chances);
        const share = pairs / options.pairs;
        return fitMixture(
          start,
          [...classes, { chances: own, share, fixed: false, changed }],
          options,
        );
      });
    const found = tries.toSorted((m, n) => n.logLikelihood - m.logLikelihood)[0];
    if (found === undefined || found.logLikelihood - logLikelihood < cost) break;
    best = found;
  }
  return best;
}
