// SPDX-License-Identifier: EUPL-1.2
/**
 * Mailboxes: X25519 key pairs (RFC 7748) to which others seal. Whoever holds the secret half reads
 * all that was ever sealed to it, so destroying it erases every copy.
 */
import { diffieHellman } from 'node:crypto';
import { KoppelError } from '@koppel/errors';
import { KEY_BYTES, requireLength, requireSecret } from './bytes.ts';
import { publicCurveKey, publicHalf, secretCurveKey } from './curve-key.ts';
import { suite } from './hpke.ts';

/** Any scalar finds a point of low order, as X25519 makes all scalars multiples of eight. */
const PROBE = secretCurveKey('x25519', new Uint8Array(KEY_BYTES).fill(1));

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
  return publicHalf('x25519', secretKey);
}

/**
 * Refuses a public key with which every shared secret would be zero (RFC 7748 §6.1).
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export function requireMailbox(publicKey: Uint8Array, field: string): void {
  requireLength(publicKey, KEY_BYTES, field);
  try {
    diffieHellman({ privateKey: PROBE, publicKey: publicCurveKey('x25519', publicKey) });
  } catch {
    throw new KoppelError('KEY_WEAK', { field });
  }
}
