// SPDX-License-Identifier: EUPL-1.2
/**
 * The positions of a field's common tokens, so that BLAKE2b is worked out once for each. In arrays
 * that can be overwritten: they tell what values say.
 */
import { TOKEN_WORDS, type TokenList } from '../../token-list.ts';

/** Tokens kept per field, each in the one place that its letters give: a power of two. */
const PLACES = 2048;
/** Tokens that set more positions are not kept. */
const POSITIONS_MAX = 64;

/** Works out the positions of token i of a list, one by one. */
export type EachPosition = (i: number, set: (position: number) => void) => void;

/** A mixing of no cryptographic worth: only time depends on it. */
function placeOf(words: Int32Array, at: number): number {
  let mixed = Math.imul(words[at]!, 0x9e3779b1) ^ Math.imul(words[at + 1]!, 0x85ebca6b);
  mixed ^= Math.imul(words[at + 2]!, 0xc2b2ae35) ^ Math.imul(words[at + 3]!, 0x27d4eb2f);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) & (PLACES - 1);
}

export class KeptPositions {
  readonly #tokens = new Int32Array(TOKEN_WORDS * PLACES);
  readonly #counts = new Uint8Array(PLACES);
  readonly #positions = new Uint16Array(POSITIONS_MAX * PLACES);
  /** What `set` is told of a token that is worked out, until it is known to fit. */
  readonly #found: number[] = [];

  /** Calls `set` with every position of token i, from what is kept or else by `each`. */
  forEach(tokens: TokenList, i: number, each: EachPosition, set: (position: number) => void): void {
    if (tokens.shortLength(i) === undefined) {
      each(i, set);
      return;
    }
    const { words } = tokens;
    const at = TOKEN_WORDS * i;
    const place = placeOf(words, at);
    if (!this.#isAt(place, words, at)) this.#workOut(i, each, place, words, at);
    const from = POSITIONS_MAX * place;
    if (this.#counts[place] === 0) for (const position of this.#found) set(position);
    for (let k = from; k < from + this.#counts[place]!; k++) set(this.#positions[k]!);
  }

  wipe(): void {
    this.#tokens.fill(0);
    this.#counts.fill(0);
    this.#positions.fill(0);
    this.#found.fill(0);
  }

  #isAt(place: number, words: Int32Array, at: number): boolean {
    if (this.#counts[place] === 0) return false;
    const kept = TOKEN_WORDS * place;
    for (let k = 0; k < TOKEN_WORDS; k++) {
      if (this.#tokens[kept + k] !== words[at + k]) return false;
    }
    return true;
  }

  #workOut(i: number, each: EachPosition, place: number, words: Int32Array, at: number): void {
    const found = this.#found;
    found.length = 0;
    each(i, (position) => found.push(position));
    this.#counts[place] = found.length <= POSITIONS_MAX ? found.length : 0;
    for (let k = 0; k < TOKEN_WORDS; k++) this.#tokens[TOKEN_WORDS * place + k] = words[at + k]!;
    for (let k = 0; k < this.#counts[place]; k++) {
      this.#positions[POSITIONS_MAX * place + k] = found[k]!;
    }
  }
}
