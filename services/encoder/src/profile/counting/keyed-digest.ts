// SPDX-License-Identifier: EUPL-1.2
/**
 * HalfSipHash-2-4 with 64 bits of output (Aumasson & Bernstein, "SipHash: a fast short-input PRF",
 * 2012; reference code at github.com/veorq/SipHash). Values of a register are counted by it, under a
 * key drawn for one run: counters hold no values, and nobody can craft rows that count as one. It
 * only counts, in the memory of one process: nothing that it computes is written or sent.
 */
import { getRandomValues } from 'node:crypto';

/** Rounds after each word, and at the end. */
const COMPRESSION = 2;
const FINALISATION = 4;

/** Digests land in `high` and `low` (signed 32 bits), so that counting makes no garbage. */
export class KeyedDigest {
  high = 0;
  low = 0;
  readonly #key: readonly [number, number];
  #v0 = 0;
  #v1 = 0;
  #v2 = 0;
  #v3 = 0;

  /** @param key 8 bytes; drawn at random when left out */
  constructor(key: Uint8Array = getRandomValues(new Uint8Array(8))) {
    const view = new DataView(key.buffer, key.byteOffset, 8);
    this.#key = [view.getInt32(0, true), view.getInt32(4, true)];
  }

  /** Of a text as UTF-16, little endian. */
  ofText(text: string): void {
    this.#start();
    const whole = text.length & ~1;
    for (let at = 0; at < whole; at += 2) {
      this.#word(text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16));
    }
    const bytes = (text.length * 2) << 24;
    this.#finish(whole === text.length ? bytes : bytes | text.charCodeAt(whole));
  }

  /** Of the first `count` words, little endian. */
  ofWords(words: Uint32Array, count: number): void {
    this.#start();
    for (let at = 0; at < count; at++) this.#word(words[at]! | 0);
    this.#finish((count * 4) << 24);
  }

  #start(): void {
    const [k0, k1] = this.#key;
    this.#v0 = k0;
    this.#v1 = k1 ^ 0xee;
    this.#v2 = 0x6c796765 ^ k0;
    this.#v3 = 0x74656462 ^ k1;
  }

  #word(word: number): void {
    this.#v3 ^= word;
    this.#rounds(COMPRESSION);
    this.#v0 ^= word;
  }

  #finish(last: number): void {
    this.#word(last);
    this.#v2 ^= 0xee;
    this.#rounds(FINALISATION);
    this.low = this.#v1 ^ this.#v3;
    this.#v1 ^= 0xdd;
    this.#rounds(FINALISATION);
    this.high = this.#v1 ^ this.#v3;
  }

  #rounds(count: number): void {
    let [v0, v1, v2, v3] = [this.#v0, this.#v1, this.#v2, this.#v3];
    for (let round = 0; round < count; round++) {
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
    }
    this.#v0 = v0;
    this.#v1 = v1;
    this.#v2 = v2;
    this.#v3 = v3;
  }
}
