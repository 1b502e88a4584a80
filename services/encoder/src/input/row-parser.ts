// SPDX-License-Identifier: EUPL-1.2
/**
 * Delimited text (RFC 4180, any line end) into rows, strictly: a quote that is not where a quote may
 * be is an error, never a guess. Each character is looked at once. Pure: text in, rows out. Why it is
 * not a library: docs/adr/0012.
 */

export type Row = readonly string[];

/** Longest row in characters: more is a quote that was never closed. */
const longestRow = 1_000_000;

const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

const isLineEnd = (code: number): boolean => code === LINE_FEED || code === CARRIAGE_RETURN;

/** How reading one cell or row went: its end, or why there is none. */
const UNFINISHED = -1;
const BROKEN = -2;

export class RowParser {
  readonly #delimiter: number;
  /** Text of which the row did not end yet. */
  #rest = '';
  /** The row at hand, and whether a quote in it says that it is a row, however short. */
  #cells: string[] = [];
  #isQuoted = false;
  #count = 0;
  #isBroken = false;

  /** @param delimiter one character, no quote and no line end */
  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /** Rows given so far, the header as well. */
  get count(): number {
    return this.#count;
  }

  /** Whether a quote of the next row is broken. Nothing can be read after it. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /**
   * The rows that end in the text so far; lines without any character are none.
   * @param isLast the end of the text ends a row
   */
  feed(stretch: string, isLast: boolean): Row[] {
    if (this.#isBroken) return [];
    const text = this.#rest === '' ? stretch : this.#rest + stretch;
    const rows: Row[] = [];
    let start = 0;
    while (start < text.length) {
      this.#beginRow();
      const end = this.#row(text, start, isLast);
      if (end === UNFINISHED) break;
      if (end === BROKEN || end - start > longestRow) return this.#break(rows);
      start = this.#afterLineEnd(text, end);
      const [first] = this.#cells;
      if (this.#cells.length > 1 || first !== '' || this.#isQuoted) rows.push(this.#cells);
    }
    this.#rest = text.slice(start);
    if (this.#rest.length > longestRow) return this.#break(rows);
    this.#count += rows.length;
    return rows;
  }

  #beginRow(): void {
    this.#cells = [];
    this.#isQuoted = false;
  }

  #break(rows: Row[]): Row[] {
    this.#isBroken = true;
    this.#rest = '';
    this.#count += rows.length;
    return rows;
  }

  #afterLineEnd(text: string, at: number): number {
    const isPair = text.charCodeAt(at) === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED;
    return at + (isPair ? 2 : 1);
  }

  /** Reads the cells of a row; gives the place of its line end, or of the end of the text. */
  #row(text: string, start: number, isLast: boolean): number {
    const { length } = text;
    const delimiter = this.#delimiter;
    let from = start;
    for (;;) {
      let at = from;
      if (text.charCodeAt(at) === QUOTE) {
        at = this.#quoted(text, from, isLast);
        if (at < 0) return at;
      } else {
        for (; at < length; at += 1) {
          const code = text.charCodeAt(at);
          if (code === delimiter || isLineEnd(code)) break;
          if (code === QUOTE) return BROKEN;
        }
        this.#cells.push(text.slice(from, at));
      }
      // A carriage return at the end of a stretch may be half of a line end.
      const isCut = at >= length - 1 && text.charCodeAt(at) !== LINE_FEED;
      if (isCut && !isLast) return UNFINISHED;
      if (at >= length || text.charCodeAt(at) !== delimiter) return at;
      from = at + 1;
    }
  }

  /** Reads a cell in quotes; gives the place behind it. */
  #quoted(text: string, start: number, isLast: boolean): number {
    let at = start + 1;
    let value = '';
    for (;;) {
      const close = text.indexOf('"', at);
      if (close === -1) return isLast ? BROKEN : UNFINISHED;
      value += text.slice(at, close);
      const after = text.charCodeAt(close + 1);
      if (after !== QUOTE) {
        const isEnd = Number.isNaN(after) || after === this.#delimiter || isLineEnd(after);
        if (!isEnd) return BROKEN;
        this.#cells.push(value);
        this.#isQuoted = true;
        return close + 1;
      }
      value += '"';
      at = close + 2;
    }
  }
}
