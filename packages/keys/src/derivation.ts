// SPDX-License-Identifier: EUPL-1.2
/**
 * From the owners' shares to the encoding key, and from there to each use of it. One honest owner
 * suffices: whoever lacks one share knows nothing of the key. All uses are HKDF (RFC 5869) with
 * SHA-256 under a label of their own, so that no two of them can share a value.
 */
import { expand, hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { KoppelError } from '@koppel/errors';
import {
  concat,
  equalBytes,
  KEY_BYTES,
  requireLength,
  requireSecret,
  TAG_BYTES,
  textBytes,
  utf8,
  wipe,
} from './bytes.ts';

/**
 * The key under which all owners of a study encode: HKDF of the sorted shares, the hash of the
 * specification as context. The order of the shares does not matter; their number does.
 * @param shares one or more, 32 random bytes each, one per owner
 * @param specHash 32 bytes
 * @returns 32 bytes
 * @throws KoppelError KEY_SHARE_MISSING, KEY_SHARE_DUPLICATE, KEY_LENGTH, KEY_WEAK
 */
export function deriveEncodingKey(shares: readonly Uint8Array[], specHash: Uint8Array): Uint8Array {
  requireLength(specHash, KEY_BYTES, 'specHash');
  for (const share of shares) requireSecret(share, 'share');
  if (shares.length === 0) throw new KoppelError('KEY_SHARE_MISSING');
  const sorted = [...shares].sort((left, right) => Buffer.compare(left, right));
  const repeated = sorted.some((share, i) => i > 0 && equalBytes(share, sorted[i - 1]!));
  if (repeated) throw new KoppelError('KEY_SHARE_DUPLICATE');

  const joined = concat(...sorted); // unambiguous: every share has 32 bytes
  const salt = utf8('koppel/v1/encoding/shares');
  const info = concat(utf8('koppel/v1/encoding/key/'), specHash);
  const encodingKey = hkdf(sha256, joined, salt, info, KEY_BYTES);
  wipe(joined);
  return encodingKey;
}

/**
 * The key of one hash group of fields:
 * HKDF-Expand(encodingKey, "koppel/v1/encoding/group/" ‖ group).
 * @param encodingKey 32 bytes
 * @param group the group's name in the study
 * @returns 32 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK, KEY_TEXT
 */
export function deriveGroupKey(encodingKey: Uint8Array, group: string): Uint8Array {
  requireSecret(encodingKey, 'encodingKey');
  const info = concat(utf8('koppel/v1/encoding/group/'), textBytes(group, 'group'));
  return expand(sha256, encodingKey, info, KEY_BYTES);
}

/**
 * The key that takes the place of the encoding key for records that have one value in the field by
 * which a study salts: HKDF-Expand(encodingKey, "koppel/v1/encoding/salt/" ‖ salt). Records with
 * another value share nothing with them but chance.
 * @param encodingKey 32 bytes
 * @param salt what the value says, 1–1,024 bytes of UTF-8
 * @returns 32 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK, KEY_TEXT
 */
export function deriveSaltedKey(encodingKey: Uint8Array, salt: string): Uint8Array {
  requireSecret(encodingKey, 'encodingKey');
  const info = concat(utf8('koppel/v1/encoding/salt/'), textBytes(salt, 'salt'));
  return expand(sha256, encodingKey, info, KEY_BYTES);
}

/**
 * Shows whether two parties hold the same encoding key for the same specification, and tells
 * someone without that key nothing:
 * HKDF-Expand(encodingKey, "koppel/v1/encoding/check/" ‖ specHash).
 * @param encodingKey 32 bytes
 * @param specHash 32 bytes
 * @returns 16 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function keyCheckValue(encodingKey: Uint8Array, specHash: Uint8Array): Uint8Array {
  requireSecret(encodingKey, 'encodingKey');
  requireLength(specHash, KEY_BYTES, 'specHash');
  const info = concat(utf8('koppel/v1/encoding/check/'), specHash);
  return expand(sha256, encodingKey, info, TAG_BYTES);
}
