// SPDX-License-Identifier: EUPL-1.2
/**
 * What a model is estimated from, whichever way pairs were chosen and compared: of filters that are
 * all there, or of answers to looks. Pure.
 */
import { KoppelError } from '@koppel/errors';
import type { GroupedRecords, GroupPlace } from '@koppel/kernel';
import type { OrderedSource } from '../source.ts';
import type { GroupRule } from './compare.ts';
import { cutsFrom } from './levels.ts';
import type { ModelEvidence } from './model.ts';
import type { PatternCounts } from './patterns.ts';
import { repeatedShare } from './repeated.ts';

/** A group of a study's encoding. */
export interface FieldGroup extends GroupPlace {
  readonly name: string;
  /** Groups of the same number were made under one key: their filters can be compared crosswise. */
  readonly alike: string;
}

/** How levels are cut. */
export interface CutRules {
  /** Cut points of the similarity between different and exact, per group. */
  readonly cuts: number;
  /** Exact agreement has four levels by rarity; absent: one. */
  readonly rarity?: boolean;
}

/** Candidates of some records of a large source, of everything, to hold the others against. */
export interface SampledComparison extends Comparison {
  /** Whether the pair was found as a candidate all the same. */
  readonly found: Uint8Array;
}

/** Two sources that are compared, or one with itself. */
export interface Comparison {
  readonly a: number;
  readonly b: number;
  readonly rowsA: Uint32Array;
  readonly rowsB: Uint32Array;
  readonly pattern: Uint32Array;
  /** Mean Dice similarity of the groups that both have. */
  readonly similarity: Float32Array;
}

export interface Gathered {
  readonly rules: readonly GroupRule[];
  readonly evidence: ModelEvidence;
  /** Of evidence with four levels for equal values: values per group and class, the rarest first. */
  readonly rarity?: readonly Float64Array[] | undefined;
  readonly comparisons: readonly Comparison[];
  /**
   * Which matches are among the candidates: `all`, as everything was compared; as a `sample` of
   * everything shows; or nobody measured it.
   */
  readonly coverage: 'all' | 'sample' | 'unknown';
  /** For a `sample`. Patterns are numbered by `sampledPatterns`. */
  readonly sampled: readonly SampledComparison[];
  readonly sampledPatterns: PatternCounts;
}

/** The least similarity of a crossed comparison. */
const CROSSED = 0.8;

/** Other groups of the same key, whose filters can be compared crosswise. */
function alikeOf(groups: readonly FieldGroup[], group: FieldGroup): number[] {
  return groups.flatMap((one, at) =>
    one !== group && one.alike === group.alike && one.bytes === group.bytes ? [at] : [],
  );
}

/** The groups before anything is known of their levels. */
export const plainRules = (groups: readonly FieldGroup[]): GroupRule[] =>
  groups.map((group): GroupRule => {
    const alike = alikeOf(groups, group);
    return { name: group.name, cuts: [], rarity: false, alike };
  });

/** @param random per group, similarities of random pairs */
export function rulesFrom(
  groups: readonly FieldGroup[],
  { cuts, rarity = false }: CutRules,
  random: readonly ArrayLike<number>[],
): GroupRule[] {
  return plainRules(groups).map((plain, at) => {
    const rule = { ...plain, cuts: cutsFrom(random[at]!, cuts), rarity, contained: true };
    return plain.alike.length === 0 ? rule : { ...rule, crossed: CROSSED };
  });
}

/** More records than this share of a source with one and the same filter: nothing tells them apart. */
const REPEATED_MOST = 0.1;

/** @throws LINKAGE_INDISTINCT when many records of a source have the very same filters */
export function checkDistinct(
  sources: readonly OrderedSource[],
  filters: readonly GroupedRecords[],
): void {
  sources.forEach(({ name, unique }, at) => {
    if (repeatedShare(filters[at]!, unique) > REPEATED_MOST) {
      throw new KoppelError('LINKAGE_INDISTINCT', { field: name });
    }
  });
}

/** Pairs of two sources, or of one with itself. */
export const pairsOf = ([a, b]: readonly [number, number], counts: readonly number[]): number =>
  a === b ? (counts[a]! * (counts[a]! - 1)) / 2 : counts[a]! * counts[b]!;

/** The most matches that there can be: a record of a unique source has one partner in another. */
export function mostMatches(
  sources: readonly OrderedSource[],
  comparisons: readonly (readonly [number, number])[],
): number {
  return comparisons.reduce((sum, [a, b]) => {
    const [left, right] = [sources[a]!, sources[b]!];
    const [m, n] = [left.set.count, right.set.count];
    if (a === b) return sum + (m * (m - 1)) / 2;
    if (left.unique && right.unique) return sum + Math.min(m, n);
    return sum + (left.unique ? n : right.unique ? m : m * n);
  }, 0);
}
