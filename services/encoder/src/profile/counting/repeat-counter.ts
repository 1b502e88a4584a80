// SPDX-License-Identifier: EUPL-1.2
/**
 * How often values that should be unique occur. It keeps 52 bits of a keyed digest for every row, in
 * buckets by 12 of those bits, and sorts bucket by bucket at the end: two different values among ten
 * million rows count as one with a chance of 1 %. Beyond its limit it keeps every second value with
 * all its rows, then every fourth, and so on; counts are then estimates and said to be.
 */
import type { KeyedDigest } from './keyed-digest.ts';

const BUCKETS = 4096;
const CHUNK_ROWS = 512;

/** 5 bytes a row: two arrays, so that nothing is boxed. */
interface Chunk {
  readonly low: Uint32Array;
  readonly high: Uint8Array;
}

export interface Repeats {
  /** Rows with a value. */
  readonly rows: number;
  readonly distinct: number;
  /** Rows whose value stood in an earlier row: rows − distinct. */
  readonly repeated: number;
  /** Rows of the most frequent value; 0 without rows. */
  readonly largest: number;
  /** Per size class, how many values have so many rows and how many rows those are together. */
  readonly classes: readonly SizeClass[];
  /** False where the counts are scaled up from a sample of the values. */
  readonly exact: boolean;
}

export interface SizeClass {
  /** Rows per value, from `from` up to the next class. */
  readonly from: number;
  readonly values: number;
  readonly rows: number;
}

/** Lower bounds of the size classes. */
export const sizeClasses: readonly number[] = [1, 2, 5, 10, 25, 100];

export class RepeatCounter {
  readonly #limit: number;
  #buckets: Chunk[][] = Array.from({ length: BUCKETS }, () => []);
  #fill = new Uint32Array(BUCKETS);
  #kept = 0;
  #rows = 0;
  /** Values are kept whose digest ends in so many zeros. */
  #level = 0;

  /** @param limit rows that are kept at most; 5 bytes each */
  constructor(limit = 16_000_000) {
    this.#limit = limit;
  }

  /** Counts the value that was digested last. */
  add({ high, low }: KeyedDigest): void {
    this.#rows += 1;
    // The lowest 12 bits choose the bucket, the highest 8 decide on sampling and are kept.
    if (this.#level > 0 && high >>> (32 - this.#level) !== 0) return;
    this.#keep(high & (BUCKETS - 1), low, high >>> 24);
    if (this.#kept > this.#limit && this.#level < 8) this.#thin();
  }

  #keep(bucket: number, low: number, high: number): void {
    const chunks = this.#buckets[bucket]!;
    const at = this.#fill[bucket]! % CHUNK_ROWS;
    if (at === 0) {
      chunks.push({ low: new Uint32Array(CHUNK_ROWS), high: new Uint8Array(CHUNK_ROWS) });
    }
    const chunk = chunks.at(-1)!;
    chunk.low[at] = low;
    chunk.high[at] = high;
    this.#fill[bucket]! += 1;
    this.#kept += 1;
  }

  /** Keeps half of the values. */
  #thin(): void {
    this.#level += 1;
    const before = this.#buckets;
    const filled = this.#fill;
    this.#buckets = Array.from({ length: BUCKETS }, () => []);
    this.#fill = new Uint32Array(BUCKETS);
    this.#kept = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      for (let at = 0; at < filled[bucket]!; at++) {
        const { low, high } = before[bucket]![Math.floor(at / CHUNK_ROWS)]!;
        const place = at % CHUNK_ROWS;
        if (high[place]! >>> (8 - this.#level) !== 0) continue;
        this.#keep(bucket, low[place]!, high[place]!);
      }
      before[bucket] = [];
    }
  }

  #sorted(bucket: number): Float64Array {
    const rows = new Float64Array(this.#fill[bucket]!);
    for (let at = 0; at < rows.length; at++) {
      const { low, high } = this.#buckets[bucket]![Math.floor(at / CHUNK_ROWS)]!;
      rows[at] = high[at % CHUNK_ROWS]! * 2 ** 32 + low[at % CHUNK_ROWS]!;
    }
    return rows.sort();
  }

  /** Sorts what was kept and counts it. Can be called once or more; rows may follow. */
  result(): Repeats {
    const scale = 2 ** this.#level;
    const classes = sizeClasses.map((from) => ({ from, values: 0, rows: 0 }));
    let distinct = 0;
    let largest = 0;
    const note = (run: number): void => {
      distinct += 1;
      largest = Math.max(largest, run);
      const found = classes.findLast(({ from }) => run >= from)!;
      found.values += scale;
      found.rows += run * scale;
    };
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const rows = this.#sorted(bucket);
      let start = 0;
      for (let at = 1; at <= rows.length; at++) {
        if (at < rows.length && rows[at] === rows[start]) continue;
        if (rows.length > 0) note(at - start);
        start = at;
      }
    }
    const all = Math.min(this.#rows, distinct * scale);
    // Of a sample, the share that is repeated is what holds for all rows.
    const repeated =
      this.#level === 0
        ? this.#rows - distinct
        : Math.round(this.#rows * (1 - distinct / Math.max(1, this.#kept)));
    return {
      rows: this.#rows,
      distinct: all,
      repeated,
      largest,
      classes,
      exact: this.#level === 0,
    };
  }
}
