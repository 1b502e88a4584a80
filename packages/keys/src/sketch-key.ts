// SPDX-License-Identifier: EUPL-1.2
/**
 * The key under which owners sketch their registers before anything is encoded, and the digests that
 * it makes. It follows from the key that all owners agreed on for one version of a study, by a label
 * of its own: who has it can make no encoding, and a later version of the study has another.
 */
import { expand } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import {
  concat,
  frame,
  KEY_BYTES,
  requireLength,
  requireSecret,
  TAG_BYTES,
  textBytes,
  utf8,
} from './bytes.ts';
import { HmacBlock } from './hmac-block.ts';

/**
 * HKDF-Expand(encodingKey, "koppel/v1/sketch/key/" ‖ specHash).
 * @param encodingKey 32 bytes
 * @param specHash 32 bytes
 * @returns 32 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function deriveSketchKey(encodingKey: Uint8Array, specHash: Uint8Array): Uint8Array {
  requireSecret(encodingKey, 'encodingKey');
  requireLength(specHash, KEY_BYTES, 'specHash');
  return expand(sha256, encodingKey, concat(utf8('koppel/v1/sketch/key/'), specHash), KEY_BYTES);
}

/**
 * Equal for two owners with the same sketch key, and nothing to anyone without it:
 * HKDF-Expand(sketchKey, "koppel/v1/sketch/check").
 * @param sketchKey 32 bytes
 * @returns 16 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function sketchCheckValue(sketchKey: Uint8Array): Uint8Array {
  requireSecret(sketchKey, 'sketchKey');
  return expand(sha256, sketchKey, utf8('koppel/v1/sketch/check'), TAG_BYTES);
}

/**
 * Digests of one use: HMAC-SHA256 (RFC 2104) over label, use and text, cut to 8 bytes. Those of two
 * uses have nothing in common, so that they cannot be laid side by side.
 * @param sketchKey 32 bytes; the caller may wipe it afterwards
 * @param use a constant of the caller, 1–1,024 bytes
 * @returns a function from a text of 1–1,024 bytes to 8 bytes, as two numbers of 32 bits
 * @throws KoppelError KEY_LENGTH, KEY_WEAK, KEY_TEXT; the function KEY_TEXT
 */
export function sketchDigests(
  sketchKey: Uint8Array,
  use: string,
): (text: string) => readonly [number, number] {
  requireSecret(sketchKey, 'sketchKey');
  const prefix = frame(utf8('koppel/v1/sketch/digest'), textBytes(use, 'use'));
  const begun = hmac.create(sha256, sketchKey).update(prefix);
  const short = new HmacBlock(sketchKey, prefix);
  return (text) => {
    const bytes = frame(textBytes(text, 'text'));
    const length = short.start + bytes.length;
    if (length > HmacBlock.lengthMax) {
      const view = new DataView(begun.clone().update(bytes).digest().buffer);
      return [view.getUint32(0), view.getUint32(4)];
    }
    short.bytes.fill(0, short.start);
    short.bytes.set(bytes, short.start);
    short.pad(length);
    short.compute();
    return [short.digest[0]! >>> 0, short.digest[1]! >>> 0];
  };
}
