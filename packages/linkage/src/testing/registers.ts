// SPDX-License-Identifier: EUPL-1.2
/** Seeded sources of which it is known who is who. Random bits: they encode nobody. */
import { seededNumbers as seeded } from '../fellegi-sunter/random-pairs.ts';
import type { EncodedSource } from '../source.ts';

export { seeded };

export interface TestSource extends EncodedSource {
  /** Per record the person it is of. */
  readonly persons: readonly number[];
}

/** Makes sources of persons; every record of a person differs a little from the others. */
export class Population {
  readonly #random: () => number;
  readonly #bytes: number;
  readonly #fill: number;
  readonly #filters = new Map<number, Uint8Array>();

  constructor(seed: number, { bytes = 64, fill = 0.35 } = {}) {
    this.#random = seeded(seed);
    this.#bytes = bytes;
    this.#fill = fill;
  }

  #filterOf(person: number): Uint8Array {
    const known = this.#filters.get(person);
    if (known !== undefined) return known;
    const filter = new Uint8Array(this.#bytes);
    for (let bit = 0; bit < this.#bytes * 8; bit++) {
      if (this.#random() < this.#fill) filter[bit >> 3]! |= 1 << (bit & 7);
    }
    this.#filters.set(person, filter);
    return filter;
  }

  /** One record per person named; each bit is drawn anew with a chance of up to `noise`. */
  source(name: string, unique: boolean, persons: readonly number[], noise = 0): TestSource {
    const count = persons.length;
    const tokens = Uint8Array.from({ length: count * 16 }, () => this.#random() * 256);
    const filters = new Uint8Array(count * this.#bytes);
    persons.forEach((person, row) => {
      const record = filters.subarray(row * this.#bytes, (row + 1) * this.#bytes);
      record.set(this.#filterOf(person));
      const chance = noise * this.#random();
      for (let bit = 0; bit < this.#bytes * 8; bit++) {
        if (this.#random() >= chance) continue;
        record[bit >> 3]! &= ~(1 << (bit & 7));
        if (this.#random() < this.#fill) record[bit >> 3]! |= 1 << (bit & 7);
      }
    });
    return { name, unique, count, tokens, filters, filterBytes: this.#bytes, persons };
  }
}

/** Records of a source in another order, or some of them: row n of the result is row `order[n]`. */
export function reorder(source: TestSource, order: readonly number[]): TestSource {
  const pick = (column: Uint8Array, width: number): Uint8Array =>
    Uint8Array.from(order.flatMap((row) => [...column.subarray(row * width, (row + 1) * width)]));
  return {
    ...source,
    count: order.length,
    tokens: pick(source.tokens, 16),
    filters: pick(source.filters, source.filterBytes),
    persons: order.map((row) => source.persons[row]!),
  };
}

export const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, n) => from + n);
