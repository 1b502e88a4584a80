// SPDX-License-Identifier: EUPL-1.2
/**
 * Bytes: framing, checks, comparison, randomness and wiping. Trusts the operating system's random
 * source. Every check names the field that failed and never shows what was in it.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { KoppelError } from '@koppel/errors';

/** Bytes of every key, share, hash and curve point here. */
export const KEY_BYTES = 32;
/** Bytes of every token, pseudonym and check value: 128 bits of a MAC. */
export const TAG_BYTES = 16;
const TEXT_BYTES_MAX = 1024;
const LENGTH_BYTES = 4;

const encoder = new TextEncoder();

/** The UTF-8 bytes of a constant of this package, such as a label. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/**
 * The UTF-8 bytes of a name from outside, 1–1,024 of them.
 * @throws KoppelError KEY_TEXT. Lone surrogates are refused: they would all encode to one text.
 */
export function textBytes(text: string, field: string): Uint8Array {
  const bytes = encoder.encode(text);
  if (bytes.length === 0 || bytes.length > TEXT_BYTES_MAX || !text.isWellFormed()) {
    throw new KoppelError('KEY_TEXT', { field });
  }
  return bytes;
}

/** The parts, one after the other. Only for parts whose lengths are fixed; otherwise `frame`. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Each part behind its length (u32, big-endian), so that no two lists of parts give one frame. */
export function frame(...parts: readonly Uint8Array[]): Uint8Array {
  const framed = new Uint8Array(
    parts.reduce((total, part) => total + LENGTH_BYTES + part.length, 0),
  );
  let offset = 0;
  for (const part of parts) {
    for (let byte = LENGTH_BYTES - 1; byte >= 0; byte--) {
      framed[offset++] = part.length >>> (8 * byte);
    }
    framed.set(part, offset);
    offset += part.length;
  }
  return framed;
}

/** The parts that `frame` joined, as copies; undefined when the bytes are not such a frame. */
export function unframe(framed: Uint8Array): Uint8Array[] | undefined {
  const view = new DataView(framed.buffer, framed.byteOffset, framed.byteLength);
  const parts: Uint8Array[] = [];
  let offset = 0;
  while (offset < framed.length) {
    const start = offset + LENGTH_BYTES;
    if (start > framed.length) return undefined;
    offset = start + view.getUint32(offset);
    if (offset > framed.length) return undefined;
    parts.push(framed.slice(start, offset));
  }
  return parts;
}

/** @throws KoppelError KEY_LENGTH unless there are exactly `length` bytes. */
export function requireLength(bytes: Uint8Array, length: number, field: string): void {
  if (bytes.length !== length) throw new KoppelError('KEY_LENGTH', { field });
}

/**
 * For secrets of 32 bytes.
 * @throws KoppelError KEY_LENGTH; KEY_WEAK when all bytes are zero, as in a buffer never filled.
 */
export function requireSecret(secret: Uint8Array, field: string): void {
  requireLength(secret, KEY_BYTES, field);
  if (equalBytes(secret, new Uint8Array(KEY_BYTES))) throw new KoppelError('KEY_WEAK', { field });
}

/** Whether two values of one length are equal, in a time that does not tell where they differ. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return timingSafeEqual(left, right);
}

/** 32 fresh random bytes. */
export function randomBytes32(): Uint8Array {
  return new Uint8Array(randomBytes(KEY_BYTES));
}

/** Fills secrets with zeros. A best effort: the engine may hold copies that nobody can reach. */
export function wipe(...secrets: Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0);
}
