// SPDX-License-Identifier: EUPL-1.2
/**
 * The looks of one round as they are given out: candidates first, then pairs drawn at random, then looks
 * of one side. Columns of numbers only, 9 bytes a look and 4 for every look of a record, so that a round
 * of millions of records is planned in the memory of its own result.
 */
import type { RankedPairs } from './ranked-candidates.ts';
import type { SecretNumbers } from './secret-numbers.ts';

/** Why a pair is looked at. */
export const CANDIDATE = 0;
export const RANDOM = 1;
export const ONE_SIDED = 2;

/** The row of a side that is not asked. */
export const NOBODY = 0xffff_ffff;

/** Draws for a pair that was not looked at yet, before its two records get a look each by themselves. */
const TRIES = 20;

export class RoundPlan {
  readonly #within: boolean;
  readonly #looks: number;
  /** Looks that each record has left. */
  readonly #left: readonly [Uint8Array, Uint8Array];
  /** Per record of the first side the partners so far, of the whole set within one. */
  readonly #partners: Uint32Array;
  readonly #partnered: Uint8Array;
  readonly #rowsA: Uint32Array;
  readonly #rowsB: Uint32Array;
  readonly #reason: Uint8Array;
  #count = 0;

  /** @param looks for each record, at most 255 */
  constructor(counts: readonly [number, number], within: boolean, looks: number) {
    this.#within = within;
    this.#looks = looks;
    const left = new Uint8Array(counts[0]).fill(looks);
    this.#left = [left, within ? left : new Uint8Array(counts[1]).fill(looks)];
    this.#partners = new Uint32Array(counts[0] * looks);
    this.#partnered = new Uint8Array(counts[0]);
    // As many as there are if none has two sides; what is not reached takes no memory.
    const most = (within ? counts[0] : counts[0] + counts[1]) * looks;
    this.#rowsA = new Uint32Array(most);
    this.#rowsB = new Uint32Array(most);
    this.#reason = new Uint8Array(most);
  }

  /** Takes candidates, the most promising first, while both records have a look for one left. */
  addCandidates({ rowsA, rowsB }: RankedPairs, kept: number): void {
    const [leftA, leftB] = this.#left;
    for (let at = 0; at < rowsA.length; at++) {
      const [rowA, rowB] = [rowsA[at]!, rowsB[at]!];
      if (leftA[rowA]! > kept && leftB[rowB]! > kept) this.#look(rowA, rowB, CANDIDATE);
    }
  }

  /** Gives all looks that are left to pairs drawn at random, or to one side. */
  fill(random: SecretNumbers): void {
    const sideA = random.shuffle(this.#slots(0));
    const sideB = this.#within
      ? sideA.subarray(sideA.length >>> 1)
      : random.shuffle(this.#slots(1));
    const pairs = Math.min(this.#within ? sideA.length >>> 1 : sideA.length, sideB.length);
    const first = this.#within ? sideA.subarray(0, pairs) : sideA;
    const second = this.#within ? sideB.subarray(0, pairs) : sideB;
    for (let at = 0; at < pairs; at++) {
      for (let tries = 0; tries < TRIES && !this.#isNew(first[at]!, second[at]!); tries++) {
        // With any pair that comes later: those before have their partner already.
        const other = at + random.below(second.length - at);
        const kept = second[at]!;
        second[at] = second[other]!;
        second[other] = kept;
      }
      if (this.#isNew(first[at]!, second[at]!)) this.#look(first[at]!, second[at]!, RANDOM);
    }
    this.#alone(0);
    if (!this.#within) this.#alone(1);
  }

  /** Numbers the pairs in an order that says nothing. */
  numbered(random: SecretNumbers) {
    const order = random.shuffle(Uint32Array.from({ length: this.#count }, (_, at) => at));
    const reason = new Uint8Array(order.length);
    order.forEach((at, number) => {
      reason[number] = this.#reason[at]!;
    });
    return {
      rowsA: order.map((at) => this.#rowsA[at]!),
      rowsB: order.map((at) => this.#rowsB[at]!),
      reason,
    };
  }

  /** Every record as often as it has looks left. */
  #slots(side: 0 | 1): Uint32Array {
    const left = this.#left[side];
    const slots = new Uint32Array(left.reduce((sum, one) => sum + one, 0));
    let at = 0;
    left.forEach((count, row) => {
      slots.fill(row, at, at + count);
      at += count;
    });
    return slots;
  }

  #knows(row: number, partner: number): boolean {
    const start = row * this.#looks;
    for (let at = start; at < start + this.#partnered[row]!; at++) {
      if (this.#partners[at] === partner) return true;
    }
    return false;
  }

  #isNew(rowA: number, rowB: number): boolean {
    return !(this.#within && rowA === rowB) && !this.#knows(rowA, rowB);
  }

  #partner(row: number, other: number): void {
    this.#partners[row * this.#looks + this.#partnered[row]!] = other;
    this.#partnered[row]! += 1;
  }

  #add(rowA: number, rowB: number, reason: number): void {
    this.#rowsA[this.#count] = rowA;
    this.#rowsB[this.#count] = rowB;
    this.#reason[this.#count++] = reason;
  }

  #look(rowA: number, rowB: number, reason: number): void {
    const turned = this.#within && rowB < rowA;
    this.#add(turned ? rowB : rowA, turned ? rowA : rowB, reason);
    this.#partner(rowA, rowB);
    if (this.#within) this.#partner(rowB, rowA);
    this.#left[0][rowA]! -= 1;
    this.#left[1][rowB]! -= 1;
  }

  #alone(side: 0 | 1): void {
    const left = this.#left[side];
    left.forEach((count, row) => {
      for (let look = 0; look < count; look++) {
        this.#add(side === 0 ? row : NOBODY, side === 0 ? NOBODY : row, ONE_SIDED);
      }
      left[row] = 0;
    });
  }
}
