// SPDX-License-Identifier: EUPL-1.2
/**
 * Seeded sources of balanced codes of invented persons, of which it is known who is who: bit p of a
 * code is the exclusive or, over k, of the sign of the sum of random ±1 values of the tokens.
 */
import { seeded, type TestSource } from './registers.ts';

/** Tokens per field of a person, and how many values the field takes among all persons. */
const FIELDS = [
  { tokens: 7, values: 300 },
  { tokens: 6, values: 150 },
  { tokens: 10, values: 20_000 },
  { tokens: 6, values: 400 },
  { tokens: 4, values: 100 },
];

export class SignCodes {
  readonly #random: () => number;
  readonly #seed: number;
  readonly #k: number;
  readonly #bytes: number;
  readonly #persons = new Map<number, number[][]>();
  readonly #signs = new Map<number, Int8Array>();

  constructor(seed: number, { k = 3, bytes = 128 } = {}) {
    this.#random = seeded(seed);
    this.#seed = seed;
    this.#k = k;
    this.#bytes = bytes;
  }

  #signsOf(token: number): Int8Array {
    const known = this.#signs.get(token);
    if (known !== undefined) return known;
    const random = seeded(this.#seed ^ Math.imul(token + 1, 0x9e3779b1));
    const signs = new Int8Array(this.#k * this.#bytes * 8);
    for (let at = 0; at < signs.length; at += 8) {
      const drawn = random() * 256;
      for (let n = 0; n < 8; n++) signs[at + n] = ((drawn >> n) & 1) * 2 - 1;
    }
    this.#signs.set(token, signs);
    return signs;
  }

  /** Few values are frequent and most are rare, and related values share tokens, as names do. */
  #tokensOf(field: number): number[] {
    const { tokens, values } = FIELDS[field]!;
    const value = Math.floor(values * this.#random() ** 2);
    return Array.from({ length: tokens }, (_, at) => {
      const mixed = Math.imul(value * 31 + at + 1, 0x85ebca6b) >>> 12;
      return field * 1_000_000 + (mixed % Math.min(values * tokens, 600));
    });
  }

  #personOf(person: number): number[][] {
    const known = this.#persons.get(person);
    if (known !== undefined) return known;
    const fields = FIELDS.map((_, field) => this.#tokensOf(field));
    this.#persons.set(person, fields);
    return fields;
  }

  #encode(tokens: ReadonlySet<number>, code: Uint8Array): void {
    const bits = this.#bytes * 8;
    const sums = new Int16Array(this.#k * bits);
    for (const token of tokens) {
      const signs = this.#signsOf(token);
      for (let at = 0; at < sums.length; at++) sums[at]! += signs[at]!;
    }
    // A sum of nothing counts as positive: with this many tokens the codes stay balanced enough.
    for (let at = 0; at < sums.length; at++) {
      const bit = at % bits;
      if (sums[at]! >= 0) code[bit >> 3]! ^= 1 << (bit & 7);
    }
  }

  /** One record per person named; each token is another one with a chance of up to `noise`. */
  source(name: string, unique: boolean, persons: readonly number[], noise: number): TestSource {
    const count = persons.length;
    const tokens = Uint8Array.from({ length: count * 16 }, () => this.#random() * 256);
    const filters = new Uint8Array(count * this.#bytes);
    persons.forEach((person, row) => {
      const chance = noise * this.#random();
      const record = new Set<number>();
      this.#personOf(person).forEach((field, number) => {
        // Now and then a whole field is another one, as after a move.
        const value = this.#random() < chance / 2 ? this.#tokensOf(number) : field;
        for (const token of value) {
          record.add(this.#random() < chance ? number * 1_000_000 + 700 + person : token);
        }
      });
      this.#encode(record, filters.subarray(row * this.#bytes, (row + 1) * this.#bytes));
    });
    return { name, unique, count, tokens, filters, filterBytes: this.#bytes, persons };
  }
}
