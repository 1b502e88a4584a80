// SPDX-License-Identifier: EUPL-1.2
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, sha256Canonical } from './canonical.ts';
import { decodePublicKey, encodePublicKey } from './public-key.ts';

test('members are sorted by code unit, undefined ones dropped', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'é' }], a: true, z: undefined })).toBe(
    '{"a":true,"b":[1,{"c":"é","d":null}]}',
  );
});

test('any JSON value parses back to itself, whatever the order of its members', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('the hash is SHA-256 of the UTF-8 text', () => {
  const expected = createHash('sha256').update('{"naam":"é"}').digest('hex');
  expect(Buffer.from(sha256Canonical({ naam: 'é' })).toString('hex')).toBe(expected);
});

test.each([[Number.NaN], [Infinity], [() => 1], [Symbol('x')], [1n]])('%p is refused', (value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});

test('public keys keep their 32 bytes through base64url', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const text = encodePublicKey(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
      expect(decodePublicKey(text)).toEqual(bytes);
    }),
  );
});
