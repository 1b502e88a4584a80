// SPDX-License-Identifier: EUPL-1.2
/** Tokens and pseudonyms as text. */

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hex of `length` bytes from `offset`. */
export function hex(bytes: Uint8Array, offset = 0, length: number = bytes.length - offset): string {
  let text = '';
  for (let at = offset; at < offset + length; at += 1) text += digits[bytes[at]!]!;
  return text;
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}
