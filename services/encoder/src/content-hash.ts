// SPDX-License-Identifier: EUPL-1.2
/** What makes two runs the same run: the same content, in the same place among the runs. */
import { createHash } from 'node:crypto';
import { sha256 } from '@noble/hashes/sha2.js';

/**
 * Takes the entries of a register by ascending token and gives SHA-256 (32 bytes) over the
 * specification hash and all of them: the same rows in any order give the same hash.
 */
export class ContentHash {
  readonly #hash = createHash('sha256');

  /** @param specHash 32 bytes */
  constructor(specHash: Uint8Array) {
    this.#hash.update(specHash);
  }

  /** Adds the next entries, each of a token and a digest, see record-digest.ts. */
  add(entries: Uint8Array): void {
    this.#hash.update(entries);
  }

  /** The hash, once. */
  finish(): Uint8Array {
    return new Uint8Array(this.#hash.digest());
  }
}

/**
 * SHA-256 (32 bytes) over the hash of the content, the ordinal of the run and the identity of the
 * run that it changes (16 bytes, zero for none). It leaves the owner only under the token key, as the
 * identity of that run.
 */
export function runContent(content: Uint8Array, ordinal: number, base: Uint8Array): Uint8Array {
  const place = new DataView(new ArrayBuffer(4));
  place.setUint32(0, ordinal);
  const parts = sha256.create().update(content).update(new Uint8Array(place.buffer));
  return parts.update(base).digest();
}
