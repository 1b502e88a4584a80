// SPDX-License-Identifier: EUPL-1.2
/**
 * The keyed step: each token becomes a stream of random-looking words that only the holders of the
 * group's key can compute. All secrecy of an encoding rests on it; it trusts HMAC-SHA256 and no more.
 */
import { HmacBlock, type KeyStates } from '@koppel/keys';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { TOKEN_WORDS, type TokenList } from './token-list.ts';

/** Words of 16 bits in one digest. */
export const BLOCK_WORDS = 16;
/** Block number and type. */
const HEADER_BYTES = 3;

/**
 * Word j of a token's stream is the (j mod 16)th big-endian pair of bytes of
 * HMAC-SHA256(groupKey, block ‖ typeTag ‖ token), where block = ⌊j / 16⌋ in two bytes, big-endian,
 * the tag is one byte and the token is UTF-8.
 *
 * Every word is computed on its own. The usual shortcut, `h1 + i·h2` of two hashes, leaves only
 * l² patterns in a filter of l bits and is the handle of the attack by Kroll & Steinmetzer (2015).
 * One digest serves 16 words, and words are kept by token, so the shortcut would gain nothing.
 */
export class TokenMac {
  readonly #short: HmacBlock;
  readonly #long: ReturnType<typeof hmac.create>;
  readonly #digest = new DataView(new ArrayBuffer(2 * BLOCK_WORDS));

  /** @param groupKey 32 bytes; the caller may wipe it afterwards */
  constructor(groupKey: Uint8Array) {
    this.#short = new HmacBlock(groupKey);
    this.#long = hmac.create(sha256, groupKey);
  }

  /** The key as its states, for another that works out the same. The caller wipes them. */
  states(): KeyStates {
    return this.#short.states();
  }

  /** Writes the 16 words of one block of a token's stream. */
  write(
    tokens: TokenList,
    i: number,
    typeTag: number,
    block: number,
    words: Uint16Array,
    at: number,
  ): void {
    const length = tokens.shortLength(i);
    if (length === undefined) this.#ofLong(tokens.longBytes(i), typeTag, block);
    else this.#ofShort(tokens.words, TOKEN_WORDS * i, length, typeTag, block);
    for (let j = 0; j < BLOCK_WORDS; j++) words[at + j] = this.#digest.getUint16(2 * j);
  }

  dispose(): void {
    this.#short.dispose();
    this.#long.destroy();
    for (let at = 0; at < this.#digest.byteLength; at++) this.#digest.setUint8(at, 0);
  }

  /** The token's bytes move up by three, to make place for the header. */
  #ofShort(words: Int32Array, at: number, length: number, typeTag: number, block: number): void {
    const a = words[at]!;
    const b = words[at + 1]!;
    const c = words[at + 2]!;
    const d = words[at + 3]! & ~0xff;
    const { message, digest } = this.#short;
    message.setInt32(0, (block << 16) | (typeTag << 8) | (a >>> 24));
    message.setInt32(4, (a << 8) | (b >>> 24));
    message.setInt32(8, (b << 8) | (c >>> 24));
    message.setInt32(12, (c << 8) | (d >>> 24));
    message.setInt32(16, d << 8);
    this.#short.pad(HEADER_BYTES + length);
    this.#short.compute();
    for (let word = 0; word < digest.length; word++) this.#digest.setInt32(4 * word, digest[word]!);
  }

  #ofLong(token: Uint8Array, typeTag: number, block: number): void {
    const header = Uint8Array.of(block >> 8, block & 0xff, typeTag);
    const digest = new Uint8Array(this.#digest.buffer);
    this.#long.clone().update(header).update(token).digestInto(digest);
  }
}
