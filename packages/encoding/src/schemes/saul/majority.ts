// SPDX-License-Identifier: EUPL-1.2
/**
 * The majority vote of `saul` as plainly as can be: one counter for each bit of a row. It is the
 * specification of `majority-kernel.ts`, and takes over from it for records of very many tokens.
 */

/** What one encoding is made of: `k` votes on each of `bits` bits. */
export interface Shape {
  readonly k: number;
  /** A multiple of 128. */
  readonly bits: number;
}

/** Bytes of a row: for j = 0 … k − 1, the signs s(j, 0) … s(j, bits − 1), a bit each, 1 for plus. */
export const rowBytesOf = ({ k, bits }: Shape): number => (k * bits) / 8;

/** Counts, for every bit of a row, the votes for plus. */
export class PlainMajority {
  readonly #shape: Shape;
  readonly #plus: Int32Array;
  #votes = 0;

  constructor(shape: Shape) {
    this.#shape = shape;
    this.#plus = new Int32Array(8 * rowBytesOf(shape));
  }

  /** How many rows were added, repeats included. */
  get votes(): number {
    return this.#votes;
  }

  add(row: Uint8Array): void {
    this.#votes += 1;
    for (let at = 0; at < this.#plus.length; at++) {
      this.#plus[at]! += (row[at >>> 3]! >>> (at & 7)) & 1;
    }
  }

  /**
   * Writes the encoding: bit p is the exclusive or, over j, of whether the sum of the signs s(j, p)
   * of all votes is above 0. Where it is 0, the bit of `tie` decides. Then forgets all votes.
   */
  finish(tie: Uint8Array, target: Uint8Array): void {
    const { k, bits } = this.#shape;
    target.fill(0);
    for (let at = 0; at < k * bits; at++) {
      // Plus minus minus, where every vote is one of the two.
      const sum = 2 * this.#plus[at]! - this.#votes;
      const isPlus = sum === 0 ? ((tie[at >>> 3]! >>> (at & 7)) & 1) === 1 : sum > 0;
      const p = at % bits;
      if (isPlus) target[p >>> 3]! ^= 1 << (p & 7);
    }
    this.wipe();
  }

  wipe(): void {
    this.#plus.fill(0);
    this.#votes = 0;
  }
}
