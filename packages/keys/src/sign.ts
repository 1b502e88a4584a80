// SPDX-License-Identifier: EUPL-1.2
/**
 * Signatures: who sent it, and that it is unchanged. Ed25519 (RFC 8032), verified strictly: one
 * signature per message and key, no malleable forms, no keys of low order.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { KEY_BYTES, requireLength, requireSecret } from './bytes.ts';

const SIGNATURE_BYTES = 64;

/** A fresh signing key pair: two times 32 bytes. */
export function generateSigningKeyPair(): { publicKey: Uint8Array; secretKey: Uint8Array } {
  const { publicKey, secretKey } = ed25519.keygen();
  return { publicKey, secretKey };
}

/**
 * The public half that belongs to a secret half, 32 bytes each.
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function signingPublicKey(secretKey: Uint8Array): Uint8Array {
  requireSecret(secretKey, 'secretKey');
  return ed25519.getPublicKey(secretKey);
}

/**
 * A signature of 64 bytes. The caller separates uses by what it puts in front of the message.
 * @param secretKey 32 bytes
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function sign(secretKey: Uint8Array, message: Uint8Array): Uint8Array {
  requireSecret(secretKey, 'secretKey');
  return ed25519.sign(message, secretKey);
}

/**
 * Whether the holder of the secret half signed these very bytes. Any malformed signature is false.
 * @param publicKey 32 bytes, from the study; no message may bring its own
 * @throws KoppelError KEY_LENGTH when the public key does not have 32 bytes
 */
export function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  requireLength(publicKey, KEY_BYTES, 'publicKey');
  if (signature.length !== SIGNATURE_BYTES) return false;
  return ed25519.verify(signature, message, publicKey, { zip215: false });
}
