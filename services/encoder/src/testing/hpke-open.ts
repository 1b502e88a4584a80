// SPDX-License-Identifier: EUPL-1.2
/**
 * Opens a seal, written from RFC 9180 on Node's own primitives: base mode, single shot, with
 * DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM. An encoder cannot open what it sends;
 * its tests can, without the code that sealed it. For tests only.
 */
import {
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
} from 'node:crypto';
import { mailboxPublicKey } from '@koppel/keys';

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

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** RFC 9180 §4.1: the secret that only the holder of the mailbox can compute. */
function decapsulate(secretKey: Uint8Array, enc: Uint8Array): Buffer {
  const own = mailboxPublicKey(secretKey);
  const okp = { kty: 'OKP', crv: 'X25519' };
  const shared = diffieHellman({
    privateKey: createPrivateKey({
      format: 'jwk',
      key: { ...okp, x: base64(own), d: base64(secretKey) },
    }),
    publicKey: createPublicKey({ format: 'jwk', key: { ...okp, x: base64(enc) } }),
  });
  const prk = extract(kemSuite, none, 'eae_prk', shared);
  return expand(kemSuite, prk, 'shared_secret', Buffer.concat([enc, own]), 32);
}

/** The plaintext of encapsulated key (32 bytes) ‖ ciphertext ‖ tag (16 bytes). Throws when broken. */
export function hpkeOpen(
  secretKey: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Uint8Array {
  const shared = decapsulate(secretKey, sealed.subarray(0, 32));
  const context = Buffer.concat([
    Buffer.from([0]),
    extract(hpkeSuite, none, 'psk_id_hash', none),
    extract(hpkeSuite, none, 'info_hash', info),
  ]);
  const secret = extract(hpkeSuite, shared, 'secret', none);
  const messageKey = expand(hpkeSuite, secret, 'key', context, 32);
  const nonce = expand(hpkeSuite, secret, 'base_nonce', context, 12);
  const decipher = createDecipheriv('aes-256-gcm', messageKey, nonce);
  decipher.setAAD(aad).setAuthTag(sealed.subarray(-16));
  const parts = [decipher.update(sealed.subarray(32, -16)), decipher.final()];
  return new Uint8Array(Buffer.concat(parts));
}
