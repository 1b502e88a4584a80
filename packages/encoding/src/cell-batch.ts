// SPDX-License-Identifier: EUPL-1.2
/**
 * Rows of cells as an encoder takes them: text as a source has it, of which no cell becomes a string
 * of its own unless something needs it.
 */

import { normalise } from './normalise.ts';

/** Some thousands of rows. Does not change once an encoder has seen it. */
export interface CellBatch {
  /** Rows. */
  readonly count: number;
  /** The text of cells by its UTF-16 units, as `writeCodes` has them. */
  readonly codes: Uint8Array;
  /** Cell c of row r begins in `codes` at `places[2·(firsts[r] + c)]`, and ends before the next. */
  readonly places: Int32Array;
  /** Of each row its first cell, and behind the last row the number of all cells. */
  readonly firsts: Int32Array;
  /** The text of a cell; `''` where the row has no such column. */
  cell(row: number, column: number): string;
}

/** The code of a unit that the kernel cannot read. */
export const OTHER_CODE = 0x80;
const [CONTROLS_FROM, CONTROLS_TO] = [0x80, 0xa0];
const CODES = 0x100;
/** Up to here, letters with a sign that Latin-1 does not have. */
const LATIN_TO = 0x180;

/** A letter that normalising makes one of ASCII, as that; another as OTHER_CODE. */
function plainLetter(unit: number): number {
  const letter = normalise(String.fromCharCode(unit));
  return /^[a-z]$/.test(letter) ? letter.charCodeAt(0) : OTHER_CODE;
}

const codeOfUnit: Uint8Array = Uint8Array.from({ length: LATIN_TO }, (_, unit) => {
  if (unit < CODES) return unit >= CONTROLS_FROM && unit < CONTROLS_TO ? OTHER_CODE : unit;
  return plainLetter(unit);
});

/**
 * Writes a code for each UTF-16 unit of a text: the unit where it is of Latin-1; the letter without
 * its sign for one like ş, which is what normalising makes of it; for all others OTHER_CODE.
 */
export function writeCodes(text: string, codes: Uint8Array, at: number): void {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    codes[at + i] = unit < LATIN_TO ? codeOfUnit[unit]! : OTHER_CODE;
  }
}

/** Rows that are strings already. */
export function cellsOf(rows: readonly (readonly (string | undefined)[])[]): CellBatch {
  let cells = 0;
  let units = 0;
  for (const row of rows) {
    cells += row.length;
    for (const cell of row) units += cell?.length ?? 0;
  }
  const codes = new Uint8Array(units);
  const places = new Int32Array(2 * cells);
  const firsts = new Int32Array(rows.length + 1);
  let at = 0;
  let place = 0;
  for (let r = 0; r < rows.length; r++) {
    for (const cell of rows[r]!) {
      places[place++] = at;
      if (cell !== undefined) {
        writeCodes(cell, codes, at);
        at += cell.length;
      }
      places[place++] = at;
    }
    firsts[r + 1] = place / 2;
  }
  return {
    count: rows.length,
    codes,
    places,
    firsts,
    cell: (row, column) => rows[row]?.[column] ?? '',
  };
}
