// SPDX-License-Identifier: EUPL-1.2
/**
 * Comparison levels: what a pair of records looks like in one group, a name or a birth date say, as
 * one of a few numbers (I. P. Fellegi and A. B. Sunter, "A theory for record linkage", JASA 64, 1969;
 * levels of similarity: W. E. Winkler, 1990). All that is known of a pair are counts: bits set in the
 * one filter, in the other, and in both; or, of balanced codes, their distance.
 *
 * Levels of a group, ascending:
 *
 *  - 0, missing: one of the two has no value. It says nothing, and weighs nothing.
 *  - 1, different: below the first cut point of the Dice similarity.
 *  - contained, where the group has it: little in common by Dice, but all that the shorter of the two
 *    has: an initial and its name, one of two given names, a year and its date. Names of which only
 *    the initial was written down were taken for different ones (ADR 0069).
 *  - at or above each cut point.
 *  - crossed, where the group has it: different in its own place, but alike another group of the other
 *    record, as swapped names are; the best of these comparisons counts.
 *  - exact: equal filters; in four levels by rarity where that is known, as who shares a rare name is
 *    more likely the same than who shares a common one.
 */

/** How the levels of one group are cut. */
export interface LevelRule {
  /** Dice similarities in (0, 1), ascending. */
  readonly cuts: readonly number[];
  /** The least Dice similarity of a crossed comparison; absent: no such level. */
  readonly crossed?: number;
  /** Exact agreement has four levels, by rarity class. */
  readonly rarity: boolean;
  /** A value that lies within another one is a level of its own. */
  readonly contained?: boolean;
}

/** What is known of a pair in one group. */
export interface GroupComparison {
  /** Dice similarity 0–1; NaN when a value is missing. */
  readonly similarity: number;
  readonly exact: boolean;
  /** 1 (rare) to 4 (common); 0 when it is not known, which counts as common. */
  readonly rarity: number;
  /** The best Dice similarity with other groups; NaN where there is none. */
  readonly crossed: number;
  /** All of the one value is in the other. */
  readonly contained?: boolean;
}

export const MISSING = 0;
export const DIFFERENT = 1;
/** Where a group has it; otherwise the first cut point's. */
export const CONTAINED = 2;
/** Cut points from which on a value is alike enough without lying within the other. */
const CLEARLY_ALIKE = 2;
export const RARITY_CLASSES = 4;

/** What a level means, for people and programs that explain a pair. */
export type LevelKind = 'missing' | 'different' | 'contained' | 'similar' | 'crossed' | 'exact';

export interface LevelMeaning {
  readonly kind: LevelKind;
  /** For `similar` and `crossed`: the least similarity. */
  readonly from?: number;
  /** For `exact` with rarity: its class, 1–4. */
  readonly rarity?: number;
}

/** Every level of a rule, by number. */
export function levelsOf({ cuts, crossed, rarity, contained }: LevelRule): LevelMeaning[] {
  const similar = cuts.map((from): LevelMeaning => ({ kind: 'similar', from }));
  const exact = rarity
    ? Array.from({ length: RARITY_CLASSES }, (_, at): LevelMeaning => {
        return { kind: 'exact', rarity: RARITY_CLASSES - at };
      })
    : [{ kind: 'exact' } as const];
  return [
    { kind: 'missing' },
    { kind: 'different' },
    ...(contained === true ? [{ kind: 'contained' } as const] : []),
    ...similar,
    ...(crossed === undefined ? [] : [{ kind: 'crossed', from: crossed } as const]),
    ...exact,
  ];
}

/** The number of levels of a rule, missing included. */
export const levelCount = ({ cuts, crossed, rarity, contained }: LevelRule): number =>
  2 +
  (contained === true ? 1 : 0) +
  cuts.length +
  (crossed === undefined ? 0 : 1) +
  (rarity ? RARITY_CLASSES : 1);

/** The level of crossed comparisons of a rule; undefined where there is none. */
export const crossedLevel = (rule: LevelRule): number | undefined =>
  rule.crossed === undefined
    ? undefined
    : levelCount(rule) - (rule.rarity ? RARITY_CLASSES : 1) - 1;

/** The level of a comparison, 0 to `levelCount(rule) − 1`. */
export function levelOf(rule: LevelRule, comparison: GroupComparison): number {
  const { cuts, crossed, rarity } = rule;
  const { similarity, exact } = comparison;
  if (Number.isNaN(similarity)) return MISSING;
  const firstExact = levelCount(rule) - (rarity ? RARITY_CLASSES : 1);
  if (exact) {
    const { rarity: classOf } = comparison;
    return rarity && classOf > 0 ? firstExact + RARITY_CLASSES - classOf : firstExact;
  }
  // Cut points ascend.
  let passed = 0;
  while (passed < cuts.length && similarity >= cuts[passed]!) passed++;
  // A crossed comparison counts only where the straight one says nothing.
  if (crossed !== undefined && passed === 0 && comparison.crossed >= crossed) return firstExact - 1;
  const own = rule.contained === true ? CONTAINED : DIFFERENT;
  if (own === CONTAINED && passed < CLEARLY_ALIKE && comparison.contained === true) return own;
  return passed === 0 ? DIFFERENT : own + passed;
}

/** Dice from counts: 2·|A∩B| / (|A| + |B|); NaN where one of the two is empty. */
export const diceOf = (a: number, b: number, both: number): number =>
  a === 0 || b === 0 ? NaN : (2 * both) / (a + b);

/**
 * The same where only the distance of two codes is known, in each of which `ones` bits are set: with
 * d = |A| + |B| − 2·|A∩B|, 1 − d / (2 · ones).
 */
export const diceOfDistance = (distance: number, ones: number): number =>
  Math.max(0, 1 - distance / (2 * ones));

/**
 * Cut points of a group from pairs that were drawn at random: the first lies above what all but one in
 * a hundred of those reach, within reason, and the others divide what is left in equal parts.
 * @param random Dice similarities of random pairs, in any order; NaN is left out
 * @param number of cut points
 */
export function cutsFrom(random: ArrayLike<number>, number: number): number[] {
  const known = Float64Array.from(random)
    .filter((value) => value < 1)
    .sort();
  const reached = known.length === 0 ? 0 : known[Math.floor(0.99 * (known.length - 1))]!;
  const first = Math.min(CUT_RANGE.most, Math.max(CUT_RANGE.least, reached));
  const rounded = Math.ceil(first * 100 - 1e-9) / 100;
  return Array.from({ length: number }, (_, at) => {
    return Math.round((rounded + (at * (1 - rounded)) / number) * 1000) / 1000;
  });
}

const CUT_RANGE = { least: 0.35, most: 0.75 } as const;
