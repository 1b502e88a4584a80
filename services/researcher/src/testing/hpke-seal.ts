// SPDX-License-Identifier: EUPL-1.2
/**
 * Seals, written from RFC 9180 on Node's own primitives: base mode, single shot, with
 * DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM. The researcher seals to nobody; its tests
 * play the parties that seal to it. For tests only.
 */
import {
  createCipheriv,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
} from 'node:crypto';

const none = new Uint8Array(0);
const kemSuite = Buffer.from('KEM\x00\x20', 'latin1');
const hpkeSuite = Buffer.from('HPKE\x00\x20\x00\x01\x00\x02', 'latin1');

/** RFC 9180 §4: LabeledExtract. */
function extract(suite: Buffer, salt: Uint8Array, label: string, ikm: Uint8Array): Buffer {
  const input = Buffer.concat([Buffer.from('HPKE-v1'), suite, Buffer.from(label), ikm]);
  return createHmac('sha256', salt).update(input).digest();
}

/** RFC 9180 §4: LabeledExpand, for at most 32 bytes. */
function expand(suite: Buffer, prk: Buffer, label: string, info: Uint8Array, length: number) {
  const size = Buffer.from([0, length]);
  const input = [size, Buffer.from('HPKE-v1'), suite, Buffer.from(label), info, Buffer.from([1])];
  return createHmac('sha256', prk).update(Buffer.concat(input)).digest().subarray(0, length);
}

/** RFC 9180 §4.1: a fresh key, and the secret that it shares with a mailbox. */
function encapsulate(recipient: Uint8Array): { enc: Buffer; shared: Buffer } {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const enc = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url');
  const x = Buffer.from(recipient).toString('base64url');
  const to = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'X25519', x } });
  const prk = extract(kemSuite, none, 'eae_prk', diffieHellman({ privateKey, publicKey: to }));
  const context = Buffer.concat([enc, recipient]);
  return { enc, shared: expand(kemSuite, prk, 'shared_secret', context, 32) };
}

/** Encapsulated key (32 bytes) ‖ ciphertext ‖ tag (16 bytes). */
export function hpkeSeal(
  recipient: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const { enc, shared } = encapsulate(recipient);
  const context = Buffer.concat([
    Buffer.from([0]),
    extract(hpkeSuite, none, 'psk_id_hash', none),
    extract(hpkeSuite, none, 'info_hash', info),
  ]);
  const secret = extract(hpkeSuite, shared, 'secret', none);
  const messageKey = expand(hpkeSuite, secret, 'key', context, 32);
  const nonce = expand(hpkeSuite, secret, 'base_nonce', context, 12);
  const cipher = createCipheriv('aes-256-gcm', messageKey, nonce).setAAD(aad);
  const parts = [enc, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()];
  return new Uint8Array(Buffer.concat(parts));
}
