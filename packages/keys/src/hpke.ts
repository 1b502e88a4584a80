// SPDX-License-Identifier: EUPL-1.2
/**
 * The one suite for sealing: HPKE (RFC 9180), DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
 * Shared by `seal` and `open` and reachable through them alone.
 */
import type { webcrypto } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { KoppelError } from '@koppel/errors';

declare global {
  // The library's types name these as a browser does; Node keeps them under `webcrypto`.
  type CryptoKey = webcrypto.CryptoKey;
  type CryptoKeyPair = webcrypto.CryptoKeyPair;
}

export const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/** Bytes in front of the ciphertext: the encapsulated key. */
export const ENCAPSULATED_BYTES = 32;
/** Bytes that a seal adds to its plaintext: encapsulated key and tag. */
export const SEAL_OVERHEAD = ENCAPSULATED_BYTES + 16;
const INFO_BYTES_MAX = 4096;

/** @throws KoppelError KEY_LENGTH when the context of a seal exceeds 4,096 bytes. */
export function requireInfo(info: Uint8Array): void {
  if (info.length > INFO_BYTES_MAX) throw new KoppelError('KEY_LENGTH', { field: 'info' });
}
