// SPDX-License-Identifier: EUPL-1.2
/**
 * The keys of the second round (docs/second-round.md), for the two owners of a pair and nobody else:
 * whoever can derive a pair's permutations can undo them. So this is a subpath of its own, and the
 * program of the party that links cannot name it. From the encoding key: a key for all rounds, from
 * which each pair has one that is used for nothing else; and a key for the filters that are shown.
 */
import { expand } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { KoppelError } from '@koppel/errors';
import { concat, KEY_BYTES, requireLength, requireSecret, utf8, wipe } from './bytes.ts';
import { HmacBlock } from './hmac-block.ts';

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
    if (!Number.isInteger(number) || number < 0 || number >= NUMBERS) {
      throw new KoppelError('KEY_LENGTH', { field: 'number' });
    }
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
