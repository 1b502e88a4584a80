// SPDX-License-Identifier: EUPL-1.2
/**
 * Noise that the key and a filter's content decide. The same content always gets the same noise: so
 * that the bytes can be made again, and so that who sees a record many times cannot average it away.
 * What that means for BLIP is in docs/schemes.md.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { HmacBlock } from '@koppel/keys';
import type { TokenStreams } from '../../prf.ts';
import { KeyedNumbers } from '../hardened/keyed-numbers.ts';

const KEY_BYTES = 32;
const DIGEST_WORDS = 8;
/** Binary digits of a share: it is rounded to 1/256. */
const SHARE_DIGITS = 8;

export class Noise {
  readonly #seeds: ReturnType<typeof hmac.create>;
  readonly #blocks: HmacBlock;
  readonly #seed = new Uint8Array(4 * DIGEST_WORDS);
  #block = 0;
  #next = DIGEST_WORDS;

  constructor(own: TokenStreams) {
    const numbers = new KeyedNumbers(own, 'noise');
    const seedKey = numbers.bytes(KEY_BYTES);
    const blockKey = numbers.bytes(KEY_BYTES);
    this.#seeds = hmac.create(sha256, seedKey);
    this.#blocks = new HmacBlock(blockKey);
    seedKey.fill(0);
    blockKey.fill(0);
    numbers.wipe();
  }

  /**
   * Begins the noise of one content: with seed = HMAC-SHA256(seedKey, content), word j is the
   * (j mod 8)th big-endian group of four bytes of HMAC-SHA256(blockKey, seed ‖ ⌊j / 8⌋), the number in
   * four bytes, big-endian.
   */
  begin(content: Uint8Array): void {
    this.#seeds.clone().update(content).digestInto(this.#seed);
    this.#block = 0;
    this.#next = DIGEST_WORDS;
  }

  /** The next 32 bits, each a fair coin. */
  word(): number {
    if (this.#next === DIGEST_WORDS) this.#refill();
    return this.#blocks.digest[this.#next++]!;
  }

  /**
   * 32 bits, each set with a probability of threshold / 256: from its binary digits, lowest first, by
   * AND with a coin where the digit is 0 and OR where it is 1.
   * @param threshold 0–255
   */
  mask(threshold: number): number {
    let mask = 0;
    for (let digit = 0; digit < SHARE_DIGITS; digit++) {
      const coins = this.word();
      mask = ((threshold >>> digit) & 1) === 1 ? mask | coins : mask & coins;
    }
    return mask;
  }

  wipe(): void {
    this.#seed.fill(0);
    this.#seeds.destroy();
    this.#blocks.dispose();
  }

  #refill(): void {
    const { message } = this.#blocks;
    this.#seed.forEach((byte, at) => {
      message.setUint8(at, byte);
    });
    message.setUint32(4 * DIGEST_WORDS, this.#block);
    this.#blocks.pad(4 * DIGEST_WORDS + 4);
    this.#blocks.compute();
    this.#block += 1;
    this.#next = 0;
  }
}
