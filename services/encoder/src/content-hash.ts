// SPDX-License-Identifier: EUPL-1.2
/** What makes two runs the same run: the same content, in the same place among the runs. */
import { createHash } from 'node:crypto';

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
  const place = Buffer.alloc(4);
  place.writeUInt32BE(ordinal);
  return new Uint8Array(createHash('sha256').update(content).update(place).update(base).digest());
}
