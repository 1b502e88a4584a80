// SPDX-License-Identifier: EUPL-1.2
/** The rows of one batch as columns of the study's capacity, filled row by row and used again. */
import { rowKinds } from '@koppel/wire';
import { tokenBytes, type RowLayout } from './layout.ts';

/** `count` rows; row i of each column belongs together. Columns have their full capacity. */
export interface BatchRows {
  readonly count: number;
  /** 16 bytes a row, ascending. */
  readonly tokens: Uint8Array;
  /** One of `rowKinds` a row. */
  readonly kinds: Uint8Array;
  readonly filterBytes: number;
  readonly filters: Uint8Array;
  /** Bitmask a row: bit i is set where linkage field i had a value. */
  readonly presence: Uint32Array;
  readonly variables: number;
  /** 1 where variable v of row i has a value, at i·variables + v. */
  readonly payloadPresent: Uint8Array;
  readonly payloadValues: Float64Array;
}

export class BatchFiller implements BatchRows {
  count = 0;
  readonly tokens: Uint8Array;
  readonly kinds: Uint8Array;
  readonly filterBytes: number;
  readonly filters: Uint8Array;
  readonly presence: Uint32Array;
  readonly variables: number;
  readonly payloadPresent: Uint8Array;
  readonly payloadValues: Float64Array;
  readonly #layout: RowLayout;
  readonly #capacity: number;

  constructor(layout: RowLayout, capacity: number) {
    const { filterBytes, variables } = layout;
    this.#layout = layout;
    this.#capacity = capacity;
    this.filterBytes = filterBytes;
    this.variables = variables;
    this.tokens = new Uint8Array(capacity * tokenBytes);
    this.kinds = new Uint8Array(capacity);
    this.filters = new Uint8Array(capacity * filterBytes);
    this.presence = new Uint32Array(capacity);
    this.payloadPresent = new Uint8Array(capacity * variables);
    this.payloadValues = new Float64Array(capacity * variables);
  }

  get full(): boolean {
    return this.count === this.#capacity;
  }

  /** Starts the next batch. What the columns hold beyond its count is never sent. */
  clear(): void {
    this.count = 0;
  }

  /** The row that begins at `from`, as a record. */
  addRecord(bytes: Buffer, from: number): void {
    const { filter, filterBytes, presence, payloadPresent, payloadValues } = this.#layout;
    const row = this.count;
    this.#addToken(bytes, from, rowKinds.record);
    const filterFrom = from + filter;
    bytes.copy(this.filters, row * filterBytes, filterFrom, filterFrom + filterBytes);
    this.presence[row] = bytes.readUInt32LE(from + presence);
    for (let variable = 0; variable < this.variables; variable += 1) {
      const cell = row * this.variables + variable;
      this.payloadPresent[cell] = bytes[from + payloadPresent + variable]!;
      this.payloadValues[cell] = bytes.readDoubleLE(from + payloadValues + 8 * variable);
    }
  }

  /** The token that begins at `from`, as one that the register holds no more. */
  addRetraction(bytes: Buffer, from: number): void {
    this.#addToken(bytes, from, rowKinds.retraction);
  }

  #addToken(bytes: Buffer, from: number, kind: number): void {
    bytes.copy(this.tokens, this.count * tokenBytes, from, from + tokenBytes);
    this.kinds[this.count] = kind;
    this.count += 1;
  }
}
