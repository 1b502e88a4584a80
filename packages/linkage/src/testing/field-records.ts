// SPDX-License-Identifier: EUPL-1.2
/** Seeded sources with a filter for each field, of invented persons: it is known who is who. */
import { seeded, type TestSource } from './registers.ts';

/** Values that a field can have, and how often a record has another one than its person. */
export interface TestField {
  readonly values: number;
  readonly fault: number;
  /** How often a record has none. */
  readonly missing?: number;
}

export const GROUP_BYTES = 16;
const BITS_SET = 14;

/** Groups of these records, one after the other. */
export const groupsOf = (fields: readonly TestField[]) =>
  fields.map((_, at) => ({
    name: `field${String(at)}`,
    alike: `field${String(at)}`,
    from: at * GROUP_BYTES,
    bytes: GROUP_BYTES,
  }));

/** The filter of a value: bits at random, the same for the same value. */
function setValue(filter: Uint8Array, field: number, value: number): void {
  const random = seeded(Math.imul(field * 7919 + value + 1, 0x9e3779b1));
  for (let n = 0; n < BITS_SET; n++) {
    const bit = Math.floor(random() * GROUP_BYTES * 8);
    filter[bit >> 3]! |= 1 << (bit & 7);
  }
}

/** Persons by number; those of one household share the fields that are named. */
export class FieldPopulation {
  readonly #fields: readonly TestField[];
  readonly #random: () => number;
  readonly #seed: number;
  readonly #shared: readonly number[];

  constructor(
    seed: number,
    fields: readonly TestField[],
    sharedInHousehold: readonly number[] = [],
  ) {
    this.#fields = fields;
    this.#seed = seed;
    this.#random = seeded(seed);
    this.#shared = sharedInHousehold;
  }

  /** Two persons after each other are a household. */
  #valueOf(person: number, field: number): number {
    const owner = this.#shared.includes(field) ? person >> 1 : person;
    const random = seeded(Math.imul(this.#seed + field * 104_729 + owner * 31, 0x85ebca6b));
    random();
    return Math.floor(random() * this.#fields[field]!.values);
  }

  /** One record per person named. */
  source(name: string, unique: boolean, persons: readonly number[]): TestSource {
    const filterBytes = this.#fields.length * GROUP_BYTES;
    const count = persons.length;
    const tokens = Uint8Array.from({ length: count * 16 }, () => this.#random() * 256);
    const filters = new Uint8Array(count * filterBytes);
    persons.forEach((person, row) => {
      this.#fields.forEach(({ values, fault, missing = 0 }, field) => {
        const drawn = this.#random();
        const other = Math.floor(this.#random() * values);
        if (this.#random() < missing) return;
        const from = row * filterBytes + field * GROUP_BYTES;
        const place = filters.subarray(from, from + GROUP_BYTES);
        setValue(place, field, drawn < fault ? other : this.#valueOf(person, field));
      });
    });
    return { name, unique, count, tokens, filters, filterBytes, persons };
  }
}
