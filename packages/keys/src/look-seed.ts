// SPDX-License-Identifier: EUPL-1.2
/**
 * The linkage unit's chance in a round of looks. It follows from its master secret, so that a state
 * that was lost and made again from the log plans, and asks, the very same; owners cannot repeat it.
 */
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { frame, KEY_BYTES, requireLength, requireSecret, TAG_BYTES, utf8 } from './bytes.ts';

/**
 * The seed of the plan of one round: HKDF-SHA256 of the master secret, both runs as context.
 * @param masterSecret 32 bytes, of the linkage unit
 * @param runs 32 bytes: the identity of a round of these two runs without random bytes
 * @returns 32 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function deriveLookSeed(masterSecret: Uint8Array, runs: Uint8Array): Uint8Array {
  requireSecret(masterSecret, 'masterSecret');
  requireLength(runs, KEY_BYTES, 'runs');
  const salt = utf8('koppel/v1/look/master');
  return hkdf(sha256, masterSecret, salt, frame(utf8('koppel/v1/look/plan'), runs), KEY_BYTES);
}

/**
 * The random bytes of a round: HMAC-SHA256 under its seed over what is asked in it, cut to 16 bytes. A
 * plan that differs in anything is a round of another name, which no owner has answered yet.
 * @param seed 32 bytes
 * @param plan 32 bytes: SHA-256 of the plan
 * @returns 16 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function lookRandomOf(seed: Uint8Array, plan: Uint8Array): Uint8Array {
  requireSecret(seed, 'seed');
  requireLength(plan, KEY_BYTES, 'plan');
  return hmac(sha256, seed, frame(utf8('koppel/v1/look/random'), plan)).slice(0, TAG_BYTES);
}
