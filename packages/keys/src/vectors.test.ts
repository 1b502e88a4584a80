// SPDX-License-Identifier: EUPL-1.2
/**
 * The vectors, computed anew from their description with none of this package's code, and with the
 * other of Node's own cryptography and noble's: two implementations must agree on every byte.
 */
import {
  createCipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  sign,
} from 'node:crypto';
import { expect, test } from '@jest/globals';
import { scrypt } from '@noble/hashes/scrypt.js';
import ceremony from '../vectors/ceremony.json' with { type: 'json' };
import derivation from '../vectors/derivation.json' with { type: 'json' };
import hpke from '../vectors/hpke.json' with { type: 'json' };
import keyFile from '../vectors/key-file.json' with { type: 'json' };
import mailbox from '../vectors/mailbox.json' with { type: 'json' };
import pseudonym from '../vectors/pseudonym.json' with { type: 'json' };
import signature from '../vectors/signature.json' with { type: 'json' };
import token from '../vectors/token.json' with { type: 'json' };

const hex = (text: string) => Buffer.from(text, 'hex');
const base64url = (bytes: Buffer) => bytes.toString('base64url');
const hmac = (macKey: Buffer, message: Buffer) =>
  createHmac('sha256', macKey).update(message).digest();
const hkdf = (secret: Buffer, salt: string, info: Buffer) =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, 32)).toString('hex');

function frame(...parts: (Buffer | string)[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(Buffer.byteLength(part));
      return [length, Buffer.from(part)];
    }),
  );
}

/** The first block of HKDF-Expand, RFC 5869 §2.3. */
function expand(secret: Buffer, label: string, context = Buffer.alloc(0)): Buffer {
  return hmac(secret, Buffer.concat([Buffer.from(label), context, Buffer.of(1)]));
}

test.each(derivation.encodingKeys)('encoding key $encodingKey', (vector) => {
  const sorted = Buffer.concat(vector.shares.map(hex).sort((a, b) => Buffer.compare(a, b)));
  const info = Buffer.concat([Buffer.from('koppel/v1/encoding/key/'), hex(vector.specHash)]);
  expect(hkdf(sorted, 'koppel/v1/encoding/shares', info)).toBe(vector.encodingKey);
});

test.each(derivation.groupKeys)('group key of $group', ({ encodingKey, group, groupKey }) => {
  const expanded = expand(hex(encodingKey), `koppel/v1/encoding/group/${group}`);
  expect(expanded.toString('hex')).toBe(groupKey);
});

test.each(derivation.checkValues)('check value $checkValue', (vector) => {
  const expanded = expand(
    hex(vector.encodingKey),
    'koppel/v1/encoding/check/',
    hex(vector.specHash),
  );
  expect(expanded.toString('hex', 0, 16)).toBe(vector.checkValue);
});

test.each(token.records)('token $token', (vector) => {
  const message = frame('koppel/v1/token/record', vector.study, vector.register, vector.localId);
  expect(hmac(hex(vector.tokenKey), message).toString('hex', 0, 16)).toBe(vector.token);
});

test.each(token.runs)('run $run', (vector) => {
  const message = frame('koppel/v1/token/run', vector.study, vector.register, hex(vector.content));
  expect(hmac(hex(vector.tokenKey), message).toString('hex', 0, 16)).toBe(vector.run);
});

test.each(pseudonym.pseudonyms)('pseudonym $pseudonym', (vector) => {
  const info = frame('koppel/v1/pseudonym/key', vector.study);
  const pseudonymKey = hkdf(hex(vector.masterSecret), 'koppel/v1/pseudonym/master', info);
  expect(pseudonymKey).toBe(vector.pseudonymKey);
  const message = frame('koppel/v1/pseudonym/cluster', hex(vector.canonicalToken));
  expect(hmac(hex(pseudonymKey), message).toString('hex', 0, 16)).toBe(vector.pseudonym);
});

test.each(ceremony.owners)('commitment of $owner', ({ owner, share, commitment }) => {
  const message = frame('koppel/v1/ceremony/commit', ceremony.study, owner, hex(share));
  expect(createHash('sha256').update(message).digest('hex')).toBe(commitment);
});

test('key file', () => {
  const { ciphertext, checksum, ...header } = keyFile.file;
  const { n, r, p } = header.scrypt;
  const salt = Buffer.from(header.salt, 'base64url');
  const cost = { N: n, r, p, dkLen: 32 };
  const stretched = Buffer.from(scrypt(keyFile.passphrase, salt, cost));
  const check = expand(stretched, 'koppel/v1/key-file/check').subarray(0, 16);
  expect(base64url(check)).toBe(header.check);

  const fileKey = expand(stretched, 'koppel/v1/key-file/key');
  const secrets = Object.entries(keyFile.secrets).flatMap(([name, value]) => [name, hex(value)]);
  const nonce = Buffer.from(header.nonce, 'base64url');
  const cipher = createCipheriv('aes-256-gcm', fileKey, nonce);
  cipher.setAAD(Buffer.from(JSON.stringify(header)));
  const sealed = [cipher.update(frame(...secrets)), cipher.final(), cipher.getAuthTag()];
  expect(base64url(Buffer.concat(sealed))).toBe(ciphertext);

  const sum = frame('koppel/v1/key-file/checksum', JSON.stringify(header), Buffer.concat(sealed));
  expect(createHash('sha256').update(sum).digest('base64url')).toBe(checksum);
});

const pkcs8 = (algorithm: '6e' | '70', secretKey: string) =>
  createPrivateKey({
    key: hex(`302e020100300506032b65${algorithm}04220420${secretKey}`),
    format: 'der',
    type: 'pkcs8',
  });
const rawPublic = (spki: Buffer) => spki.subarray(-32).toString('hex');

test.each([...mailbox.pairs, hpke])('mailbox $publicKey', ({ secretKey, publicKey }) => {
  const derived = createPublicKey(pkcs8('6e', secretKey));
  expect(rawPublic(derived.export({ format: 'der', type: 'spki' }))).toBe(publicKey);
});

test.each(mailbox.lowOrder)('no shared secret comes of %s', (point) => {
  const privateKey = pkcs8('6e', mailbox.pairs[0]!.secretKey);
  const publicKey = createPublicKey({
    key: hex(`302a300506032b656e032100${point}`),
    format: 'der',
    type: 'spki',
  });
  expect(() => diffieHellman({ privateKey, publicKey })).toThrow();
});

test.each(signature.signatures)('signature by $publicKey', (vector) => {
  const signed = sign(null, hex(vector.message), pkcs8('70', vector.secretKey));
  expect(signed.toString('hex')).toBe(vector.signature);
});
