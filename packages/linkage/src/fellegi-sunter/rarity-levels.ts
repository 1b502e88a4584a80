// SPDX-License-Identifier: EUPL-1.2
/**
 * What rarity adds to a model of levels: who shares a rare name is more likely the same person than who
 * shares a common one (H. B. Newcombe et al., Science 130, 1959; W. E. Winkler, "Frequency-based
 * matching in the Fellegi–Sunter model", 1989). The level of equal values becomes four. Estimated freely
 * they were more than few matches can carry (ADR 0047). So nothing is estimated: which class an equal
 * value has follows, for matches, from how often records have values of each class at all, and for
 * chance, from random pairs that are equal; for look-alikes, who share a value because they are related
 * or by chance, from both in the proportion in which they do (ADR 0075).
 */
import { RARITY_CLASSES } from './levels.ts';
import { logChances, type LevelChances, type MixtureClass } from './mixture.ts';
import { fitModel, type FieldModel, type ModelEvidence } from './model.ts';
import { PatternTable, tally, type PatternCounts } from './patterns.ts';

/** Equal pairs of each class that are supposed beside those that were drawn. */
const SUPPOSED = 3;
/** Of each class at least so many values are supposed, that no class is impossible. */
const LEAST_VALUES = 0.5;
/**
 * The share of all values that one of a class typically has, the rarest first: between the bounds of
 * packages/encoding/src/second-round/rarity-classes.ts.
 */
const TYPICAL = [3e-5, 3e-4, 3e-3, 5e-2] as const;

/** Evidence with four levels for equal values. */
export interface RarityEvidence extends ModelEvidence {
  /** Per group how many values are of each class, the rarest first. */
  readonly rarity: readonly Float64Array[];
}

/** Per group, shares of the classes from the rarest on; they sum to 1. */
interface ClassShares {
  /** Of all values, and so of those in which matches are equal. */
  readonly values: readonly Float64Array[];
  /** Of the values in which pairs are equal by chance. */
  readonly chance: readonly Float64Array[];
}

/** Levels per group where all equal values are one level. */
const plainCounts = (levelCounts: readonly number[]): number[] =>
  levelCounts.map((count) => count - RARITY_CLASSES + 1);

/** Patterns with one level for equal values, whatever their rarity. */
function plainPatterns(
  { groups, count, levels, pairs }: PatternCounts,
  plain: readonly number[],
): PatternCounts {
  const table = new PatternTable(groups);
  for (let pattern = 0; pattern < count; pattern++) {
    const own = levels.subarray(pattern * groups, (pattern + 1) * groups);
    const joined = own.map((level, group) => Math.min(level, plain[group]! - 1));
    table.add(table.numberOf(joined), pairs[pattern]);
  }
  return table.counts();
}

/** The evidence as it is without classes of rarity. */
export function withoutRarity(evidence: RarityEvidence): ModelEvidence {
  const levelCounts = plainCounts(evidence.levelCounts);
  const plain = (patterns: PatternCounts): PatternCounts => plainPatterns(patterns, levelCounts);
  const { crossed, random, candidates, pairs, mostMatches, within } = evidence;
  return {
    levelCounts,
    crossed,
    pairs,
    mostMatches,
    random: plain(random),
    candidates: plain(candidates),
    within: within && { ...within, patterns: plain(within.patterns) },
  };
}

function normalised(row: Float64Array): Float64Array {
  const sum = row.reduce((total, one) => total + one, 0);
  return row.map((one) => one / sum);
}

/** Per random pattern the probability that it is of different persons, as a model without rarity has it. */
function differingShares(
  { matching, differing }: FieldModel,
  random: PatternCounts,
  plain: readonly number[],
): Float64Array {
  const levels = random.levels.map((level, at) => Math.min(level, plain[at % plain.length]! - 1));
  const side = (classes: readonly MixtureClass[]): Float64Array => {
    const sum = new Float64Array(random.count);
    for (const { chances, share } of classes) {
      logChances({ ...random, levels }, chances).forEach((log, at) => {
        sum[at]! += share * Math.exp(log);
      });
    }
    return sum;
  };
  const [same, different] = [side(matching), side(differing)];
  return different.map((chance, at) => chance / (chance + same[at]!));
}

function classShares(evidence: RarityEvidence, model: FieldModel): ClassShares {
  const { levelCounts, random, rarity } = evidence;
  const values = rarity.map((counts) => normalised(counts.map((one) => one + LEAST_VALUES)));
  const plain = plainCounts(levelCounts);
  const drawn = tally(random, levelCounts, differingShares(model, random, plain));
  const chance = values.map((shares, group) => {
    const known = drawn[group]!.reduce((sum, one, level) => sum + (level === 0 ? 0 : one), 0);
    return normalised(
      shares.map((share, at) => {
        const supposed = share * TYPICAL[at]!;
        const equal = drawn[group]![levelCounts[group]! - 1 - at]!;
        return (equal + SUPPOSED) / (known + SUPPOSED / supposed);
      }),
    );
  });
  return { values, chance };
}

/**
 * Chances of levels with four for equal values.
 * @param related per group, the share of equal values that are so not by chance, 0–1
 */
function expanded(
  chances: LevelChances,
  { values, chance }: ClassShares,
  related: readonly number[],
): LevelChances {
  return chances.map((row, group) => {
    const equal = row.at(-1)!;
    const wider = new Float64Array(row.length - 1 + RARITY_CLASSES);
    wider.set(row.subarray(0, -1));
    for (let at = 0; at < RARITY_CLASSES; at++) {
      const share = related[group]!;
      const part = share * values[group]![at]! + (1 - share) * chance[group]![at]!;
      wider[wider.length - 1 - at] = equal * part;
    }
    return wider;
  });
}

/**
 * Estimates the model from evidence with rarity.
 * @throws as `fitModel`
 */
export function fitWithRarity(evidence: RarityEvidence): FieldModel {
  const model = fitModel(withoutRarity(evidence));
  const shares = classShares(evidence, model);
  // Nothing is estimated of these classes again.
  const unestimated = { changed: undefined, prior: undefined };
  const never = model.u.map(() => 0);
  const always = model.u.map(() => 1);
  const differing = model.differing.map((one, at): MixtureClass => {
    const related = one.chances.map((row, group) =>
      at === 0 ? 0 : Math.max(0, 1 - model.u[group]!.at(-1)! / row.at(-1)!),
    );
    return { ...one, chances: expanded(one.chances, shares, related), ...unestimated };
  });
  const matching = model.matching.map((one): MixtureClass => {
    const related = one.chances.map((_, group) => (one.changed?.[group] === undefined ? 1 : 0));
    return { ...one, chances: expanded(one.chances, shares, related), ...unestimated };
  });
  return {
    ...model,
    u: expanded(model.u, shares, never),
    m: expanded(model.m, shares, always),
    differing,
    matching,
  };
}
