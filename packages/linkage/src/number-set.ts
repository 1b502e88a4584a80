// SPDX-License-Identifier: EUPL-1.2
/** A set of numbers below a bound, a bit for each that there may be: of millions, in little memory. */
export class NumberSet {
  readonly #words: Uint32Array;

  constructor(most: number) {
    this.#words = new Uint32Array(Math.ceil(most / 32));
  }

  has(number: number): boolean {
    return ((this.#words[Math.floor(number / 32)]! >>> (number % 32)) & 1) === 1;
  }

  add(number: number): void {
    this.#words[Math.floor(number / 32)]! |= 1 << (number % 32);
  }
}
