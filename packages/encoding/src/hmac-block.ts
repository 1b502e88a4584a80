// SPDX-License-Identifier: EUPL-1.2
/**
 * HMAC-SHA256 (RFC 2104, FIPS 180-4) of messages so short that they fill one block: the key's two
 * blocks are worked out once, so that a message costs two rounds of compression, and no objects are
 * made. The compression is that of @noble/hashes. Trusts that library for nothing else.
 */
import { _SHA256 } from '@noble/hashes/sha2.js';

const BLOCK_BYTES = 64;
const DIGEST_WORDS = 8;
const LENGTH_AT = 60;

/** The compression function by itself, and the eight words of its state. */
class Compression extends _SHA256 {
  begin(state: Int32Array): void {
    const [a, b, c, d, e, f, g, h] = state;
    this.set(a!, b!, c!, d!, e!, f!, g!, h!);
  }

  compress(block: DataView): void {
    this.process(block, 0);
  }

  read(state: Int32Array): void {
    state[0] = this.A;
    state[1] = this.B;
    state[2] = this.C;
    state[3] = this.D;
    state[4] = this.E;
    state[5] = this.F;
    state[6] = this.G;
    state[7] = this.H;
  }

  /** Overwrites the state, and what the library keeps of the last block. */
  wipe(): void {
    this.roundClean();
    this.destroy();
  }
}

/** The states behind the key's inner and its outer block: as secret as the key. */
export interface KeyStates {
  readonly inner: Int32Array;
  readonly outer: Int32Array;
}

export class HmacBlock {
  /** The message, and behind it what SHA-256 pads it with: `pad` writes that. */
  readonly message: DataView = new DataView(new ArrayBuffer(BLOCK_BYTES));
  /** What `digest` worked out: eight numbers of 32 bits, the first byte highest. */
  readonly digest: Int32Array = new Int32Array(DIGEST_WORDS);
  readonly #inner: Int32Array = new Int32Array(DIGEST_WORDS);
  readonly #outer: Int32Array = new Int32Array(DIGEST_WORDS);
  readonly #second: DataView = new DataView(new ArrayBuffer(BLOCK_BYTES));
  readonly #sha256: Compression = new Compression();

  /** @param key at most 64 bytes; the caller may wipe it afterwards */
  constructor(key: Uint8Array) {
    const start = new Int32Array(DIGEST_WORDS);
    this.#sha256.read(start);
    const keyed = (state: Int32Array, padding: number): void => {
      for (let i = 0; i < BLOCK_BYTES; i++) this.message.setUint8(i, (key[i] ?? 0) ^ padding);
      this.#sha256.begin(start);
      this.#sha256.compress(this.message);
      this.#sha256.read(state);
    };
    keyed(this.#inner, 0x36);
    keyed(this.#outer, 0x5c);
    this.#clear();
    // The second message is always a digest behind the key's block.
    this.#second.setUint8(4 * DIGEST_WORDS, 0x80);
    this.#second.setUint32(LENGTH_AT, 8 * (BLOCK_BYTES + 4 * DIGEST_WORDS));
  }

  /** Ends a message of `length` bytes, at most 55. What lies behind it must be zero. */
  pad(length: number): void {
    this.message.setUint8(length, 0x80);
    this.message.setUint32(LENGTH_AT, 8 * (BLOCK_BYTES + length));
  }

  /** Works out `digest` of the padded message. */
  compute(): void {
    this.#sha256.begin(this.#inner);
    this.#sha256.compress(this.message);
    this.#sha256.read(this.digest);
    for (let i = 0; i < DIGEST_WORDS; i++) this.#second.setInt32(4 * i, this.digest[i]!);
    this.#sha256.begin(this.#outer);
    this.#sha256.compress(this.#second);
    this.#sha256.read(this.digest);
  }

  /** Copies of the key's states. */
  states(): KeyStates {
    return { inner: this.#inner.slice(), outer: this.#outer.slice() };
  }

  /** Overwrites key, message and digest. */
  dispose(): void {
    this.#clear();
    for (let at = 0; at < BLOCK_BYTES; at += 4) this.#second.setUint32(at, 0);
    for (const state of [this.#inner, this.#outer, this.digest]) state.fill(0);
    this.#sha256.wipe();
  }

  #clear(): void {
    for (let at = 0; at < BLOCK_BYTES; at += 4) this.message.setUint32(at, 0);
  }
}
