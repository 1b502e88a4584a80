// SPDX-License-Identifier: EUPL-1.2
/** Public keys as a study writes them: 32 bytes in base64url without padding (RFC 4648 §5). */

/** 43 characters for 32 bytes. */
export function encodePublicKey(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The reverse; the schema has checked the form. */
export function decodePublicKey(text: string): Uint8Array {
  const base64 = text.replaceAll('-', '+').replaceAll('_', '/');
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
