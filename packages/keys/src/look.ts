// SPDX-License-Identifier: EUPL-1.2
/**
 * The keys of the second round (docs/second-round.md), for the two owners of a pair and nobody else:
 * whoever can derive a pair's permutations can undo them. So this is a subpath of its own, and the
 * program of the party that links cannot name it. From the encoding key: a key for all rounds, from
 * which each pair has one that is used for nothing else; and a key for the filters that are shown.
 */
import { chacha20 } from '@noble/ciphers/chacha.js';
import { expand } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { KoppelError } from '@koppel/errors';
import { concat, KEY_BYTES, requireLength, requireSecret, utf8, wipe } from './bytes.ts';
import { HmacBlock } from './hmac-block.ts';
import { drawPermutation, type WordStream } from './permutation.ts';

export { openLookRequest } from './look-request.ts';

/**
 * The key of all pairs of a study: HKDF-Expand(encodingKey, "koppel/v1/look/rounds/" ‖ specHash).
 * @param encodingKey 32 bytes
 * @param specHash 32 bytes
 * @returns 32 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function deriveRoundsKey(encodingKey: Uint8Array, specHash: Uint8Array): Uint8Array {
  return derive(encodingKey, 'koppel/v1/look/rounds/', specHash);
}

/**
 * The key that takes the place of the encoding key for the field filters of the second round, so that
 * none of them is a filter of a first round:
 * HKDF-Expand(encodingKey, "koppel/v1/look/fields/" ‖ specHash).
 * @param encodingKey 32 bytes
 * @param specHash 32 bytes
 * @returns 32 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function deriveFieldsKey(encodingKey: Uint8Array, specHash: Uint8Array): Uint8Array {
  return derive(encodingKey, 'koppel/v1/look/fields/', specHash);
}

function derive(encodingKey: Uint8Array, label: string, specHash: Uint8Array): Uint8Array {
  requireSecret(encodingKey, 'encodingKey');
  requireLength(specHash, KEY_BYTES, 'specHash');
  return expand(sha256, encodingKey, concat(utf8(label), specHash), KEY_BYTES);
}

/** Twelve bytes. Every pair key is used for one stream, so it need not be unique. */
export const lookNonce: Uint8Array = utf8('koppel/look1');
/** What is asked of a stream beyond the words that are needed at least, for those that are refused. */
const SPARE_BYTES = 256;
const GROUPS_MAX = 64;
const BITS_MAX = 4096;
const NUMBERS = 2 ** 32;

/** The keys of the pairs of one round: that of number i is HMAC-SHA256(roundsKey, round ‖ u32 i). */
export class PairKeys {
  readonly #mac: HmacBlock;
  readonly #pairKey: Uint8Array = new Uint8Array(KEY_BYTES);
  /** Without its key what follows would be anybody's. */
  #isSpent = false;

  /**
   * @param roundsKey 32 bytes; the caller may wipe it afterwards
   * @param round 32 bytes, as `roundIdentity` gives them
   * @throws KoppelError KEY_LENGTH, KEY_WEAK
   */
  constructor(roundsKey: Uint8Array, round: Uint8Array) {
    requireSecret(roundsKey, 'roundsKey');
    requireLength(round, KEY_BYTES, 'round');
    this.#mac = new HmacBlock(roundsKey, round);
    this.#mac.pad(this.#mac.start + 4);
  }

  /**
   * 32 bytes, valid until the next call.
   * @param number of the pair in its round, 0 … 2³² − 1
   * @throws KoppelError KEY_LENGTH for another number, and for every number once disposed of
   */
  of(number: number): Uint8Array {
    if (this.#isSpent) throw new KoppelError('KEY_LENGTH', { field: 'roundsKey' });
    requireWhole(number, 0, NUMBERS - 1, 'number');
    const { message, start, digest } = this.#mac;
    message.setUint32(start, number);
    this.#mac.compute();
    for (let byte = 0; byte < KEY_BYTES; byte++) {
      this.#pairKey[byte] = digest[byte >>> 2]! >>> (24 - 8 * (byte & 3));
    }
    return this.#pairKey;
  }

  /** Overwrites the keys; `of` refuses from here on. */
  dispose(): void {
    this.#isSpent = true;
    this.#mac.dispose();
    wipe(this.#pairKey);
  }
}

/** The ChaCha20 stream (RFC 8439) under one pair's key, as words of 16 bits, the low byte first. */
class PairStream implements WordStream {
  #pairKey: Uint8Array = new Uint8Array(KEY_BYTES);
  readonly #stream: Uint8Array;
  readonly #zeros: Uint8Array;
  #next = 0;
  #block = 0;

  /** @param bytes how many are worked out at a time, whole blocks of 64 */
  constructor(bytes: number) {
    this.#stream = new Uint8Array(bytes);
    this.#zeros = new Uint8Array(bytes);
  }

  begin(pairKey: Uint8Array): void {
    this.#pairKey = pairKey;
    this.#block = 0;
    this.#refill();
  }

  word(): number {
    if (this.#next === this.#stream.length) this.#refill();
    const at = this.#next;
    this.#next = at + 2;
    return this.#stream[at]! | (this.#stream[at + 1]! << 8);
  }

  wipe(): void {
    wipe(this.#stream);
  }

  #refill(): void {
    chacha20(this.#pairKey, lookNonce, this.#zeros, this.#stream, this.#block);
    this.#block += this.#stream.length / 64;
    this.#next = 0;
  }
}

export interface PermutationShape {
  /** Groups of fields that share a key, 1–64. */
  readonly groups: number;
  /** Bits of the filter of a field, 2–4,096. */
  readonly bits: number;
}

/**
 * The permutations of the pairs of one round: the stream of a pair's key gives one for each group, the
 * first group first. Every order of bits is as likely as any other. This says what is right; who
 * answers many looks has a faster twin of it (`LookAnswers` of the encoding).
 */
export class PairPermutations {
  readonly #keys: PairKeys;
  readonly #stream: PairStream;
  readonly #orders: readonly Uint16Array[];

  /**
   * @param roundsKey 32 bytes; the caller may wipe it afterwards
   * @param round 32 bytes, as `roundIdentity` gives them
   * @throws KoppelError KEY_LENGTH, KEY_WEAK; KEY_LENGTH for a shape that cannot be
   */
  constructor(roundsKey: Uint8Array, round: Uint8Array, { groups, bits }: PermutationShape) {
    requireWhole(groups, 1, GROUPS_MAX, 'groups');
    requireWhole(bits, 2, BITS_MAX, 'bits');
    this.#keys = new PairKeys(roundsKey, round);
    const bytes = 2 * groups * (bits - 1) + SPARE_BYTES;
    this.#stream = new PairStream(64 * Math.ceil(bytes / 64));
    this.#orders = Array.from({ length: groups }, () => new Uint16Array(bits));
  }

  /**
   * Where each bit goes, by group: `orders[g][bit]`. Valid until the next call.
   * @param number of the pair in its round, 0 … 2³² − 1
   * @throws KoppelError KEY_LENGTH for another number, and for every number once disposed of
   */
  of(number: number): readonly Uint16Array[] {
    this.#stream.begin(this.#keys.of(number));
    for (const order of this.#orders) drawPermutation(this.#stream, order);
    return this.#orders;
  }

  /** Overwrites the key, the stream and the permutations; `of` refuses from here on. */
  dispose(): void {
    this.#keys.dispose();
    this.#stream.wipe();
    for (const order of this.#orders) order.fill(0);
  }
}

function requireWhole(value: number, least: number, most: number, field: string): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new KoppelError('KEY_LENGTH', { field });
  }
}
