// SPDX-License-Identifier: EUPL-1.2
/**
 * How much groups depend on each other among matches, and among candidates that are none: mutual
 * information of their levels, in bits (C. E. Shannon, 1948). The model takes groups for independent
 * within a class; what is measured here is what several classes are for. Pure.
 */
import { MISSING } from './levels.ts';
import { logChances } from './mixture.ts';
import type { FieldModel } from './model.ts';
import type { PatternCounts } from './patterns.ts';

export interface GroupDependence {
  /** Numbers of two groups. */
  readonly groups: readonly [number, number];
  /** Mutual information of their levels in bits, where neither is missing; 0 when independent. */
  readonly matches: number;
  readonly others: number;
}

/** Per pattern the probability that a pair of it is a match, 0–1. */
export function matchShares(model: FieldModel, patterns: PatternCounts): Float64Array {
  const side = (classes: FieldModel['matching']): Float64Array => {
    const sum = new Float64Array(patterns.count);
    for (const { chances, share } of classes) {
      logChances(patterns, chances).forEach((log, at) => {
        sum[at]! += share * Math.exp(log);
      });
    }
    return sum;
  };
  const [same, different] = [side(model.matching), side(model.differing)];
  return same.map((chance, at) => chance / (chance + different[at]!));
}

/** Mutual information of two groups over patterns, each pair counted by a weight. */
function mutualInformation(
  { groups, count, levels }: PatternCounts,
  [first, second]: readonly [number, number],
  weights: Float64Array,
): number {
  const joint = new Map<number, number>();
  const [left, right] = [new Float64Array(16), new Float64Array(16)];
  let total = 0;
  for (let pattern = 0; pattern < count; pattern++) {
    const a = levels[pattern * groups + first]!;
    const b = levels[pattern * groups + second]!;
    const weight = weights[pattern]!;
    if (a === MISSING || b === MISSING || weight === 0) continue;
    joint.set(a * 16 + b, (joint.get(a * 16 + b) ?? 0) + weight);
    left[a]! += weight;
    right[b]! += weight;
    total += weight;
  }
  let bits = 0;
  for (const [place, weight] of joint) {
    const expected = (left[place >> 4]! * right[place & 15]!) / total;
    bits += (weight / total) * Math.log2(weight / expected);
  }
  return bits;
}

/** Every two groups, those that depend most on each other among matches first. */
export function dependenceOf(model: FieldModel, patterns: PatternCounts): GroupDependence[] {
  const shares = matchShares(model, patterns);
  const matches = shares.map((share, at) => share * patterns.pairs[at]!);
  const others = shares.map((share, at) => (1 - share) * patterns.pairs[at]!);
  const found: GroupDependence[] = [];
  for (let first = 0; first < patterns.groups; first++) {
    for (let second = first + 1; second < patterns.groups; second++) {
      const groups = [first, second] as const;
      found.push({
        groups,
        matches: mutualInformation(patterns, groups, matches),
        others: mutualInformation(patterns, groups, others),
      });
    }
  }
  return found.sort((m, n) => n.matches - m.matches);
}
