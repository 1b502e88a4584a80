// SPDX-License-Identifier: EUPL-1.2
/**
 * Chance that nobody but the linkage unit can repeat: which pairs are drawn, and which pair has which
 * number. An owner who could work it out could tell candidates from decoys. The stream of ChaCha20 (RFC
 * 8439) under a seed of 32 bytes, so that one seed gives one plan.
 */
import { chacha20 } from '@noble/ciphers/chacha.js';
import { KoppelError } from '@koppel/errors';

const SEED_BYTES = 32;
const CHUNK_BYTES = 4096;
const BLOCK_BYTES = 64;
const WORD_VALUES = 2 ** 32;
const zeros = new Uint8Array(CHUNK_BYTES);
const encoder = new TextEncoder();

export class SecretNumbers {
  readonly #seed: Uint8Array;
  readonly #nonce: Uint8Array;
  readonly #stream = new Uint8Array(CHUNK_BYTES);
  readonly #words = new DataView(this.#stream.buffer);
  #next = CHUNK_BYTES;
  #block = 0;

  /**
   * @param seed 32 bytes, secret
   * @param part which of the numbers under this seed: parts have nothing in common; 0 … 2³² − 1
   * @throws LINKAGE_COLUMNS for a seed of another length
   */
  constructor(seed: Uint8Array, part: number) {
    if (seed.length !== SEED_BYTES) throw new KoppelError('LINKAGE_COLUMNS', { field: 'seed' });
    this.#seed = seed;
    this.#nonce = encoder.encode(`koppel/p${'\0'.repeat(4)}`);
    new DataView(this.#nonce.buffer).setUint32(8, part);
  }

  /** The next number of 0 … n − 1, all as likely. @param n 1 … 2³² */
  below(n: number): number {
    const whole = WORD_VALUES - (WORD_VALUES % n);
    let word = this.#word();
    while (word >= whole) word = this.#word();
    return word % n;
  }

  /** Puts a column in an order of which all are as likely (Fisher & Yates, as Durstenfeld has it). */
  shuffle(column: Uint32Array): Uint32Array {
    for (let last = column.length - 1; last > 0; last--) {
      const chosen = this.below(last + 1);
      const kept = column[last]!;
      column[last] = column[chosen]!;
      column[chosen] = kept;
    }
    return column;
  }

  #word(): number {
    if (this.#next === CHUNK_BYTES) {
      chacha20(this.#seed, this.#nonce, zeros, this.#stream, this.#block);
      this.#block += CHUNK_BYTES / BLOCK_BYTES;
      this.#next = 0;
    }
    this.#next += 4;
    return this.#words.getUint32(this.#next - 4, true);
  }
}
