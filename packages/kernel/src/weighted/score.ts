// SPDX-License-Identifier: EUPL-1.2
/**
 * The similarity of records that have several filters each, such as one for the name, one for the
 * birth date, one for the address: the weighted mean of the similarities of the groups. A group of a
 * record whose filter is empty is *missing*, and by the rule that is asked for
 *
 *  - `neutral`: it is left out for any pair with that record, and the weights of the other groups
 *    make up the mean. A pair of which less than `leastCompared` of all weight can be compared is no
 *    pair at all: who agrees on the only thing that is known is not yet the same person.
 *  - `zero`: it counts as a similarity of 0.
 */
import { KoppelError } from '@koppel/errors';
import { checkSets, checkThreshold, type FilterSet } from '../filter-set.ts';
import type { Similarity } from '../similarity.ts';

export type MissingRule = 'neutral' | 'zero';

export interface WeightedRule {
  /** Of each group; absent is `dice`. */
  readonly similarity?: Similarity;
  /** What a group with an empty filter means; absent is `neutral`. */
  readonly missing?: MissingRule;
  /** For `neutral`: the least share of all weight to compare, 0–1; by default 0.5. */
  readonly leastCompared?: number;
}

/** The same, checked and whole. Weights add up to 1. */
export interface Scoring {
  readonly similarity: Similarity;
  readonly missing: MissingRule;
  readonly leastCompared: number;
  readonly weights: readonly number[];
  readonly threshold: number;
}

const MAX_GROUPS = 8;
const DEFAULT_LEAST_COMPARED = 0.5;

/**
 * @param weights one per group, above 0; only their proportions matter
 * @throws KERNEL_LENGTH when the sets of a group do not fit each other, or groups differ in number of
 *   records; KERNEL_WEIGHTS for the number of groups, weights and `leastCompared`; KERNEL_THRESHOLD
 */
export function checkWeighted(
  queries: readonly FilterSet[],
  candidates: readonly FilterSet[],
  weights: readonly number[],
  threshold: number,
  rule: WeightedRule,
): Scoring {
  const { similarity = 'dice', missing = 'neutral' } = rule;
  const { leastCompared = DEFAULT_LEAST_COMPARED } = rule;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const allowed = weights.every((weight) => weight > 0) && Number.isFinite(total);
  const groups = weights.length;
  const counted = groups >= 1 && groups <= MAX_GROUPS;
  const share = leastCompared >= 0 && leastCompared <= 1;
  if (!allowed || !counted || !share) throw new KoppelError('KERNEL_WEIGHTS');
  if (queries.length !== groups || candidates.length !== groups) {
    throw new KoppelError('KERNEL_WEIGHTS');
  }
  queries.forEach((set, group) => {
    checkSets(set, candidates[group]!);
    const sameCount = set.count === queries[0]!.count;
    if (!sameCount || candidates[group]!.count !== candidates[0]!.count) {
      throw new KoppelError('KERNEL_LENGTH');
    }
  });
  checkThreshold(threshold);
  const shares = weights.map((weight) => weight / total);
  return { similarity, missing, leastCompared, weights: shares, threshold };
}

/**
 * The weighted similarity of a pair, 0–1. Both twins add up in the order of groups, so that
 * `score ≥ threshold` has one meaning.
 * @param similarities per group, NaN where it is missing in one of the two
 */
export function scoreOf(
  { weights, missing, leastCompared }: Scoring,
  similarities: ArrayLike<number>,
): number {
  let [sum, compared] = [0, 0];
  for (let group = 0; group < weights.length; group++) {
    const similarity = similarities[group]!;
    if (Number.isNaN(similarity)) continue;
    sum += weights[group]! * similarity;
    compared += weights[group]!;
  }
  if (missing === 'zero') return sum;
  return compared === 0 || compared < leastCompared ? 0 : sum / compared;
}
