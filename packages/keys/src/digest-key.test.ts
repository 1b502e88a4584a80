// SPDX-License-Identifier: EUPL-1.2
import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { recordDigestKey } from './index.ts';

test('the digest key is HMAC over label, study, register and specification', () => {
  const tokenKey = new Uint8Array(32).fill(1);
  const specHash = new Uint8Array(32).fill(2);
  const framed = ['koppel/v1/token/digest', 'sample', 'benefits', specHash].flatMap((part) => {
    const bytesOfPart = Buffer.from(part);
    return [Buffer.from([0, 0, 0, bytesOfPart.length]), bytesOfPart];
  });
  const expected = createHmac('sha256', tokenKey).update(Buffer.concat(framed)).digest('hex');
  const digestKey = recordDigestKey(tokenKey, 'sample', 'benefits', specHash);
  expect(Buffer.from(digestKey).toString('hex')).toBe(expected);
  expect(() => recordDigestKey(new Uint8Array(32), 's', 'r', specHash)).toThrow(
    expect.objectContaining({ code: 'KEY_WEAK', place: { field: 'tokenKey' } }),
  );
  expect(() => recordDigestKey(tokenKey, 's', 'r', new Uint8Array(31))).toThrow(
    expect.objectContaining({ code: 'KEY_LENGTH', place: { field: 'specHash' } }),
  );
});
