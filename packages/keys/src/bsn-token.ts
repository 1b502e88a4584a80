// SPDX-License-Identifier: EUPL-1.2
/**
 * Tokens of citizen service numbers (BSN), for a study that has a ground of its own for them
 * (docs/adr/0066). Equal for one number at all owners of one version of a study, and nothing to who
 * lacks the key. Who has it can try all numbers: it must never be where tokens are collected.
 */
import { expand } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { KoppelError } from '@koppel/errors';
import {
  concat,
  frame,
  KEY_BYTES,
  requireLength,
  requireSecret,
  TAG_BYTES,
  utf8,
} from './bytes.ts';
import { HmacBlock } from './hmac-block.ts';

/**
 * HKDF-Expand(encodingKey, "koppel/v1/bsn/key/" ‖ specHash).
 * @param encodingKey 32 bytes
 * @param specHash 32 bytes
 * @returns 32 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function deriveBsnKey(encodingKey: Uint8Array, specHash: Uint8Array): Uint8Array {
  requireSecret(encodingKey, 'encodingKey');
  requireLength(specHash, KEY_BYTES, 'specHash');
  return expand(sha256, encodingKey, concat(utf8('koppel/v1/bsn/key/'), specHash), KEY_BYTES);
}

/**
 * HMAC-SHA256 (RFC 2104) over label and number, cut to 16 bytes.
 * @param bsnKey 32 bytes; the caller may wipe it afterwards
 * @returns a function from nine digits to 16 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK; the function KEY_TEXT for anything but nine digits
 */
export function bsnTokens(bsnKey: Uint8Array): (bsn: string) => Uint8Array {
  requireSecret(bsnKey, 'bsnKey');
  const block = new HmacBlock(bsnKey, frame(utf8('koppel/v1/bsn/token')));
  return (bsn) => {
    if (!/^\d{9}$/.test(bsn)) throw new KoppelError('KEY_TEXT', { field: 'bsn' });
    const bytes = frame(utf8(bsn));
    block.bytes.fill(0, block.start);
    block.bytes.set(bytes, block.start);
    block.pad(block.start + bytes.length);
    block.compute();
    const token = new Uint8Array(TAG_BYTES);
    const view = new DataView(token.buffer);
    for (let word = 0; word < TAG_BYTES / 4; word += 1)
      view.setUint32(4 * word, block.digest[word]!);
    return token;
  };
}
