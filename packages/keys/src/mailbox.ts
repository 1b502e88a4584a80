// SPDX-License-Identifier: EUPL-1.2
/**
 * Mailboxes: X25519 key pairs (RFC 7748) to which others seal. Whoever holds the secret half reads
 * all that was ever sealed to it, so destroying it erases every copy.
 */
import { x25519 } from '@noble/curves/ed25519.js';
import { KoppelError } from '@koppel/errors';
import { KEY_BYTES, requireLength, requireSecret } from './bytes.ts';
import { suite } from './hpke.ts';

/** Any scalar finds a point of low order, as X25519 makes all scalars multiples of eight. */
const PROBE = new Uint8Array(KEY_BYTES).fill(1);

/** A fresh mailbox: two times 32 bytes. */
export async function generateMailbox(): Promise<{
  publicKey: Uint8Array;
  secretKey: Uint8Array;
}> {
  const pair = await suite.kem.generateKeyPair();
  return {
    publicKey: new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey)),
    secretKey: new Uint8Array(await suite.kem.serializePrivateKey(pair.privateKey)),
  };
}

/**
 * The public half that belongs to a secret half, 32 bytes each.
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function mailboxPublicKey(secretKey: Uint8Array): Uint8Array {
  requireSecret(secretKey, 'secretKey');
  return x25519.getPublicKey(secretKey);
}

/**
 * Refuses a public key with which every shared secret would be zero (RFC 7748 §6.1).
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function requireMailbox(publicKey: Uint8Array, field: string): void {
  requireLength(publicKey, KEY_BYTES, field);
  try {
    x25519.getSharedSecret(PROBE, publicKey);
  } catch {
    throw new KoppelError('KEY_WEAK', { field });
  }
}
