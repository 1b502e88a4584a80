// SPDX-License-Identifier: EUPL-1.2
/** Compares pairs of records group by group, from their filters: counts, then levels. Pure. */
import { onesInBoth, type GroupedRecords } from '@koppel/kernel';
import { diceOf, levelCount, levelOf, type LevelRule } from './levels.ts';

/** The groups of a study's records. */
export interface GroupRule extends LevelRule {
  readonly name: string;
  /** Groups whose filters were made under the same key, so that swapped values can be seen. */
  readonly alike: readonly number[];
}

/** So much of the shorter value is in the longer one, where it is called contained: bits do fall together. */
const CONTAINED_FROM = 0.95;

/** Compares records of one source with those of another. */
export class Comparer {
  readonly #rules: readonly GroupRule[];
  readonly #a: GroupedRecords;
  readonly #b: GroupedRecords;
  /** Levels of the pair that was compared last. */
  readonly levels: Uint8Array;
  /** Whether in the last `similarity` one of the two was all in the other. */
  isContained = false;

  constructor(rules: readonly GroupRule[], a: GroupedRecords, b: GroupedRecords) {
    this.#rules = rules;
    this.#a = a;
    this.#b = b;
    this.levels = new Uint8Array(rules.length);
  }

  /** Dice similarity of a group of one record with a group of the other; NaN when one is missing. */
  similarity(rowA: number, groupA: number, rowB: number, groupB: number): number {
    const [a, b] = [this.#a, this.#b];
    const onesA = a.ones[rowA * this.#rules.length + groupA]!;
    const onesB = b.ones[rowB * this.#rules.length + groupB]!;
    this.isContained = false;
    if (onesA === 0 || onesB === 0) return NaN;
    const both = onesInBoth(a, rowA, groupA, b, rowB, groupB);
    this.isContained = both >= CONTAINED_FROM * Math.min(onesA, onesB);
    return diceOf(onesA, onesB, both);
  }

  /** The best Dice similarity of a group with the others of its key, either way; NaN for none. */
  crossed(rowA: number, rowB: number, group: number): number {
    let best = NaN;
    for (const other of this.#rules[group]!.alike) {
      for (const [left, right] of [
        [group, other],
        [other, group],
      ] as const) {
        const similarity = this.similarity(rowA, left, rowB, right);
        if (!(similarity <= best)) best = similarity;
      }
    }
    return best;
  }

  /** Sets `levels`, and gives the mean Dice similarity of the groups that both have; 0 for none. */
  compare(rowA: number, rowB: number): number {
    let [sum, known] = [0, 0];
    for (const [group, rule] of this.#rules.entries()) {
      const similarity = this.similarity(rowA, group, rowB, group);
      const contained = this.isContained;
      if (!Number.isNaN(similarity)) {
        sum += similarity;
        known++;
      }
      const isFar = rule.crossed !== undefined && !(similarity >= rule.cuts[0]!);
      const crossed = isFar ? this.crossed(rowA, rowB, group) : NaN;
      const exact = similarity === 1;
      const comparison = { similarity, exact, rarity: 0, crossed, contained };
      this.levels[group] = levelOf(rule, comparison);
    }
    return known === 0 ? 0 : sum / known;
  }
}

/** Levels per group. */
export const levelCounts = (rules: readonly LevelRule[]): number[] => rules.map(levelCount);
