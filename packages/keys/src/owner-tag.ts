// SPDX-License-Identifier: EUPL-1.2
/**
 * Tags for what an owner remembers about persons on its own disk: HMAC-SHA256 (RFC 2104) under a
 * key that never leaves that owner, cut to 16 bytes. Without it a tag tells nothing, also not to
 * someone who tries every citizen service number.
 */
import { createHmac, createSecretKey } from 'node:crypto';
import { frame, requireSecret, TAG_BYTES, textBytes, utf8 } from './bytes.ts';

/** What a tag is for; those of two uses have nothing in common. */
export type TagUse = 'exclusion' | 'proof' | 'ledger';

/**
 * Makes the tags of one use.
 * @param tokenKey 32 bytes, the owner's alone; the caller may wipe it afterwards
 * @returns a function from one or more names, 1–1,024 bytes each, to a tag of 16 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK; the function KEY_TEXT
 */
export function ownerTags(
  tokenKey: Uint8Array,
  use: TagUse,
): (...names: readonly string[]) => Uint8Array {
  requireSecret(tokenKey, 'tokenKey');
  const macKey = createSecretKey(tokenKey);
  const label = utf8('koppel/v1/owner-tag/');
  const prefix = frame(label, utf8(use));
  return (...names) => {
    const framed = frame(...names.map((name) => textBytes(name, 'name')));
    const digest = createHmac('sha256', macKey).update(prefix).update(framed).digest();
    return new Uint8Array(digest.subarray(0, TAG_BYTES));
  };
}
