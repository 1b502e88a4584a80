// SPDX-License-Identifier: EUPL-1.2
/**
 * What one field's values became, so that a common name is worked out once. It holds values and what
 * they encode to: secret, kept inside one encoder, bounded, and overwritten with it. Values are kept
 * as numbers in arrays, never as strings, since those cannot be overwritten.
 */
import { makePartMemory, type PartMemory } from './schemes/scheme.ts';
import type { FieldRule } from './tokens/tokenised.ts';

/** Values that may take one another's place: the fewer, the sooner found. */
const WAYS = 4;
/** Most dates of birth of a century fit; of names, all that are not rare. */
const VALUES_MAX = 32_768;
const VALUES_AT_FIRST = 256;
/** What all of one field's parts may take, in bytes: long filters get fewer places. */
const PARTS_BYTES_MAX = 16 << 20;
/** The longest value that is kept, in UTF-16 units, with one more for each of its inputs. */
const UNITS_MAX = 46;
/** Numbers of 32 bits before a part: the outcome and the size in one, then the value. */
const HEAD_WORDS = 1 + UNITS_MAX / 2;
/** Values of which is known that they came before, as bits: a power of two. */
const SEEN_BITS = 1 << 18;

/** Arrays of one size. A place is HEAD_WORDS numbers and a part. */
interface Places {
  readonly count: number;
  /** Of the value at each place; 0 where there is none. */
  readonly hashes: Int32Array;
  readonly memory: PartMemory;
  readonly words: Uint32Array;
  /** The same memory as well. */
  readonly units: Uint16Array;
}

function makePlaces(count: number, placeWords: number): Places {
  // One more than there are hashes: for values that are not kept.
  const memory = makePartMemory(placeWords * (count + 1));
  const { words } = memory;
  const units = new Uint16Array(words.buffer);
  return { count, hashes: new Int32Array(count), memory, words, units };
}

export class ValueCache {
  readonly #placeWords: number;
  readonly #countMax: number;
  #places: Places;
  #used = 0;
  #turn = 0;
  readonly #rules: (FieldRule | undefined)[] = [undefined];
  readonly #seen: Uint32Array;
  #seenCount = 0;
  /** The value that was looked up last; size 0 where it is too long to keep. */
  readonly #units = new Uint16Array(UNITS_MAX);
  #size = 0;
  #hash = 0;

  /**
   * @param partBytes of the part of a value, a multiple of 8
   * @param options.countMax 4·2ⁿ
   * @param options.keepsFirst keep a value when it comes for the first time, not the second
   */
  constructor(
    partBytes: number,
    options: { readonly countMax?: number | undefined; readonly keepsFirst?: boolean } = {},
  ) {
    const { countMax = VALUES_MAX, keepsFirst = true } = options;
    this.#placeWords = HEAD_WORDS + partBytes / 4;
    const affordable = 2 ** Math.floor(Math.log2(PARTS_BYTES_MAX / partBytes));
    this.#countMax = Math.max(WAYS, Math.min(countMax, affordable));
    this.#places = makePlaces(Math.min(VALUES_AT_FIRST, this.#countMax), this.#placeWords);
    this.#seen = new Uint32Array(keepsFirst ? 0 : SEEN_BITS / 32);
  }

  /**
   * The value that was looked up last, as UTF-16 units, each input behind its length. Undefined where
   * it is too long to keep.
   */
  get lastUnits(): Uint16Array | undefined {
    return this.#size === 0 ? undefined : this.#units;
  }

  /** Holds the part of the value at place p, if it has one, from byte `partAt(p)`. */
  get memory(): PartMemory {
    return this.#places.memory;
  }

