// SPDX-License-Identifier: EUPL-1.2
/** One byte form for one meaning, so that every party computes the same specification hash. */
import { sha256 } from '@noble/hashes/sha2.js';

/**
 * JSON with sorted member names and no white space (as RFC 8785, for plain data whose numbers are
 * finite). Members that are `undefined` are left out. Throws TypeError on anything JSON cannot hold.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('a number is not finite');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError('a value is not plain data');
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** SHA-256 (32 bytes) of the UTF-8 canonical form. */
export function sha256Canonical(value: unknown): Uint8Array {
  return sha256(new TextEncoder().encode(canonicalJson(value)));
}
