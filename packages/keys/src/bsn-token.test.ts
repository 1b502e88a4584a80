// SPDX-License-Identifier: EUPL-1.2
import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { bsnTokens, deriveBsnKey, deriveSketchKey } from './index.ts';

const encodingKey = new Uint8Array(32).fill(3);
const specHash = new Uint8Array(32).fill(4);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('the key of numbers is bound to one version of a study, and is no other key', () => {
  const bsnKey = deriveBsnKey(encodingKey, specHash);
  // HKDF-Expand by the definition of RFC 5869: one block.
  const expected = createHmac('sha256', encodingKey)
    .update(Buffer.from('koppel/v1/bsn/key/'))
    .update(specHash)
    .update(Uint8Array.of(1))
    .digest('hex');
  expect(hex(bsnKey)).toBe(expected);
  expect(hex(deriveBsnKey(encodingKey, new Uint8Array(32).fill(5)))).not.toBe(expected);
  expect(hex(deriveSketchKey(encodingKey, specHash))).not.toBe(expected);
});

test('a token is HMAC over label and number, cut to 16 bytes', () => {
  const framed = ['koppel/v1/bsn/token', '123456782'].flatMap((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    return [length, Buffer.from(part)];
  });
  const mac = createHmac('sha256', encodingKey).update(Buffer.concat(framed)).digest();
  const tokenOf = bsnTokens(encodingKey);
  // Twice: nothing of an earlier number is left.
  const other = tokenOf('111222333');
  expect(hex(tokenOf('123456782'))).toBe(mac.toString('hex', 0, 16));
  expect(hex(tokenOf('111222333'))).toBe(hex(other));
  expect(hex(bsnTokens(specHash)('123456782'))).not.toBe(mac.toString('hex', 0, 16));
});

test('weak keys, wrong lengths and anything but nine digits are refused', () => {
  const code = (name: string) => expect.objectContaining({ code: name });
  const zero = new Uint8Array(32);
  expect(() => deriveBsnKey(zero, specHash)).toThrow(code('KEY_WEAK'));
  expect(() => deriveBsnKey(encodingKey, new Uint8Array(31))).toThrow(code('KEY_LENGTH'));
  expect(() => bsnTokens(zero)).toThrow(code('KEY_WEAK'));
  const tokenOf = bsnTokens(encodingKey);
  for (const text of ['', '12345678', '1234567820', '12345678x', ' 23456782']) {
    expect(() => tokenOf(text)).toThrow(code('KEY_TEXT'));
  }
});
