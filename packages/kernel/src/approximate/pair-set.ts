// SPDX-License-Identifier: EUPL-1.2
/** A set of pairs of numbers, eight bytes each: which pairs were found before. */

/** Bound once: looking up a global in an inner loop costs more than the loop in a sandbox. */
const { imul } = Math;

const FIRST_PLACES = 1 << 12;

export class PairSet {
  /** Two numbers per place; the first one plus 1, so that 0 is an empty place. */
  #places = new Uint32Array(FIRST_PLACES * 2);
  #mask = FIRST_PLACES - 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The place of a pair, or the empty one where it belongs. */
  #placeOf(a: number, b: number): number {
    const places = this.#places;
    let mixed = imul(a ^ imul(b, 0x9e37_79b1), 0x85eb_ca6b);
    mixed ^= mixed >>> 15;
    mixed = imul(mixed + b, 0xc2b2_ae35);
    let place = (mixed ^ (mixed >>> 13)) & this.#mask;
    for (;;) {
      const first = places[place * 2]!;
      if (first === 0 || (first === a + 1 && places[place * 2 + 1] === b)) return place;
      place = (place + 1) & this.#mask;
    }
  }

  has(a: number, b: number): boolean {
    return this.#places[this.#placeOf(a, b) * 2] !== 0;
  }

  /** Adds a pair of numbers below 2³² − 1; false when it was there. */
  add(a: number, b: number): boolean {
    const place = this.#placeOf(a, b);
    if (this.#places[place * 2] !== 0) return false;
    this.#places[place * 2] = a + 1;
    this.#places[place * 2 + 1] = b;
    this.#size++;
    if (this.#size * 2 > this.#mask) this.#grow();
    return true;
  }

  #grow(): void {
    const before = this.#places;
    this.#mask = this.#mask * 2 + 1;
    this.#places = new Uint32Array((this.#mask + 1) * 2);
    for (let at = 0; at < before.length; at += 2) {
      if (before[at] === 0) continue;
      const place = this.#placeOf(before[at]! - 1, before[at + 1]!);
      this.#places[place * 2] = before[at]!;
      this.#places[place * 2 + 1] = before[at + 1]!;
    }
  }
}