  partAt(place: number): number {
    return 4 * (this.#placeWords * place + HEAD_WORDS);
  }

  hasPart(place: number): boolean {
    return (this.#outcome(place) & 1) === 1;
  }

  ruleOf(place: number): FieldRule | undefined {
    return this.#rules[this.#outcome(place) >>> 1];
  }

  setOutcome(place: number, hasPart: boolean, rule: FieldRule | undefined): void {
    let number = this.#rules.indexOf(rule);
    if (number === -1) number = this.#rules.push(rule) - 1;
    const at = this.#placeWords * place;
    const outcome = 2 * number + (hasPart ? 1 : 0);
    this.#places.words[at] = (this.#places.words[at]! & 0xff) | (outcome << 8);
  }

  /** The place of a value, made of values[from] … values[to − 1]; −1 where it is not known. */
  find(values: readonly string[], from: number, to: number): number {
    this.#read(values, from, to);
    if (this.#size === 0) return -1;
    const { hashes, count } = this.#places;
    const first = WAYS * (this.#hash & (count / WAYS - 1));
    for (let place = first; place < first + WAYS; place++) {
      if (hashes[place] === this.#hash && this.#isAt(place)) return place;
    }
    return -1;
  }

  /**
   * Whether the value that was looked up last is worth keeping: it came before, or so it seems. Where
   * values are worked out quickly, keeping those that never come back costs more than it saves.
   */
  isWorthKeeping(): boolean {
    if (this.#seen.length === 0) return true;
    // Other bits of the hash than those that choose the place.
    const bit = (Math.imul(this.#hash, 0x9e3779b1) >>> 8) & (SEEN_BITS - 1);
    const mask = 1 << (bit & 31);
    if ((this.#seen[bit >>> 5]! & mask) !== 0) return true;
    this.#seen[bit >>> 5]! |= mask;
    this.#seenCount += 1;
    if (4 * this.#seenCount > SEEN_BITS) this.#forgetSeen();
    return false;
  }

  /** A place for the value that was looked up last, whose part and outcome are then to be written. */
  add(): number {
    if (this.#size === 0) return this.#places.count;
    const isFull = 2 * this.#used >= this.#places.count;
    if (isFull && this.#places.count < this.#countMax) this.#grow();
    const place = this.#makePlace(this.#hash);
    const { hashes, words, units } = this.#places;
    hashes[place] = this.#hash;
    const at = this.#placeWords * place;
    words[at] = this.#size;
    for (let i = 0; i < this.#size; i++) units[2 * at + 2 + i] = this.#units[i]!;
    return place;
  }

  /** Frees a place, of which part and outcome hold until another is asked for. */
  forget(place: number): void {
    if (place === this.#places.count) return;
    this.#places.hashes[place] = 0;
    this.#used -= 1;
  }

  /** Overwrites all values and parts. */
  wipe(): void {
    this.#places.words.fill(0);
    this.#places.hashes.fill(0);
    this.#units.fill(0);
    this.#hash = 0;
    this.#used = 0;
    this.#forgetSeen();
  }

  #outcome(place: number): number {
    return this.#places.words[this.#placeWords * place]! >>> 8;
  }

  /** Takes the value over as numbers, each input behind its length: no two values are alike. */
  #read(values: readonly string[], from: number, to: number): void {
    const units = this.#units;
    let size = 0;
    let hash = 0;
    this.#size = 0;
    for (let i = from; i < to; i++) {
      const value = values[i]!;
      const { length } = value;
      if (size + 1 + length > UNITS_MAX) return;
      units[size++] = length;
      hash = Math.imul(hash ^ length, 0x01000193);
      for (let at = 0; at < length; at++) {
        const unit = value.charCodeAt(at);
        units[size++] = unit;
        hash = Math.imul(hash ^ unit, 0x01000193);
      }
    }
    this.#size = size;
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    // Never 0, which says that a place is free.
    this.#hash = (hash ^ (hash >>> 13)) | (1 << 31);
  }

  #isAt(place: number): boolean {
    const { words, units } = this.#places;
    const at = this.#placeWords * place;
    if ((words[at]! & 0xff) !== this.#size) return false;
    const first = 2 * at + 2;
    for (let i = 0; i < this.#size; i++) if (units[first + i] !== this.#units[i]) return false;
    return true;
  }

  /** A free place, or that of a value that has to go: each of the four in turn. */
  #makePlace(hash: number): number {
    const { hashes, count } = this.#places;
    const first = WAYS * (hash & (count / WAYS - 1));
    for (let place = first; place < first + WAYS; place++) {
      if (hashes[place] !== 0) continue;
      this.#used += 1;
      return place;
    }
    this.#turn = (this.#turn + 1) % WAYS;
    return first + this.#turn;
  }

  #grow(): void {
    const old = this.#places;
    const size = this.#placeWords;
    this.#places = makePlaces(2 * old.count, size);
    this.#used = 0;
    for (let from = 0; from < old.count; from++) {
      const hash = old.hashes[from]!;
      if (hash === 0) continue;
      const to = this.#makePlace(hash);
      this.#places.hashes[to] = hash;
      for (let i = 0; i < size; i++)
        this.#places.words[size * to + i] = old.words[size * from + i]!;
    }
    old.words.fill(0);
  }

  #forgetSeen(): void {
    this.#seen.fill(0);
    this.#seenCount = 0;
  }
}
