// SPDX-License-Identifier: EUPL-1.2
/**
 * What the linkage unit keeps of the answers to a round: how alike the fields of each pair are, and how
 * alike the best crossed comparison of each. The filters themselves are only held until both have come;
 * those of two pairs have nothing in common that could be compared.
 */
import { KoppelError } from '@koppel/errors';
import { groupedRecords, type FilterSet } from '@koppel/kernel';
import { Comparer, type GroupRule } from '../fellegi-sunter/compare.ts';
import { plainRules, type FieldGroup } from '../fellegi-sunter/evidence.ts';

/** Answers of both owners to the same numbers, in the same order. */
export interface AnswerPairs {
  readonly numbers: Uint32Array;
  readonly left: FilterSet;
  readonly right: FilterSet;
}

export class LookSimilarities {
  /** Pairs of the round, seen or not. */
  readonly count: number;
  readonly #groups: readonly FieldGroup[];
  readonly #rules: readonly GroupRule[];
  /** Below 0 where one of the two values is all in the other. */
  readonly #straight: Float32Array;
  readonly #crossed: Float32Array;
  readonly #seen: Uint8Array;

  /** @param count numbers of the round */
  constructor(groups: readonly FieldGroup[], count: number) {
    this.count = count;
    this.#groups = groups;
    this.#rules = plainRules(groups);
    this.#straight = new Float32Array(count * groups.length).fill(NaN);
    this.#crossed = new Float32Array(count * groups.length).fill(NaN);
    this.#seen = new Uint8Array(count);
  }

  /**
   * Compares pairs of answers. Doing so twice changes nothing.
   * @throws LINKAGE_ANSWERS where their numbers are not of the round, or the columns of unlike length;
   *   KERNEL_LENGTH
   */
  add({ numbers, left, right }: AnswerPairs): void {
    const fits = left.count === numbers.length && right.count === numbers.length;
    if (!fits || numbers.some((number) => number >= this.count)) {
      throw new KoppelError('LINKAGE_ANSWERS');
    }
    const [a, b] = [groupedRecords(left, this.#groups), groupedRecords(right, this.#groups)];
    const comparer = new Comparer(this.#rules, { records: a }, { records: b });
    const width = this.#groups.length;
    numbers.forEach((number, row) => {
      this.#seen[number] = 1;
      for (let group = 0; group < width; group++) {
        const similarity = comparer.similarity(row, group, row, group);
        this.#straight[number * width + group] = comparer.isContained ? -similarity : similarity;
        this.#crossed[number * width + group] = comparer.crossed(row, row, group);
      }
    });
  }

  /** All of it as bytes, for whoever keeps a round in parts: 8 bytes a field and 1 for each pair. */
  kept(): Uint8Array {
    const similarities = 4 * this.#straight.length;
    const bytes = new Uint8Array(2 * similarities + this.count);
    bytes.set(new Uint8Array(this.#straight.buffer), 0);
    bytes.set(new Uint8Array(this.#crossed.buffer), similarities);
    bytes.set(this.#seen, 2 * similarities);
    return bytes;
  }

  /**
   * Takes a part back.
   * @param from the number in this round of the part's first pair
   * @param kept what `kept` gave of the part, of the same fields
   * @throws LINKAGE_ANSWERS where it does not fit
   */
  restore(from: number, kept: Uint8Array): void {
    const width = this.#groups.length;
    const count = kept.length / (8 * width + 1);
    if (!Number.isInteger(count) || from + count > this.count) {
      throw new KoppelError('LINKAGE_ANSWERS');
    }
    const similarities = 4 * count * width;
    new Uint8Array(this.#straight.buffer).set(kept.subarray(0, similarities), 4 * from * width);
    const crossed = kept.subarray(similarities, 2 * similarities);
    new Uint8Array(this.#crossed.buffer).set(crossed, 4 * from * width);
    this.#seen.set(kept.subarray(2 * similarities), from);
  }

  /** Whether both answers to a number were compared. */
  has(number: number): boolean {
    return this.#seen[number] === 1;
  }

  /** Dice similarity of a field, 0–1; NaN where one of the two has none. */
  straight(number: number, group: number): number {
    return Math.abs(this.#straight[number * this.#groups.length + group]!);
  }

  /** Whether one of the two values is all in the other. */
  contained(number: number, group: number): boolean {
    return this.#straight[number * this.#groups.length + group]! < 0;
  }

  /** The best similarity with other fields of the same key; NaN where there is none. */
  crossed(number: number, group: number): number {
    return this.#crossed[number * this.#groups.length + group]!;
  }
}
