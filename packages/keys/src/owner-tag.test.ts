// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { ownerTags, recordToken } from './index.ts';

const tokenKey = new Uint8Array(32).fill(7);
const hex = (value: Uint8Array) => Buffer.from(value).toString('hex');

test('a tag is the HMAC over label, use and names, each behind its length', () => {
  const part = (text: string): Buffer => {
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const message = ['koppel/v1/owner-tag/', 'exclusion', 'bsn', 'é1'].map(part);
  const expected = createHmac('sha256', tokenKey).update(Buffer.concat(message)).digest();
  expect(hex(ownerTags(tokenKey, 'exclusion')('bsn', 'é1'))).toBe(
    expected.subarray(0, 16).toString('hex'),
  );
});

test('other names, another use or another key give another tag, and none is a token', () => {
  const name = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' });
  fc.assert(
    fc.property(fc.array(name, { minLength: 1 }), fc.array(name, { minLength: 1 }), (one, two) => {
      const tags = ownerTags(tokenKey, 'exclusion');
      const same = JSON.stringify(one) === JSON.stringify(two);
      expect(hex(tags(...one)) === hex(tags(...two))).toBe(same);
      expect(hex(ownerTags(tokenKey, 'proof')(...one))).not.toBe(hex(tags(...one)));
      const other = new Uint8Array(32).fill(8);
      expect(hex(ownerTags(other, 'exclusion')(...one))).not.toBe(hex(tags(...one)));
    }),
  );
  const tag = hex(ownerTags(tokenKey, 'exclusion')('s', 'r', 'x'));
  expect(tag).not.toBe(hex(recordToken(tokenKey, 's', 'r', 'x')));
});

test('refuses a key that was never filled, and an empty name', () => {
  expect(() => ownerTags(new Uint8Array(32), 'proof')).toThrow('KEY_WEAK');
  expect(() => ownerTags(tokenKey, 'proof')('')).toThrow(
    expect.objectContaining({ code: 'KEY_TEXT', place: { field: 'name' } }),
  );
});
