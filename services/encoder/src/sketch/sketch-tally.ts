// SPDX-License-Identifier: EUPL-1.2
/**
 * The digests of a sketch, drawn row by row. Whether a person is drawn follows from a keyed digest of
 * a part of who it is, so that two owners draw the same persons without a word between them. Order
 * and repeats of rows change nothing. Persons come in as parts and are kept as digests.
 */
import { sketchDigests } from '@koppel/keys';
import { sketchSets, type PublishedSketch, type SketchSet } from '@koppel/study';
import { twoDigits } from '../profile/publish.ts';
import type { PartsOffered, PersonParts } from './person-parts.ts';

const DIGEST_BYTES = 6;
/** The second sample, by name and postcode, is so much smaller than the first. */
const SECOND_SAMPLE = 4;

const separator = '\u001f';

/** How many equally frequent values would tell as much apart: 1/Σp². */
class Spread {
  readonly #counts = new Map<string, number>();
  #rows = 0;

  add(value: string): void {
    this.#rows += 1;
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  /** Of pairs of different rows, so that it does not grow with the register. Two significant digits. */
  get effective(): number {
    const pairs = this.#rows * (this.#rows - 1);
    let alike = 0;
    for (const count of this.#counts.values()) alike += count * (count - 1);
    return pairs === 0 ? 1 : Math.max(1, twoDigits(pairs / Math.max(1, alike)));
  }
}

type Drawn = Pick<PublishedSketch, 'effective' | 'sets'> & {
  /** Persons of whom two of the parts are known; rows that say the same are one. */
  readonly persons: number;
};

type Digest = ReturnType<typeof sketchDigests>;

export class SketchTally {
  readonly #oneIn: number;
  readonly #digests: Readonly<Record<SketchSet, Digest>>;
  readonly #byDate: Digest;
  readonly #byPlace: Digest;
  readonly #count: Digest;
  readonly #sets = new Map<SketchSet, Set<string>>();
  readonly #persons = new Set<number>();
  readonly #spreads = { date: new Spread(), name: new Spread(), address: new Spread() };

  /** @param sketchKey 32 bytes; the caller may wipe it afterwards */
  constructor(sketchKey: Uint8Array, oneIn: number, { name, address }: PartsOffered) {
    this.#oneIn = oneIn;
    for (const set of sketchSets) {
      const needs = { name: set.startsWith('name'), address: /address/i.test(set) };
      if ((name || !needs.name) && (address || !needs.address)) this.#sets.set(set, new Set());
    }
    this.#digests = Object.fromEntries(
      sketchSets.map((set) => [set, sketchDigests(sketchKey, `set/${set}`)]),
    ) as Record<SketchSet, Digest>;
    this.#byDate = sketchDigests(sketchKey, 'draw/date');
    this.#byPlace = sketchDigests(sketchKey, 'draw/nameAddress');
    this.#count = sketchDigests(sketchKey, 'count');
  }

  /** A row that has fewer than two of the parts is in no sketch. */
  add({ date, name, address }: PersonParts): boolean {
    const parts = [date, name, address];
    if (parts.filter((part) => part !== undefined).length < 2) return false;
    const [high, low] = this.#count(parts.map((part) => part ?? '').join(separator));
    const before = this.#persons.size;
    this.#persons.add(high * 2 ** 20 + (low >>> 12));
    // Persons spread over values, not rows: a register may have one for every month.
    if (this.#persons.size > before) {
      if (name !== undefined) this.#spreads.name.add(name);
      if (address !== undefined) this.#spreads.address.add(address);
      if (date !== undefined) this.#spreads.date.add(date);
    }
    if (date !== undefined && this.#isDrawn(this.#byDate(date), 1)) {
      this.#keep('nameDate', name, date);
      this.#keep('addressDate', address, date);
      this.#keep('nameAddressDate', name, address, date);
    }
    if (name === undefined || address === undefined) return true;
    if (this.#isDrawn(this.#byPlace([name, address].join(separator)), SECOND_SAMPLE)) {
      this.#keep('nameAddress', name, address);
      this.#keep('nameAddressAndDate', name, address, date);
    }
    return true;
  }

  #isDrawn([high]: readonly [number, number], times: number): boolean {
    return high < 2 ** 32 / (this.#oneIn * times);
  }

  #keep(set: SketchSet, ...parts: readonly (string | undefined)[]): void {
    if (parts.includes(undefined)) return;
    const bytes = Buffer.alloc(8);
    const [high, low] = this.#digests[set](parts.join(separator));
    bytes.writeUInt32BE(high, 0);
    bytes.writeUInt32BE(low, 4);
    this.#sets.get(set)?.add(bytes.toString('base64', 0, DIGEST_BYTES));
  }

  result(): Drawn {
    const { date, name, address } = this.#spreads;
    const has = (set: SketchSet): boolean => this.#sets.has(set);
    return {
      persons: this.#persons.size,
      effective: {
        date: date.effective,
        ...(has('nameDate') && { name: name.effective }),
        ...(has('addressDate') && { address: address.effective }),
      },
      sets: Object.fromEntries(
        [...this.#sets].map(([set, digests]) => [set, [...digests].sort().join('')]),
      ),
    };
  }
}
