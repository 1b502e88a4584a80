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
import { RARITY_CLASSES } from '../fellegi-sunter/levels.ts';

/** Answers of both owners to the same numbers, in the same order. */
export interface AnswerPairs {
  readonly numbers: Uint32Array;
  readonly left: FilterSet;
  readonly right: FilterSet;
  /** Of either side the rarity class of each field, row by row: 0 (rarest) to 3; absent: not told. */
  readonly rarity?: Readonly<Record<'left' | 'right', Uint8Array>> | undefined;
}

/** Whose count of a value says how rare it is. */
export type RaritySide = 'left' | 'right';

/** Two classes in one byte, above 0: that is where none is known. */
const packed = (left: number, right: number): number => 1 + left * RARITY_CLASSES + right;

/** The form of what `kept` gives: another number for each that means something else. */
export const KEPT_FORM = 1;

/** What was seen of a round, of numbers from one on. */
export interface SeenPart {
  readonly from: number;
  readonly similarities: LookSimilarities;
}

/** What was seen of a round, in parts that need not be held together. */
export interface SeenPairs {
  /** Pairs of the round, seen or not. */
  readonly count: number;
  /** Whether answers have rarity classes. */
  readonly hasRarity: boolean;
  /** Every part, in the order of numbers; the same each time. */
  readonly parts: () => Iterable<SeenPart>;
}

export class LookSimilarities implements SeenPairs {
  /** Pairs of the round, seen or not. */
  readonly count: number;
  readonly hasRarity: boolean;
  readonly #groups: readonly FieldGroup[];
  readonly #rules: readonly GroupRule[];
  /** Below 0 where one of the two values is all in the other. */
  readonly #straight: Float32Array;
  readonly #crossed: Float32Array;
  readonly #seen: Uint8Array;
  /** Empty where the study allows no classes. */
  readonly #rarity: Uint8Array;

  /**
   * @param count numbers of the round
   * @param rarity whether answers have rarity classes
   */
  constructor(groups: readonly FieldGroup[], count: number, rarity = false) {
    this.count = count;
    this.#groups = groups;
    this.#rules = plainRules(groups);
    this.#straight = new Float32Array(count * groups.length).fill(NaN);
    this.#crossed = new Float32Array(count * groups.length).fill(NaN);
    this.#seen = new Uint8Array(count);
    this.hasRarity = rarity;
    this.#rarity = new Uint8Array(rarity ? count * groups.length : 0);
  }

  /** Bytes that are kept of a pair. */
  get #pairBytes(): number {
    return (this.hasRarity ? 9 : 8) * this.#groups.length + 1;
  }

  /**
   * Compares pairs of answers. Doing so twice changes nothing.
   * @throws LINKAGE_ANSWERS where their numbers are not of the round, or the columns of unlike length;
   *   KERNEL_LENGTH
   */
  add({ numbers, left, right, rarity }: AnswerPairs): void {
    const classes = this.hasRarity ? numbers.length * this.#groups.length : undefined;
    const fits =
      left.count === numbers.length &&
      right.count === numbers.length &&
      rarity?.left.length === classes &&
      rarity?.right.length === classes;
    if (!fits || numbers.some((number) => number >= this.count)) {
      throw new KoppelError('LINKAGE_ANSWERS');
    }
    const [a, b] = [groupedRecords(left, this.#groups), groupedRecords(right, this.#groups)];
    const comparer = new Comparer(this.#rules, a, b);
    const width = this.#groups.length;
    numbers.forEach((number, row) => {
      this.#seen[number] = 1;
      for (let group = 0; group < width; group++) {
        const similarity = comparer.similarity(row, group, row, group);
        this.#straight[number * width + group] = comparer.isContained ? -similarity : similarity;
        this.#crossed[number * width + group] = comparer.crossed(row, row, group);
        if (rarity === undefined) continue;
        const at = row * width + group;
        this.#rarity[number * width + group] = packed(rarity.left[at]!, rarity.right[at]!);
      }
    });
  }

  /**
   * All of it as bytes, for whoever keeps a round in parts: 8 bytes a field and 1 for each pair, and one
   * more a field where there are rarity classes. They are of `KEPT_FORM`, which is to be kept beside them.
   */
  kept(): Uint8Array {
    const similarities = 4 * this.#straight.length;
    const bytes = new Uint8Array(this.count * this.#pairBytes);
    bytes.set(new Uint8Array(this.#straight.buffer), 0);
    bytes.set(new Uint8Array(this.#crossed.buffer), similarities);
    bytes.set(this.#seen, 2 * similarities);
    bytes.set(this.#rarity, 2 * similarities + this.count);
    return bytes;
  }

  /**
   * Takes a part back.
   * @param from the number in this round of the part's first pair
   * @param kept what `kept` gave of the part, of the same fields and form
   * @throws LINKAGE_ANSWERS where it does not fit
   */
  restore(from: number, kept: Uint8Array): void {
    const width = this.#groups.length;
    const count = kept.length / this.#pairBytes;
    if (!Number.isInteger(count) || from + count > this.count) {
      throw new KoppelError('LINKAGE_ANSWERS');
    }
    const similarities = 4 * count * width;
    new Uint8Array(this.#straight.buffer).set(kept.subarray(0, similarities), 4 * from * width);
    const crossed = kept.subarray(similarities, 2 * similarities);
    new Uint8Array(this.#crossed.buffer).set(crossed, 4 * from * width);
    this.#seen.set(kept.subarray(2 * similarities, 2 * similarities + count), from);
    if (!this.hasRarity) return;
    this.#rarity.set(kept.subarray(2 * similarities + count), from * width);
  }

  /** All of it as one part. */
  parts(): SeenPart[] {
    return [{ from: 0, similarities: this }];
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

  /**
   * The rarity class of a field, 1 (rare) to 4 (common), as one of both owners counts it; 0 where none
   * is known. Of a field that one of the two lacks it says nothing.
   */
  rarity(number: number, group: number, side: RaritySide): number {
    const both = this.hasRarity ? this.#rarity[number * this.#groups.length + group]! : 0;
    if (both === 0) return 0;
    const classes = both - 1;
    return 1 + (side === 'left' ? Math.floor(classes / RARITY_CLASSES) : classes % RARITY_CLASSES);
  }

  /** The best similarity with other fields of the same key; NaN where there is none. */
  crossed(number: number, group: number): number {
    return this.#crossed[number * this.#groups.length + group]!;
  }
}
