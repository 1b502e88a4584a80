// SPDX-License-Identifier: EUPL-1.2
/**
 * Choices that the key makes, the same for all records: which bit goes where. They come from a stream
 * of the scheme's own, so all owners of a study choose alike and nobody else can tell how.
 */
import { drawPermutation, wordBelow, type WordStream } from '@koppel/keys';
import type { TokenStreams } from '../../prf.ts';
import { TokenList } from '../../token-list.ts';

/** Words asked for at a time. */
const CHUNK = 1024;

export class KeyedNumbers implements WordStream {
  readonly #own: TokenStreams;
  readonly #use: string;
  readonly #words = new Uint16Array(CHUNK);
  readonly #label = new TokenList();
  #chunks = 0;
  #next = CHUNK;

  /** @param use what the numbers are for: each use has numbers of its own */
  constructor(own: TokenStreams, use: string) {
    this.#own = own;
    this.#use = use;
  }

  /** The next 16 bits, as a number. */
  word(): number {
    if (this.#next === CHUNK) this.#refill();
    return this.#words[this.#next++]!;
  }

  /** The next number of 0 … n − 1, all as likely; n at most 65,536. */
  below(n: number): number {
    return wordBelow(this, n);
  }

  /** 0 … n − 1 in an order of which all are as likely. */
  permutation(n: number): Uint16Array {
    return drawPermutation(this, new Uint16Array(n));
  }

  /** So many bytes, for a key. */
  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count; at += 2) {
      const word = this.word();
      bytes[at] = word >>> 8;
      bytes[at + 1] = word & 0xff;
    }
    return bytes;
  }

  wipe(): void {
    this.#words.fill(0);
  }

  #refill(): void {
    this.#label.fill([`${this.#use}/${this.#chunks}`]);
    const from = this.#own.find(this.#label, 0, CHUNK);
    this.#words.set(this.#own.words.subarray(from, from + CHUNK));
    this.#chunks += 1;
    this.#next = 0;
  }
}
