// SPDX-License-Identifier: EUPL-1.2
/**
 * Pseudonyms of one study. Only the linkage unit holds the master secret; without it, pseudonyms of
 * two studies cannot be told to be of one person, and none leads back to a token.
 */
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import {
  frame,
  KEY_BYTES,
  requireLength,
  requireSecret,
  TAG_BYTES,
  textBytes,
  utf8,
} from './bytes.ts';

export { deriveLookSeed, lookRandomOf } from './look-seed.ts';

/**
 * The pseudonym key of one study: HKDF-SHA256 of the master secret, the study as context.
 * @param masterSecret 32 bytes
 * @returns 32 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK, KEY_TEXT
 */
export function derivePseudonymKey(masterSecret: Uint8Array, study: string): Uint8Array {
  requireSecret(masterSecret, 'masterSecret');
  const salt = utf8('koppel/v1/pseudonym/master');
  const info = frame(utf8('koppel/v1/pseudonym/key'), textBytes(study, 'study'));
  return hkdf(sha256, masterSecret, salt, info, KEY_BYTES);
}

/**
 * The key under which the linkage unit names pairs for whoever reviews them: HKDF-SHA256 of the master
 * secret, this version of the study as context. Names made under it lead nobody else to a record.
 * @param masterSecret 32 bytes
 * @param specHash 32 bytes
 * @returns 32 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK, KEY_TEXT
 */
export function deriveReviewKey(
  masterSecret: Uint8Array,
  study: string,
  specHash: Uint8Array,
): Uint8Array {
  requireSecret(masterSecret, 'masterSecret');
  requireLength(specHash, KEY_BYTES, 'specHash');
  const salt = utf8('koppel/v1/review/master');
  const info = frame(utf8('koppel/v1/review/key'), textBytes(study, 'study'), specHash);
  return hkdf(sha256, masterSecret, salt, info, KEY_BYTES);
}

/**
 * The pseudonym of a cluster: HMAC-SHA256 over the token that stands for it, cut to 16 bytes.
 * @param pseudonymKey 32 bytes
 * @param canonicalToken 16 bytes: the same record's for as long as the cluster lives
 * @returns 16 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function pseudonymOf(pseudonymKey: Uint8Array, canonicalToken: Uint8Array): Uint8Array {
  requireSecret(pseudonymKey, 'pseudonymKey');
  requireLength(canonicalToken, TAG_BYTES, 'canonicalToken');
  const message = frame(utf8('koppel/v1/pseudonym/cluster'), canonicalToken);
  return hmac(sha256, pseudonymKey, message).slice(0, TAG_BYTES);
}
