// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { createHmac, hkdfSync } from 'node:crypto';
import { deriveLookSeed, lookRandomOf } from './pseudonym.ts';

const master = Uint8Array.from({ length: 32 }, (_, at) => at);
const runs = new Uint8Array(32).fill(7);
const framed = (...parts: readonly Uint8Array[]): Buffer =>
  Buffer.concat(
    parts.flatMap((part) => [Buffer.from([0, 0, part.length >> 8, part.length & 255]), part]),
  );

test('seed and random bytes are those of HKDF and HMAC as Node has them', () => {
  const info = framed(Buffer.from('koppel/v1/look/plan'), runs);
  const seed = new Uint8Array(hkdfSync('sha256', master, 'koppel/v1/look/master', info, 32));
  expect(deriveLookSeed(master, runs)).toEqual(seed);
  const plan = new Uint8Array(32).fill(9);
  const message = framed(Buffer.from('koppel/v1/look/random'), plan);
  const expected = createHmac('sha256', seed).update(message).digest().subarray(0, 16);
  expect(lookRandomOf(seed, plan)).toEqual(new Uint8Array(expected));
});

test.each([
  ['a short secret', () => deriveLookSeed(master.subarray(1), runs), 'KEY_LENGTH'],
  ['a secret of zeros', () => deriveLookSeed(new Uint8Array(32), runs), 'KEY_WEAK'],
  ['short runs', () => deriveLookSeed(master, runs.subarray(1)), 'KEY_LENGTH'],
  ['a seed of zeros', () => lookRandomOf(new Uint8Array(32), runs), 'KEY_WEAK'],
  ['a short plan', () => lookRandomOf(master, runs.subarray(1)), 'KEY_LENGTH'],
])('refused: %s', (_, work, code) => {
  expect(work).toThrow(code);
});
