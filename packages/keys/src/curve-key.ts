// SPDX-License-Identifier: EUPL-1.2
/**
 * Keys of Curve25519 as OpenSSL takes them: their 32 bytes behind the constant front of the encoding of
 * RFC 8410. Trusts Node's OpenSSL with the arithmetic; tests hold it to another implementation, byte
 * for byte (docs/adr/0068).
 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { concat, wipe } from './bytes.ts';

/** For signatures and for mailboxes: RFC 8410 §3. */
export type Curve = 'ed25519' | 'x25519';

/** The last byte of the curve's object identifier, 1.3.101.n. */
const curveNumber: Readonly<Record<Curve, number>> = { ed25519: 112, x25519: 110 };

/** DER up to the secret half: version 0, the curve, and a string within a string (RFC 8410 §7). */
function secretFront(curve: Curve): Uint8Array {
  return Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, curveNumber[curve], 4, 34, 4, 32);
}

/** DER up to the public half: the curve, and a string of whole bytes (RFC 8410 §4). */
function publicFront(curve: Curve): Uint8Array {
  return Uint8Array.of(48, 42, 48, 5, 6, 3, 43, 101, curveNumber[curve], 3, 33, 0);
}

/** @param secretKey 32 bytes, checked; no copy of it stays but the one within what is given back */
export function secretCurveKey(curve: Curve, secretKey: Uint8Array): KeyObject {
  const der = concat(secretFront(curve), secretKey);
  try {
    return createPrivateKey({ key: Buffer.from(der.buffer), format: 'der', type: 'pkcs8' });
  } finally {
    wipe(der);
  }
}

/** @param publicKey 32 bytes, checked; whether they are a point shows when they are used */
export function publicCurveKey(curve: Curve, publicKey: Uint8Array): KeyObject {
  const der = concat(publicFront(curve), publicKey);
  return createPublicKey({ key: Buffer.from(der.buffer), format: 'der', type: 'spki' });
}

/** The public half of a secret half, 32 bytes each; the secret half is checked. */
export function publicHalf(curve: Curve, secretKey: Uint8Array): Uint8Array {
  const der = createPublicKey(secretCurveKey(curve, secretKey)).export({
    format: 'der',
    type: 'spki',
  });
  return new Uint8Array(der.subarray(publicFront(curve).length));
}
