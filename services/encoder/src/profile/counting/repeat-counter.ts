// SPDX-License-Identifier: EUPL-1.2
/**
 * How often values that should be unique occur. It keeps 53 bits of a keyed digest for every row and
 * sorts them, a part at a time, at the end: two different values among ten million rows count as one
 * with a chance of 0.6 %. Beyond its limit it keeps every second value with all its rows, then every
 * fourth, and so on; counts are then estimates and said to be.
 */
import type { KeyedDigest } from './keyed-digest.ts';

const CHUNK_ROWS = 1 << 16;
/** Rows that are sorted at a time, about. */
const PART_ROWS = 1 << 19;
const LEVEL_MAX = 8;

/** 7 bytes a row: three arrays, so that nothing is boxed. */
interface Chunk {
  readonly low: Uint32Array;
  readonly middle: Uint16Array;
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
  #chunks: Chunk[] = [];
  #last: Chunk | undefined;
  #kept = 0;
  #rows = 0;
  /** Values are kept whose digest starts with so many zeros. */
  #level = 0;

  /** @param limit rows that are kept at most; 7 bytes each */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts the value that was digested last. */
  add({ high, low }: Pick<KeyedDigest, 'high' | 'low'>): void {
    this.#rows += 1;
    if (this.#level > 0 && high >>> (32 - this.#level) !== 0) return;
    this.#keep(low, high, high >>> 24);
    if (this.#kept > this.#limit && this.#level < LEVEL_MAX) this.#thin();
  }

  /** The arrays cut each number to their size. */
  #keep(low: number, middle: number, high: number): void {
    const at = this.#kept % CHUNK_ROWS;
    if (at === 0 || this.#last === undefined) {
      this.#last = {
        low: new Uint32Array(CHUNK_ROWS),
        middle: new Uint16Array(CHUNK_ROWS),
        high: new Uint8Array(CHUNK_ROWS),
      };
      this.#chunks.push(this.#last);
    }
    this.#last.low[at] = low;
    this.#last.middle[at] = middle;
    this.#last.high[at] = high;
    this.#kept += 1;
  }

  /** Keeps half of the values. */
  #thin(): void {
    this.#level += 1;
    const before = this.#chunks;
    let left = this.#kept;
    this.#chunks = [];
    this.#kept = 0;
    for (const { low, middle, high } of before) {
      const rows = Math.min(left, CHUNK_ROWS);
      left -= rows;
      for (let at = 0; at < rows; at++) {
        if (high[at]! >>> (LEVEL_MAX - this.#level) !== 0) continue;
        this.#keep(low[at]!, middle[at]!, high[at]!);
      }
    }
  }

  #size(part: number, parts: number): number {
    let [size, left] = [0, this.#kept];
    for (const { low } of this.#chunks) {
      const rows = Math.min(left, CHUNK_ROWS);
      left -= rows;
      for (let at = 0; at < rows; at++) if ((low[at]! & (parts - 1)) === part) size += 1;
    }
    return size;
  }

  /** The rows of one part, sorted in `memory`: those whose low bits say so. 53 bits of each. */
  #sorted(part: number, parts: number, memory: Float64Array): Float64Array {
    let count = 0;
    let left = this.#kept;
    for (const { low, middle, high } of this.#chunks) {
      const rows = Math.min(left, CHUNK_ROWS);
      left -= rows;
      for (let at = 0; at < rows; at++) {
        if ((low[at]! & (parts - 1)) !== part) continue;
        const upper = (high[at]! & 0x1f) * 2 ** 16 + middle[at]!;
        memory[count] = upper * 2 ** 32 + low[at]!;
        count += 1;
      }
    }
    return memory.subarray(0, count).sort();
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
    const parts = 2 ** Math.max(0, Math.ceil(Math.log2(this.#kept / PART_ROWS)));
    // One array for all parts: what is left behind of many would stay in memory for a while.
    const sizes = Array.from({ length: parts }, (_, part) => this.#size(part, parts));
    const memory = new Float64Array(Math.max(...sizes));
    for (let part = 0; part < parts; part++) {
      const rows = this.#sorted(part, parts, memory);
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
