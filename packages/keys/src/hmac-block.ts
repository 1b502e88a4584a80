// SPDX-License-Identifier: EUPL-1.2
/**
 * HMAC-SHA256 (RFC 2104, FIPS 180-4) of messages so short that they fill one block, or two: the key's
 * two blocks, and what all messages begin with, are worked out once, so that a message costs two
 * rounds of compression or three, and no objects are made. The compression is that of @noble/hashes.
 * Trusts that library for nothing else.
 */
import { _SHA256 } from '@noble/hashes/sha2.js';

const BLOCK_BYTES = 64;
const DIGEST_WORDS = 8;
/** Behind a message: one byte, and eight for its length. */
const PADDING_BYTES = 9;
const LENGTH_BYTES = 4;

/** The compression function by itself, and the eight words of its state. */
class Compression extends _SHA256 {
  begin(state: Int32Array): void {
    const [a, b, c, d, e, f, g, h] = state;
    this.set(a!, b!, c!, d!, e!, f!, g!, h!);
  }

  compress(blocks: DataView, at: number): void {
    this.process(blocks, at);
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
  readonly message: DataView = new DataView(new ArrayBuffer(2 * BLOCK_BYTES));
  /** The same memory. */
  readonly bytes: Uint8Array = new Uint8Array(this.message.buffer);
  /** Where in it a message goes on behind what all of them begin with, 0–63. */
  readonly start: number;
  /** What `digest` worked out: eight numbers of 32 bits, the first byte highest. */
  readonly digest: Int32Array = new Int32Array(DIGEST_WORDS);
  readonly #inner: Int32Array = new Int32Array(DIGEST_WORDS);
  readonly #outer: Int32Array = new Int32Array(DIGEST_WORDS);
  readonly #second: DataView = new DataView(new ArrayBuffer(BLOCK_BYTES));
  readonly #sha256: Compression = new Compression();
  /** Bytes that were worked out before the first of `message`. */
  readonly #before: number;
  #blocks = 1;

  /**
   * @param key at most 64 bytes; the caller may wipe it afterwards
   * @param prefix what every message begins with
   */
  constructor(key: Uint8Array, prefix: Uint8Array = new Uint8Array(0)) {
    const start = new Int32Array(DIGEST_WORDS);
    this.#sha256.read(start);
    const keyed = (state: Int32Array, padding: number): void => {
      for (let i = 0; i < BLOCK_BYTES; i++) this.message.setUint8(i, (key[i] ?? 0) ^ padding);
      this.#sha256.begin(start);
      this.#sha256.compress(this.message, 0);
      this.#sha256.read(state);
    };
    keyed(this.#inner, 0x36);
    keyed(this.#outer, 0x5c);
    this.start = prefix.length % BLOCK_BYTES;
    this.#before = BLOCK_BYTES + prefix.length - this.start;
    for (let at = 0; at + BLOCK_BYTES <= prefix.length; at += BLOCK_BYTES) {
      this.bytes.set(prefix.subarray(at, at + BLOCK_BYTES));
      this.#sha256.begin(this.#inner);
      this.#sha256.compress(this.message, 0);
      this.#sha256.read(this.#inner);
    }
    this.bytes.fill(0);
    this.bytes.set(prefix.subarray(prefix.length - this.start));
    // The second message is always a digest behind the key's block.
    this.#second.setUint8(4 * DIGEST_WORDS, 0x80);
    this.#second.setUint32(BLOCK_BYTES - LENGTH_BYTES, 8 * (BLOCK_BYTES + 4 * DIGEST_WORDS));
  }

  /** How long a message can be, with what all begin with from `start` back. */
  static readonly lengthMax: number = 2 * BLOCK_BYTES - PADDING_BYTES;

  /** Ends a message at byte `length`, at most `lengthMax`. What lies behind it must be zero. */
  pad(length: number): void {
    this.#blocks = length + PADDING_BYTES <= BLOCK_BYTES ? 1 : 2;
    this.message.setUint8(length, 0x80);
    this.message.setUint32(this.#blocks * BLOCK_BYTES - LENGTH_BYTES, 8 * (this.#before + length));
  }

  /** Works out `digest` of the padded message. */
  compute(): void {
    this.#sha256.begin(this.#inner);
    this.#sha256.compress(this.message, 0);
    if (this.#blocks === 2) this.#sha256.compress(this.message, BLOCK_BYTES);
    this.#sha256.read(this.digest);
    for (let i = 0; i < DIGEST_WORDS; i++) this.#second.setInt32(4 * i, this.digest[i]!);
    this.#sha256.begin(this.#outer);
    this.#sha256.compress(this.#second, 0);
    this.#sha256.read(this.digest);
  }

  /** Copies of the key's states. */
  states(): KeyStates {
    return { inner: this.#inner.slice(), outer: this.#outer.slice() };
  }

  /** Overwrites key, message and digest. */
  dispose(): void {
    this.bytes.fill(0);
    for (let at = 0; at < BLOCK_BYTES; at += 4) this.#second.setUint32(at, 0);
    for (const state of [this.#inner, this.#outer, this.digest]) state.fill(0);
    this.#sha256.wipe();
  }
}
