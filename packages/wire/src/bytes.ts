// SPDX-License-Identifier: EUPL-1.2
/** Small helpers on bytes. Nothing here is secret-dependent: the wire carries what is sealed. */

/** True when both hold the same bytes. Not constant-time: for public values only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return asBuffer(a).equals(b);
}

/** All parts, one after the other, in memory of their own. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** A Buffer over the same memory, as avsc takes nothing else. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * What a signature or a sealing covers: a constant label, a zero byte that no label holds, and the
 * parts. Two uses with two labels can therefore never share bytes. Every part must say its own
 * length: an Avro record does, a digest of fixed size does.
 */
export function labelled(label: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(new TextEncoder().encode(label), Uint8Array.of(0), ...parts);
}
