// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import vectors from '../vectors/signature.json' with { type: 'json' };
import { generateSigningKeyPair, sign, signingPublicKey, verify } from './sign.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (value: Uint8Array) => Buffer.from(value).toString('hex');

test.each(vectors.signatures)('RFC 8032: $publicKey', (vector) => {
  const message = bytes(vector.message);
  expect(hex(signingPublicKey(bytes(vector.secretKey)))).toBe(vector.publicKey);
  expect(hex(sign(bytes(vector.secretKey), message))).toBe(vector.signature);
  expect(verify(bytes(vector.publicKey), message, bytes(vector.signature))).toBe(true);
});

test.each(vectors.mustFail)('does not verify: $name', ({ publicKey, message, signature }) => {
  expect(verify(bytes(publicKey), bytes(message), bytes(signature))).toBe(false);
});

test('a fresh pair signs and verifies, and no two are alike', () => {
  const pair = generateSigningKeyPair();
  const message = bytes('c0ffee');
  expect(verify(pair.publicKey, message, sign(pair.secretKey, message))).toBe(true);
  expect(signingPublicKey(pair.secretKey)).toEqual(pair.publicKey);
  expect(generateSigningKeyPair().publicKey).not.toEqual(pair.publicKey);
});

test('keys of another length or of zeros are refused', () => {
  const refused = (code: string, field: string) =>
    expect.objectContaining({ code, place: { field } });
  const message = bytes('00');
  expect(() => sign(new Uint8Array(64), message)).toThrow(refused('KEY_LENGTH', 'secretKey'));
  expect(() => sign(new Uint8Array(32), message)).toThrow(refused('KEY_WEAK', 'secretKey'));
  expect(() => signingPublicKey(new Uint8Array(32))).toThrow(refused('KEY_WEAK', 'secretKey'));
  expect(() => verify(new Uint8Array(31), message, new Uint8Array(64))).toThrow(
    refused('KEY_LENGTH', 'publicKey'),
  );
});
