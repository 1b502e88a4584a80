// SPDX-License-Identifier: EUPL-1.2
/**
 * Rows of a file of SPSS, compressed by bytecode: eight one-byte commands, then what they ask for.
 * Small whole numbers, spaces and missing values take one byte instead of eight.
 */
import { RowCount, refuseValue, type Value } from './description.ts';
import type { SavColumn } from './sav-column.ts';

const commands = { literal: 253, spaces: 254, missing: 255 } as const;
const bias = 100;
/** Commands of one block, and bytes of one element. */
const eight = 8;
const space = 0x20;

export class SavRows {
  readonly #columns: readonly SavColumn[];
  readonly #count: RowCount;
  #bytes = new Uint8Array(1 << 16);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;
  /** Where the block that is being filled begins, and how many of its commands are given. */
  #block = 0;
  #given: number = eight;
  readonly #encoder = new TextEncoder();

  constructor(columns: readonly SavColumn[], rows: number) {
    this.#columns = columns;
    this.#count = new RowCount(rows);
  }

  #room(size: number): number {
    const at = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(2 * Math.max(this.#length, this.#bytes.length));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }

  #command(command: number): void {
    if (this.#given === eight) {
      this.#block = this.#room(eight);
      this.#bytes.fill(0, this.#block, this.#length);
      this.#given = 0;
    }
    this.#bytes[this.#block + this.#given] = command;
    this.#given += 1;
  }

  #number(value: number): void {
    // Not for -0: the command would give 0.
    if (
      Number.isInteger(value) &&
      value >= 1 - bias &&
      value <= 251 - bias &&
      !Object.is(value, -0)
    ) {
      this.#command(value + bias);
      return;
    }
    this.#command(commands.literal);
    const at = this.#room(eight);
    this.#view.setFloat64(at, value, true);
  }

  #text(value: string, width: number): void {
    const padded = new Uint8Array(Math.ceil(width / eight) * eight).fill(space);
    this.#encoder.encodeInto(value, padded);
    for (let at = 0; at < padded.length; at += eight) {
      const segment = padded.subarray(at, at + eight);
      if (segment.every((byte) => byte === space)) this.#command(commands.spaces);
      else {
        this.#command(commands.literal);
        const place = this.#room(eight);
        this.#bytes.set(segment, place);
      }
    }
  }

  encode(rows: Iterable<readonly Value[]>): Uint8Array {
    for (const row of rows) {
      const number = this.#count.next();
      this.#columns.forEach((column, at) => {
        const value = row[at];
        if (value === undefined) {
          if (column.width > 0) this.#text('', column.width);
          else this.#command(commands.missing);
          return;
        }
        const stored = column.stored(value);
        if (stored === undefined) refuseValue(column.name, number);
        else if (typeof stored === 'number') this.#number(stored);
        else this.#text(stored, column.width);
      });
    }
    return this.#give(this.#given === eight ? this.#length : this.#block);
  }

  /** The first bytes; a block that is not full stays. */
  #give(size: number): Uint8Array {
    const given = this.#bytes.slice(0, size);
    this.#bytes.copyWithin(0, size, this.#length);
    this.#length -= size;
    this.#block = 0;
    return given;
  }

  end(): Uint8Array {
    this.#count.end();
    return this.#give(this.#length);
  }
}
