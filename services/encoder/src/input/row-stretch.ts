// SPDX-License-Identifier: EUPL-1.2
/** Rows of a stretch of text, of which a cell becomes a string when something asks for it. */
import type { CellBatch } from '@koppel/encoding';

export type Row = readonly string[];

export class RowStretch implements CellBatch {
  readonly codes: Uint8Array;
  readonly places: Int32Array;
  readonly firsts: Int32Array;
  readonly #text: string;
  #rows: readonly Row[] | undefined;

  /** As `CellBatch` has them; the text is that of the codes. */
  constructor(text: string, codes: Uint8Array, places: Int32Array, firsts: Int32Array) {
    this.#text = text;
    this.codes = codes;
    this.places = places;
    this.firsts = firsts;
  }

  get count(): number {
    return this.firsts.length - 1;
  }

  /** All rows as strings. Cells may share the memory of the stretch: copy what is kept for long. */
  get rows(): readonly Row[] {
    this.#rows ??= Array.from({ length: this.count }, (_, row) => this.#rowAt(row));
    return this.#rows;
  }

  /** The rows from one on. */
  from(row: number): RowStretch {
    return new RowStretch(this.#text, this.codes, this.places, this.firsts.subarray(row));
  }

  cell(row: number, column: number): string {
    const first = this.firsts[row]!;
    const isThere = column >= 0 && column < this.firsts[row + 1]! - first;
    return isThere ? this.#cellAt(first + column) : '';
  }

  #rowAt(row: number): Row {
    const cells: string[] = [];
    for (let cell = this.firsts[row]!; cell < this.firsts[row + 1]!; cell += 1) {
      cells.push(this.#cellAt(cell));
    }
    return cells;
  }

  #cellAt(cell: number): string {
    return this.#text.slice(this.places[2 * cell], this.places[2 * cell + 1]);
  }
}
