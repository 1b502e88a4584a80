// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import vectors from '../vectors/derivation.json' with { type: 'json' };
import { deriveEncodingKey, deriveGroupKey, deriveSaltedKey, keyCheckValue } from './index.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (value: Uint8Array) => Buffer.from(value).toString('hex');

test.each(vectors.encodingKeys)('encoding key $encodingKey', (vector) => {
  const shares = vector.shares.map(bytes);
  expect(hex(deriveEncodingKey(shares, bytes(vector.specHash)))).toBe(vector.encodingKey);
  expect(shares.map(hex)).toEqual(vector.shares);
});

test.each(vectors.groupKeys)('group key of $group', ({ encodingKey, group, groupKey }) => {
  expect(hex(deriveGroupKey(bytes(encodingKey), group))).toBe(groupKey);
});

test.each(vectors.saltedKeys)('salted key of $salt', ({ encodingKey, salt, saltedKey }) => {
  expect(hex(deriveSaltedKey(bytes(encodingKey), salt))).toBe(saltedKey);
});

test.each(vectors.checkValues)('check value $checkValue', (vector) => {
  const checkValue = keyCheckValue(bytes(vector.encodingKey), bytes(vector.specHash));
  expect(hex(checkValue)).toBe(vector.checkValue);
});

test.each(vectors.mustFail)('refused: $name', ({ shares, specHash, code, field }) => {
  const place = field === undefined ? {} : { field };
  expect(() => deriveEncodingKey(shares.map(bytes), bytes(specHash))).toThrow(
    expect.objectContaining({ code, place }),
  );
});

test('the order in which shares arrive does not matter', () => {
  const share = fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .filter((value) => value.some((byte) => byte !== 0));
  const sets = fc.uniqueArray(share, { minLength: 2, maxLength: 6, selector: hex });
  const specHash = new Uint8Array(32);
  fc.assert(
    fc.property(sets, fc.nat(), (shares, n) => {
      const at = n % shares.length;
      const turned = [...shares.slice(at), ...shares.slice(0, at)].reverse();
      expect(deriveEncodingKey(turned, specHash)).toEqual(deriveEncodingKey(shares, specHash));
    }),
  );
});

test('group key, salted key and check value refuse a wrong encoding key, group or hash', () => {
  const encodingKey = new Uint8Array(32).fill(1);
  const specHash = new Uint8Array(32);
  const refused = (code: string, field: string) =>
    expect.objectContaining({ code, place: { field } });
  expect(() => deriveGroupKey(new Uint8Array(31), 'names')).toThrow(
    refused('KEY_LENGTH', 'encodingKey'),
  );
  expect(() => deriveGroupKey(new Uint8Array(32), 'names')).toThrow(
    refused('KEY_WEAK', 'encodingKey'),
  );
  expect(() => deriveGroupKey(encodingKey, '')).toThrow(refused('KEY_TEXT', 'group'));
  expect(() => deriveSaltedKey(new Uint8Array(31), '=Y1953')).toThrow(
    refused('KEY_LENGTH', 'encodingKey'),
  );
  expect(() => deriveSaltedKey(encodingKey, '')).toThrow(refused('KEY_TEXT', 'salt'));
  expect(() => keyCheckValue(new Uint8Array(33), specHash)).toThrow(
    refused('KEY_LENGTH', 'encodingKey'),
  );
  expect(() => keyCheckValue(encodingKey, new Uint8Array(16))).toThrow(
    refused('KEY_LENGTH', 'specHash'),
  );
});
