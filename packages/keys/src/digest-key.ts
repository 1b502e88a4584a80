// SPDX-License-Identifier: EUPL-1.2
/** The key of an owner's own memory of what it delivered. Like tokens, it is nobody else's. */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { frame, KEY_BYTES, requireLength, requireSecret, textBytes, utf8 } from './bytes.ts';

/**
 * The key under which an owner remembers what it delivered of a register: digests of records under
 * it tell nothing to who finds them. One per version of a study and register.
 * @param tokenKey 32 bytes, the owner's alone
 * @param specHash 32 bytes
 * @returns 32 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK, KEY_TEXT
 */
export function recordDigestKey(
  tokenKey: Uint8Array,
  study: string,
  register: string,
  specHash: Uint8Array,
): Uint8Array {
  requireSecret(tokenKey, 'tokenKey');
  requireLength(specHash, KEY_BYTES, 'specHash');
  const message = frame(
    utf8('koppel/v1/token/digest'),
    textBytes(study, 'study'),
    textBytes(register, 'register'),
    specHash,
  );
  return hmac(sha256, tokenKey, message);
}
