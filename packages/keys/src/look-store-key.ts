// SPDX-License-Identifier: EUPL-1.2
/** The key of what an owner keeps in order to answer looks. It is nobody else's, as tokens are. */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { frame, KEY_BYTES, requireLength, requireSecret, textBytes, utf8 } from './bytes.ts';

/**
 * The key under which an owner keeps the field filters of one run of a register until it is asked.
 * @param tokenKey 32 bytes, the owner's alone
 * @param specHash 32 bytes
 * @param salt 32 bytes, new for every file, so that no two are written under one key
 * @returns 32 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK, KEY_TEXT
 */
export function lookStoreKey(
  tokenKey: Uint8Array,
  register: string,
  specHash: Uint8Array,
  salt: Uint8Array,
): Uint8Array {
  requireSecret(tokenKey, 'tokenKey');
  requireLength(specHash, KEY_BYTES, 'specHash');
  requireLength(salt, KEY_BYTES, 'salt');
  const label = utf8('koppel/v1/token/look-store');
  return hmac(sha256, tokenKey, frame(label, textBytes(register, 'register'), specHash, salt));
}
