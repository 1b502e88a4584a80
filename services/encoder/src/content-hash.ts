// SPDX-License-Identifier: EUPL-1.2
/** What makes two runs the same run: the same content, in the same place among the runs. */
import { sha256 } from '@noble/hashes/sha2.js';
import type { PreparedRegister } from './prepared.ts';

function bytesOf(column: Uint32Array | Float64Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

/**
 * SHA-256 (32 bytes) over the specification hash and all columns of a register sorted by token, each
 * preceded by its length: the same rows in any order give the same hash.
 */
export function contentHash(specHash: Uint8Array, rows: PreparedRegister): Uint8Array {
  const hash = sha256.create().update(specHash);
  const columns = [
    rows.tokens,
    rows.filters,
    bytesOf(rows.presence),
    rows.payloadPresent,
    bytesOf(rows.payloadValues),
  ];
  for (const column of columns) {
    const length = new DataView(new ArrayBuffer(8));
    length.setBigUint64(0, BigInt(column.length));
    hash.update(new Uint8Array(length.buffer)).update(column);
  }
  return hash.digest();
}

/**
 * SHA-256 (32 bytes) over the hash of the content and the ordinal of the run. It leaves the owner
 * only under the token key, as the identity of that run.
 */
export function runContent(content: Uint8Array, ordinal: number): Uint8Array {
  const place = new DataView(new ArrayBuffer(4));
  place.setUint32(0, ordinal);
  return sha256.create().update(content).update(new Uint8Array(place.buffer)).digest();
}
