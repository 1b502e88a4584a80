// SPDX-License-Identifier: EUPL-1.2
/** The most similar candidates of each query of a tile, as they come in. */

/** Bound once: looking up a global in an inner loop costs more than the loop in a sandbox. */
const { min } = Math;

/** At most `top` candidates per slot: descending in similarity, equal ones ascending in row. */
export class TopRows {
  readonly #top: number;
  readonly #rows: Uint32Array;
  readonly #similarities: Float64Array;
  readonly #counts: Uint32Array;

  /** @param top ≥ 1 */
  constructor(slots: number, top: number) {
    this.#top = top;
    this.#rows = new Uint32Array(slots * top);
    this.#similarities = new Float64Array(slots * top);
    this.#counts = new Uint32Array(slots);
  }

  clear(): void {
    this.#counts.fill(0);
  }

  /** Puts a candidate in its place; returns whether it belongs to the best so far. */
  offer(slot: number, row: number, similarity: number): boolean {
    const first = slot * this.#top;
    const count = this.#counts[slot]!;
    let at = first + count;
    const comesAfter = (other: number): boolean =>
      this.#similarities[other]! > similarity ||
      (this.#similarities[other] === similarity && this.#rows[other]! < row);
    if (count === this.#top && comesAfter(at - 1)) return false;
    if (count === this.#top) at--;
    for (; at > first && !comesAfter(at - 1); at--) {
      this.#similarities[at] = this.#similarities[at - 1]!;
      this.#rows[at] = this.#rows[at - 1]!;
    }
    this.#similarities[at] = similarity;
    this.#rows[at] = row;
    this.#counts[slot] = min(count + 1, this.#top);
    return true;
  }

  /** The least similarity that a slot holds once it is full; before that, `floor`. */
  bar(slot: number, floor: number): number {
    const full = this.#counts[slot] === this.#top;
    return full ? this.#similarities[(slot + 1) * this.#top - 1]! : floor;
  }

  forEach(slot: number, visit: (row: number, similarity: number) => void): void {
    const first = slot * this.#top;
    for (let at = first; at < first + this.#counts[slot]!; at++) {
      visit(this.#rows[at]!, this.#similarities[at]!);
    }
  }
}
