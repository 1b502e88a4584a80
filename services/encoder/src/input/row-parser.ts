// SPDX-License-Identifier: EUPL-1.2
/**
 * Delimited text (RFC 4180, any line end) into rows, strictly: a quote that is not where a quote may
 * be is an error, never a guess. Each character is looked at once. Pure: text in, rows out. Why it is
 * not a library: docs/adr/0012.
 */
import { writeCodes } from '@koppel/encoding';
import { RowStretch } from './row-stretch.ts';

/** Longest row in characters: more is mostly a quote that was never closed. */
const longestRow = 1_000_000;

const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

const isLineEnd = (code: number): boolean => code === LINE_FEED || code === CARRIAGE_RETURN;

/** How reading one cell or row went: its end, or why there is none. */
const UNFINISHED = -1;
const BROKEN = -2;

const none = new Uint8Array(0);

export class RowParser {
  readonly #delimiter: number;
  /** Text of which the row did not end yet, and its codes. */
  #rest = '';
  #restCodes: Uint8Array = none;
  #count = 0;
  #isBroken = false;
  #isTooLong = false;
  /** Of the text at hand: codes, cells, rows, and what doubled quotes left of some cells. */
  #codes: Uint8Array = none;
  #places: Int32Array = new Int32Array(1024);
  #placeCount = 0;
  #firsts: number[] = [];
  #added: string[] = [];
  #addedAt = 0;
  /** Whether a quote in the row at hand says that it is a row, however short. */
  #isQuoted = false;

  /** @param delimiter one character of ASCII, no quote and no line end */
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

  /** Whether what is broken is the length of the next row. */
  get isTooLong(): boolean {
    return this.#isTooLong;
  }

  /**
   * The rows that end in the text so far; lines without any character are none.
   * @param isLast the end of the text ends a row
   * @param ascii the bytes of the stretch, where all of it is ASCII: they save looking at the text
   */
  feed(stretch: string, isLast: boolean, ascii?: Uint8Array): RowStretch {
    const text = this.#begin(stretch, ascii);
    const { length } = text;
    let start = 0;
    while (start < length && !this.#isBroken) {
      const before = this.#placeCount;
      this.#isQuoted = false;
      const end = this.#row(text, start, isLast);
      if (end === UNFINISHED || end === BROKEN || end - start > longestRow) {
        this.#placeCount = before;
        if (end === UNFINISHED) break;
        this.#isBroken = true;
        this.#isTooLong = end !== BROKEN;
        continue;
      }
      start = this.#afterLineEnd(end);
      const isBlank = this.#placeCount === before + 2 && this.#isEmpty(before) && !this.#isQuoted;
      if (isBlank) this.#placeCount = before;
      else this.#firsts.push(this.#placeCount / 2);
    }
    if (!this.#isBroken && length - start > longestRow) {
      this.#isBroken = true;
      this.#isTooLong = true;
    }
    return this.#end(text, start);
  }

  #begin(stretch: string, ascii: Uint8Array | undefined): string {
    const kept = this.#restCodes;
    this.#codes = new Uint8Array(this.#isBroken ? 0 : kept.length + stretch.length);
    this.#firsts = [0];
    this.#placeCount = 0;
    this.#added = [];
    if (this.#isBroken) return '';
    this.#codes.set(kept);
    if (ascii === undefined) writeCodes(stretch, this.#codes, kept.length);
    else this.#codes.set(ascii, kept.length);
    this.#addedAt = this.#codes.length;
    return this.#rest === '' ? stretch : this.#rest + stretch;
  }

  #end(text: string, start: number): RowStretch {
    this.#rest = this.#isBroken ? '' : text.slice(start);
    this.#restCodes = this.#isBroken ? none : this.#codes.slice(start);
    const places = this.#places.slice(0, this.#placeCount);
    const rows = new RowStretch(
      this.#added.length === 0 ? text : text + this.#added.join(''),
      this.#withAdded(),
      places,
      Int32Array.from(this.#firsts),
    );
    this.#count += rows.count;
    return rows;
  }

  #withAdded(): Uint8Array {
    if (this.#added.length === 0) return this.#codes;
    const codes = new Uint8Array(this.#addedAt);
    codes.set(this.#codes);
    writeCodes(this.#added.join(''), codes, this.#codes.length);
    return codes;
  }

  #isEmpty(place: number): boolean {
    return this.#places[place] === this.#places[place + 1];
  }

  #addCell(from: number, to: number): void {
    if (this.#placeCount === this.#places.length) {
      const grown = new Int32Array(2 * this.#places.length);
      grown.set(this.#places);
      this.#places = grown;
    }
    this.#places[this.#placeCount] = from;
    this.#places[this.#placeCount + 1] = to;
    this.#placeCount += 2;
  }

  #afterLineEnd(at: number): number {
    const isPair = this.#codes[at] === CARRIAGE_RETURN && this.#codes[at + 1] === LINE_FEED;
    return at + (isPair ? 2 : 1);
  }

  /** Reads the cells of a row; gives the place of its line end, or of the end of the text. */
  #row(text: string, start: number, isLast: boolean): number {
    const codes = this.#codes;
    const { length } = codes;
    const delimiter = this.#delimiter;
    let from = start;
    for (;;) {
      let at = from;
      if (codes[at] === QUOTE) {
        at = this.#quoted(text, from, isLast);
        if (at < 0) return at;
      } else {
        for (; at < length; at += 1) {
          const code = codes[at]!;
          if (code === delimiter || isLineEnd(code)) break;
          if (code === QUOTE) return BROKEN;
        }
        this.#addCell(from, at);
      }
      // A carriage return at the end of a stretch may be half of a line end.
      const isCut = at >= length - 1 && codes[at] !== LINE_FEED;
      if (isCut && !isLast) return UNFINISHED;
      if (at >= length || codes[at] !== delimiter) return at;
      from = at + 1;
    }
  }

  /** Reads a cell in quotes; gives the place behind it. */
  #quoted(text: string, start: number, isLast: boolean): number {
    const codes = this.#codes;
    let from = start + 1;
    let value: string | undefined;
    for (let at = from; ; at += 1) {
      while (at < codes.length && codes[at] !== QUOTE) at += 1;
      if (at >= codes.length) return isLast ? BROKEN : UNFINISHED;
      const after = codes[at + 1];
      if (after === QUOTE) {
        // Both quotes are read, and one of them is kept.
        value = (value ?? '') + text.slice(from, at + 1);
        at += 1;
        from = at + 1;
        continue;
      }
      if (after !== undefined && after !== this.#delimiter && !isLineEnd(after)) return BROKEN;
      if (value === undefined) this.#addCell(from, at);
      else this.#addText(value + text.slice(from, at));
      this.#isQuoted = true;
      return at + 1;
    }
  }

  /** A cell that does not stand in the text as it is. */
  #addText(value: string): void {
    this.#added.push(value);
    this.#addCell(this.#addedAt, this.#addedAt + value.length);
    this.#addedAt += value.length;
  }
}
