// SPDX-License-Identifier: EUPL-1.2
/**
 * How the rows are spread over the values of one field: what tells persons apart. Exact up to a
 * number of different values; beyond it, values are sampled by their digest, each with all its rows
 * (Gibbons, "Distinct sampling", VLDB 2001), and Σp² comes from a sketch (Charikar, Chen &
 * Farach-Colton, "Finding frequent items in data streams", 2002) that starts from the exact counts.
 */
import type { KeyedDigest } from './keyed-digest.ts';

export interface Spread {
  /** Rows with a value. */
  readonly rows: number;
  /** Different values; an estimate (standard error about 0.3 %) when not exact. */
  readonly distinct: number;
  /** Values that at least `commonRows` rows have. */
  readonly common: number;
  /** 1/Σp²: as many equally frequent values would tell persons apart as well. 0 without rows. */
  readonly effective: number;
  /** Shannon entropy in bits; undefined when not exact. */
  readonly entropyBits: number | undefined;
  /** Share of rows, 0–1, that has the most frequent value; undefined when not exact. */
  readonly largestShare: number | undefined;
  readonly exact: boolean;
}

/** From so many rows on a value is called common: what may be told of it without telling of one. */
export const commonRows = 10;

const SKETCH_ROWS = 5;
const SKETCH_COLUMNS = 1 << 14;
const FIRST_SLOTS = 1 << 10;
/** Odd constants that make five walks of one digest (of the golden ratio, and of xxHash). */
const mixers = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f, 0x165667b1];

/** An unbiased estimate of Σ n² from signed sums. */
class SecondMoment {
  readonly #sums = new Float64Array(SKETCH_ROWS * SKETCH_COLUMNS);

  add(high: number, low: number, count: number): void {
    for (let row = 0; row < SKETCH_ROWS; row++) {
      let mixed = Math.imul(low ^ (high >>> (row + 1)), mixers[row]!);
      mixed = Math.imul(mixed ^ (mixed >>> 15) ^ high, mixers[(row + 1) % SKETCH_ROWS]!);
      mixed ^= mixed >>> 13;
      const column = (mixed >>> 1) & (SKETCH_COLUMNS - 1);
      const sign = (mixed >>> 31) * 2 - 1;
      this.#sums[row * SKETCH_COLUMNS + column]! += sign * count;
    }
  }

  estimate(): number {
    const sums = Array.from({ length: SKETCH_ROWS }, (_, row) => {
      let sum = 0;
      for (let column = 0; column < SKETCH_COLUMNS; column++) {
        sum += this.#sums[row * SKETCH_COLUMNS + column]! ** 2;
      }
      return sum;
    });
    return sums.sort((a, b) => a - b)[(SKETCH_ROWS - 1) / 2]!;
  }
}

export class ValueCounter {
  readonly #limit: number;
  #high = new Int32Array(FIRST_SLOTS);
  #low = new Int32Array(FIRST_SLOTS);
  #counts = new Uint32Array(FIRST_SLOTS);
  #kept = 0;
  #rows = 0;
  #level = 0;
  #sketch: SecondMoment | undefined;

  /** @param limit values that are kept at most; 16 to 32 bytes each */
  constructor(limit = 195_000) {
    this.#limit = limit;
  }

  add({ high, low }: Pick<KeyedDigest, 'high' | 'low'>): void {
    this.#rows += 1;
    this.#sketch?.add(high, low, 1);
    if (this.#level > 0 && high >>> (32 - this.#level) !== 0) return;
    this.#count(high, low, 1);
    if (this.#kept > this.#limit) this.#thin();
    else if (this.#kept * 4 > this.#counts.length * 3) this.#rebuild(this.#counts.length * 2);
  }

  #count(high: number, low: number, rows: number): void {
    const mask = this.#counts.length - 1;
    let slot = low & mask;
    while (this.#counts[slot] !== 0) {
      if (this.#low[slot] === low && this.#high[slot] === high) {
        this.#counts[slot]! += rows;
        return;
      }
      slot = (slot + 1) & mask;
    }
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#counts[slot] = rows;
    this.#kept += 1;
  }

  /** Moves what belongs to the sample into tables of that size. */
  #rebuild(slots: number): void {
    const [high, low, counts] = [this.#high, this.#low, this.#counts];
    this.#high = new Int32Array(slots);
    this.#low = new Int32Array(slots);
    this.#counts = new Uint32Array(slots);
    this.#kept = 0;
    for (let slot = 0; slot < counts.length; slot++) {
      if (counts[slot] === 0) continue;
      if (this.#level > 0 && high[slot]! >>> (32 - this.#level) !== 0) continue;
      this.#count(high[slot]!, low[slot]!, counts[slot]!);
    }
  }

  #thin(): void {
    if (this.#sketch === undefined) {
      this.#sketch = new SecondMoment();
      this.#counts.forEach((count, slot) => {
        if (count > 0) this.#sketch!.add(this.#high[slot]!, this.#low[slot]!, count);
      });
    }
    this.#level += 1;
    this.#rebuild(this.#counts.length);
  }

  result(): Spread {
    const rows = this.#rows;
    const scale = 2 ** this.#level;
    let [common, squares, logs, largest] = [0, 0, 0, 0];
    // Sorted, so that the sums do not depend on the key by which the slots are filled.
    const counts = this.#counts.filter((count) => count > 0).sort();
    for (const count of counts) {
      if (count >= commonRows) common += 1;
      squares += count * count;
      logs += count * Math.log2(count);
      largest = Math.max(largest, count);
    }
    const exact = this.#sketch === undefined;
    const second = this.#sketch?.estimate() ?? squares;
    return {
      rows,
      distinct: Math.min(rows, counts.length * scale),
      common: common * scale,
      effective: rows === 0 ? 0 : (rows * rows) / second,
      entropyBits: exact
        ? rows === 0
          ? 0
          : Math.max(0, Math.log2(rows) - logs / rows)
        : undefined,
      largestShare: exact ? (rows === 0 ? 0 : largest / rows) : undefined,
      exact,
    };
  }
}
