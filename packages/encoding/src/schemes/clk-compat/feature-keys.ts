// SPDX-License-Identifier: EUPL-1.2
/**
 * From clkhash's secret to a key per feature, and from there to positions. Its secret is a text that
 * people choose; here it is derived from the encoding key, so that nobody chooses it.
 */
import { blake2b } from '@noble/hashes/blake2.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';

/** Positions from one digest: 64 bytes, two to a position. */
const DIGEST_POSITIONS = 32;
const SALT_BYTES = 16;
/** clkhash derives two keys for each feature; BLAKE2b takes the first. */
const KEYS_PER_FEATURE = 2;

export interface FeatureKeyRules {
  readonly hash: 'SHA256' | 'SHA512';
  readonly salt: Uint8Array;
  readonly info: Uint8Array;
  /** Bytes, 16–64. */
  readonly keyBytes: number;
  /** Which feature of the clkhash schema each field is, from 0. */
  readonly features: readonly number[];
}

/** Bytes that HKDF must give for the features up to the last one that is used. */
export function derivedBytes({ keyBytes, features }: FeatureKeyRules): number {
  return KEYS_PER_FEATURE * keyBytes * (Math.max(...features) + 1);
}

/**
 * HKDF (RFC 5869) of the secret, cut into keys; feature i has those numbered 2·i and 2·i + 1. What
 * comes out does not depend on how many features follow.
 */
export function deriveFeatureKeys(secret: Uint8Array, rules: FeatureKeyRules): Uint8Array[] {
  const { hash, salt, info, keyBytes, features } = rules;
  const length = derivedBytes(rules);
  const joined = hkdf(hash === 'SHA256' ? sha256 : sha512, secret, salt, info, length);
  const keys = features.map((feature) => {
    const from = KEYS_PER_FEATURE * keyBytes * feature;
    return joined.slice(from, from + keyBytes);
  });
  joined.fill(0);
  return keys;
}

/**
 * Calls `set` with `count` positions of a token in a filter of `bits` bits, a power of two up to
 * 65,536: the little-endian pairs of bytes of BLAKE2b(token) under the feature's key, with the number
 * of the digest, as text, for salt.
 */
export function eachPosition(
  featureKey: Uint8Array,
  token: Uint8Array,
  count: number,
  bits: number,
  set: (position: number) => void,
): void {
  for (let from = 0; from < count; from += DIGEST_POSITIONS) {
    const salt = new Uint8Array(SALT_BYTES);
    new TextEncoder().encodeInto(String(from / DIGEST_POSITIONS), salt);
    const digest = blake2b(token, { key: featureKey, salt });
    for (let i = 0; i < Math.min(DIGEST_POSITIONS, count - from); i++) {
      set((digest[2 * i]! | (digest[2 * i + 1]! << 8)) & (bits - 1));
    }
  }
}
