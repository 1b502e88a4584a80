// SPDX-License-Identifier: EUPL-1.2
/**
 * Matches that have changed several groups at once: who moved has another street, number and postcode;
 * whose names were swapped has both of them crossed. They are classes of their own in which what was
 * changed is as chance has it, or crossed, and all else as with every other match. So a class costs a share and a choice of groups, and shows from a handful of pairs
 * on; one with levels of its own needs hundreds, and without either, those who moved were taken for
 * strangers who share a name. A parsimonious form of dependence among matches (W. E. Winkler 1993;
 * ADR 0064, ADR 0075).
 */
import { expectedPairs } from './classes.ts';
import { DIFFERENT, MISSING } from './levels.ts';
import {
  fitMixture,
  withChanges,
  type GroupChanges,
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
 * And so many are left to know somebody by; two values in each other's place are one of them, the same
 * name the other way round. Where no register shows how strangers agree, one more, and swapped ones are
 * none: names that could be each other's count as two and are one.
 */
const AGREED = {
  withStrangers: { least: 2, swapped: 1 },
  without: { least: 3, swapped: 0 },
} as const;
type Agreed = (typeof AGREED)[keyof typeof AGREED];

/** Between registers, and within those that hold everybody once. */
export interface ComparedPatterns {
  readonly candidates: PatternCounts;
  readonly within?: WithinEvidence | undefined;
  /** All pairs between registers. */
  readonly pairs: number;
  readonly crossed: CrossedLevels;
}

/** What became of a group: as it was, another value, or a value that stands in another group's place. */
type Change = 'kept' | 'different' | 'crossed';

/** Of swapped values so many do not show it, as a typing fault hides it: they are as chance has it. */
const UNSEEN_SWAPS = 0.1;

/** The level of crossed comparisons per group; undefined where there is none. */
export type CrossedLevels = readonly (number | undefined)[];

/** What a pattern has changed; undefined where that is too little, or too few groups agree. */
function changesOf(
  { groups, levels }: PatternCounts,
  pattern: number,
  crossed: CrossedLevels,
  { least, swapped }: Agreed,
): readonly Change[] | undefined {
  const own = Array.from(levels.subarray(pattern * groups, (pattern + 1) * groups));
  const changes = own.map((level, group): Change => {
    if (level === DIFFERENT) return 'different';
    return level === crossed[group] ? 'crossed' : 'kept';
  });
  const changed = changes.filter((one) => one !== 'kept').length;
  const kept = own.filter((level, group) => level > DIFFERENT && changes[group] === 'kept').length;
  const isSwapped = changes.filter((one) => one === 'crossed').length > 1;
  const agreed = kept + (isSwapped ? swapped : 0);
  return changed >= LEAST_CHANGED && agreed >= least ? changes : undefined;
}

/** Levels of the groups that are changed. */
function changedLevels(
  changes: readonly Change[],
  chance: LevelChances,
  crossed: CrossedLevels,
): GroupChanges {
  return changes.map((change, group) => {
    const row = chance[group]!;
    if (change === 'kept') return undefined;
    if (change === 'different') return row;
    return row.map(
      (one, level) => UNSEEN_SWAPS * one + (level === crossed[group] ? 1 - UNSEEN_SWAPS : 0),
    );
  });
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

/** Pairs that have just these changes, and tell a match in all else that both know. */
function agreeing(
  { groups, count, levels, pairs }: PatternCounts,
  changes: readonly Change[],
  telling: readonly (readonly boolean[])[],
  crossed: CrossedLevels,
): number {
  let sum = 0;
  for (let pattern = 0; pattern < count; pattern++) {
    const fits = changes.every((one, group) => {
      const level = levels[pattern * groups + group]!;
      if (one === 'different') return level === DIFFERENT;
      if (one === 'crossed') return level === crossed[group];
      return level === MISSING || telling[group]![level]!;
    });
    if (fits) sum += pairs[pattern]!;
  }
  return sum;
}

/** Whether more than half of the pairs with just these changes are not explained by strangers. */
function standsOut(
  changes: readonly Change[],
  { candidates, within, pairs, crossed }: ComparedPatterns,
  telling: readonly (readonly boolean[])[],
): boolean {
  const strangers =
    within === undefined
      ? 0
      : agreeing(within.patterns, changes, telling, crossed) * (pairs / within.pairs);
  // One more on either side: a single pair shows nothing.
  return agreeing(candidates, changes, telling, crossed) + 1 > 2 * (strangers + 1);
}

interface Changes {
  readonly changes: readonly Change[];
  readonly pairs: number;
  readonly excess: number;
}

/** Sets of changes, those first whose patterns are most in excess of what classes expect. */
function excessChanges(
  patterns: PatternCounts,
  expected: Float64Array,
  crossed: CrossedLevels,
  agreed: Agreed,
): Changes[] {
  const found = new Map<string, Changes>();
  patterns.pairs.forEach((pairs, pattern) => {
    if (pairs <= expected[pattern]!) return;
    const changes = changesOf(patterns, pattern, crossed, agreed);
    if (changes === undefined) return;
    const name = String(changes);
    const known = found.get(name) ?? { changes, pairs: 0, excess: 0 };
    const excess = pairs * Math.log(pairs / expected[pattern]!);
    found.set(name, { changes, pairs: known.pairs + pairs, excess: known.excess + excess });
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
  const { crossed } = compared;
  const unchanged = new Array<undefined>(groups).fill(undefined);
  const cost = 0.5 * Math.log(Math.max(2, totalPairs(start))) + groups * Math.LN2;
  const telling = tellingLevels(base.chances, chance.chances);
  const agreed = AGREED[compared.within === undefined ? 'without' : 'withStrangers'];
  const known = new Set<string>();
  let best = fitMixture(start, [chance, { ...base, changed: unchanged }], options);
  for (let round = 0; round < most; round++) {
    const { classes, logLikelihood } = best;
    const { chances } = classes[1]!;
    const expected = expectedPairs(start, classes, options.pairs);
    const tries = excessChanges(start, expected, crossed, agreed)
      .filter(({ changes }) => !known.has(String(changes)))
      .filter(({ changes }) => standsOut(changes, compared, telling))
      .slice(0, TRIED)
      .map(({ changes, pairs }) => {
        const changed = changedLevels(changes, chance.chances, crossed);
        const own = withChanges(chances, changed);
        const share = pairs / options.pairs;
        const added = { chances: own, share, fixed: false, changed };
        return { changes, fitted: fitMixture(start, [...classes, added], options) };
      });
    const found = tries.toSorted((m, n) => n.fitted.logLikelihood - m.fitted.logLikelihood)[0];
    if (found === undefined || found.fitted.logLikelihood - logLikelihood < cost) break;
    known.add(String(found.changes));
    best = found.fitted;
  }
  return best;
}
