// SPDX-License-Identifier: EUPL-1.2
/**
 * The tokens of one value as numbers, so that no strings are made or kept on the way to bits. Holds
 * what a value says: an encoder overwrites it.
 */

/** Numbers of 32 bits in one token: 15 bytes of UTF-8, the first highest, and the length plus one. */
export const TOKEN_WORDS = 4;
const SHORT_BYTES_MAX = 15;
/** In the last byte: a longer token, of which the bytes lie elsewhere. */
const LONG = 0xff;
/** In the last byte: the token of one value, which is no more common than that value itself. */
const RARE = 0x40;

/** What stands in the last byte of a token of `length` bytes, 0–15. */
export const lengthMark = (length: number): number => length + 1;
/** The same for a token of which the words are not worth keeping. */
export const rareMark = (length: number): number => RARE | lengthMark(length);

const encoder = new TextEncoder();

export class TokenList {
  /** Token i is words[4·i] … words[4·i + 3]. */
  words: Int32Array = new Int32Array(TOKEN_WORDS * 64);
  #count = 0;
  readonly #bytes = new Uint8Array(SHORT_BYTES_MAX + 1);
  readonly #view = new DataView(this.#bytes.buffer);
  readonly #long = new Map<number, Uint8Array>();

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
    if (this.#long.size === 0) return;
    for (const bytes of this.#long.values()) bytes.fill(0);
    this.#long.clear();
  }

  /** Overwrites all that it ever held. */
  wipe(): void {
    this.clear();
    this.words.fill(0);
    this.#bytes.fill(0);
  }

  /** Takes the given tokens instead, in alphabetical order (of UTF-16, as `sort` has it). */
  fill(tokens: readonly string[]): void {
    this.clear();
    for (const token of [...tokens].sort()) this.#addText(token);
  }

  /** Adds a short token. The caller keeps the alphabetical order, or sorts. */
  add(first: number, second: number, third: number, last: number): void {
    const at = TOKEN_WORDS * this.#count;
    if (at === this.words.length) this.#grow();
    const { words } = this;
    words[at] = first;
    words[at + 1] = second;
    words[at + 2] = third;
    words[at + 3] = last;
    this.#count += 1;
  }

  /** Bytes of token i, 0–15, or undefined for a longer one. */
  shortLength(i: number): number | undefined {
    const mark = this.words[TOKEN_WORDS * i + 3]! & 0xff;
    return mark === LONG ? undefined : (mark & ~RARE) - 1;
  }

  /** Whether token i is short and likely to come back in other values. */
  mayReturn(i: number): boolean {
    return (this.words[TOKEN_WORDS * i + 3]! & RARE) === 0;
  }

  /** The UTF-8 of token i, which `shortLength` calls long. */
  longBytes(i: number): Uint8Array {
    return this.#long.get(i)!;
  }

  /** A copy of the UTF-8 of token i. */
  bytesOf(i: number): Uint8Array {
    const length = this.shortLength(i);
    if (length === undefined) return this.longBytes(i).slice();
    const from = TOKEN_WORDS * i;
    return Uint8Array.from(
      { length },
      (_, at) => this.words[from + (at >>> 2)]! >>> (24 - 8 * (at & 3)),
    );
  }

  /** Sorts short tokens of ASCII: their numbers are in the order of their letters. */
  sort(): void {
    const { words } = this;
    for (let i = 1; i < this.#count; i++) {
      const from = TOKEN_WORDS * i;
      const a = words[from]!;
      const b = words[from + 1]!;
      const c = words[from + 2]!;
      const d = words[from + 3]!;
      let to = from - TOKEN_WORDS;
      while (to >= 0 && isAfter(words, to, a, b, c, d)) {
        for (let k = to; k < to + TOKEN_WORDS; k++) words[k + TOKEN_WORDS] = words[k]!;
        to -= TOKEN_WORDS;
      }
      words[to + 4] = a;
      words[to + 5] = b;
      words[to + 6] = c;
      words[to + 7] = d;
    }
  }

  #addText(token: string): void {
    const { read, written } = encoder.encodeInto(token, this.#bytes.fill(0));
    if (read < token.length || written > SHORT_BYTES_MAX) {
      this.#long.set(this.#count, encoder.encode(token));
      this.add(0, 0, 0, LONG);
      return;
    }
    this.#bytes[SHORT_BYTES_MAX] = lengthMark(written);
    const [a, b, c, d] = [0, 4, 8, 12].map((at) => this.#view.getInt32(at));
    this.add(a!, b!, c!, d!);
  }

  #grow(): void {
    const grown = new Int32Array(2 * this.words.length);
    grown.set(this.words);
    this.words.fill(0);
    this.words = grown;
  }
}

/** Whether the token at `at` comes after the given one. */
function isAfter(
  words: Int32Array,
  at: number,
  a: number,
  b: number,
  c: number,
  d: number,
): boolean {
  if (words[at] !== a) return words[at]! > a;
  if (words[at + 1] !== b) return words[at + 1]! > b;
  if (words[at + 2] !== c) return words[at + 2]! > c;
  return words[at + 3]! > d;
}
