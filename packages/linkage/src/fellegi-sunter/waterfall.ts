// SPDX-License-Identifier: EUPL-1.2
/**
 * Why a pair is a link or not, in steps that add up: the prior, then the match weight of each group,
 * log2 of m / u, then what groups have in common with each other beyond that, then what other
 * candidates of the two records say. The total is log2 of the odds ("match weights waterfall" in the
 * documentation of Splink, Ministry of Justice, 2020–). Names of fields and levels only: no values.
 */
import { levelsOf, MISSING, type LevelMeaning, type LevelRule } from './levels.ts';
import { matchWeights, type FieldModel } from './model.ts';

export interface WaterfallGroup {
  readonly name: string;
  readonly level: LevelMeaning;
  /** The chance of this level among matches and among different persons, 0–1; 1 where missing. */
  readonly m: number;
  readonly u: number;
  /** log2(m / u); 0 where missing. */
  readonly weight: number;
}

export interface Waterfall {
  /** log2 of the odds before anything is compared. */
  readonly prior: number;
  readonly groups: readonly WaterfallGroup[];
  /**
   * What groups say together beyond their sum: families share a surname and an address, and who moves
   * changes several groups at once. In bits.
   */
  readonly dependence: number;
  /** What competing candidates and the sizes of unique registers change. In bits. */
  readonly competition: number;
  /** log2 of the odds: the sum of all that is above. */
  readonly total: number;
  readonly probability: number;
}

const LN2 = Math.log(2);

/**
 * @param levels of the pair, one per group
 * @param odds log2 of the pair's odds as it was decided; absent: without competition
 */
export function waterfallOf(
  model: FieldModel,
  rules: readonly (LevelRule & { readonly name: string })[],
  levels: ArrayLike<number>,
  odds?: number,
): Waterfall {
  const groups = rules.map((rule, group): WaterfallGroup => {
    const level = levels[group]!;
    const isMissing = level === MISSING;
    const m = isMissing ? 1 : model.m[group]![level]!;
    const u = isMissing ? 1 : model.u[group]![level]!;
    const meaning = levelsOf(rule)[level]!;
    return { name: rule.name, level: meaning, m, u, weight: Math.log(m / u) / LN2 };
  });
  const prior = Math.log(model.lambda / (1 - model.lambda)) / LN2;
  const one = {
    groups: rules.length,
    count: 1,
    levels: Uint8Array.from(levels),
    pairs: Float64Array.of(1),
  };
  const weight = matchWeights(model, one)[0]!;
  const sum = groups.reduce((total, group) => total + group.weight, 0);
  const total = odds ?? prior + weight;
  return {
    prior,
    groups,
    dependence: weight - sum,
    competition: total - prior - weight,
    total,
    probability: 1 / (1 + 2 ** -total),
  };
}
