// SPDX-License-Identifier: EUPL-1.2
/**
 * Signatures: who sent it, and that it is unchanged. Ed25519 (RFC 8032), verified strictly: one
 * signature per message and key, no malleable forms, no keys of low order.
 */
import { sign as opensslSign, verify as opensslVerify } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { KEY_BYTES, randomBytes32, requireLength, requireSecret } from './bytes.ts';
import { publicCurveKey, publicHalf, secretCurveKey } from './curve-key.ts';

const SIGNATURE_BYTES = 64;

/** A fresh signing key pair: two times 32 bytes. */
export function generateSigningKeyPair(): { publicKey: Uint8Array; secretKey: Uint8Array } {
  const secretKey = randomBytes32();
  return { publicKey: signingPublicKey(secretKey), secretKey };
}

/**
 * The public half that belongs to a secret half, 32 bytes each.
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function signingPublicKey(secretKey: Uint8Array): Uint8Array {
  requireSecret(secretKey, 'secretKey');
  return publicHalf('ed25519', secretKey);
}

/**
 * A signature of 64 bytes. The caller separates uses by what it puts in front of the message.
 * @param secretKey 32 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function sign(secretKey: Uint8Array, message: Uint8Array): Uint8Array {
  requireSecret(secretKey, 'secretKey');
  return new Uint8Array(opensslSign(null, message, secretCurveKey('ed25519', secretKey)));
}

/**
 * Whether the holder of the secret half signed these very bytes. Any malformed signature is false.
 * @param publicKey 32 bytes, from the study; no message may bring its own
 * @throws KoppelError KEY_LENGTH when the public key does not have 32 bytes
 */
export function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  requireLength(publicKey, KEY_BYTES, 'publicKey');
  if (signature.length !== SIGNATURE_BYTES) return false;
  if (!isStrictKey(publicKey)) return false;
  return opensslVerify(null, message, publicCurveKey('ed25519', publicKey), signature);
}

/** Written in its one form, and not of low order: which OpenSSL asks depends on its version. */
function isStrictKey(publicKey: Uint8Array): boolean {
  try {
    return !ed25519.Point.fromBytes(publicKey).isSmallOrder();
  } catch {
    return false;
  }
}
