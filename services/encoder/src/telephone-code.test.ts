// SPDX-License-Identifier: EUPL-1.2
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { telephoneCode } from './telephone-code.ts';

const fill = (length: number, value: number) => new Uint8Array(length).fill(value);
const confirmed = { keyCheck: fill(16, 1), profileHash: fill(32, 2) };

test('is the hash of study, profile and key check, as six groups of four digits', () => {
  const hash = createHash('sha256')
    .update('koppel/v1/ceremony/telephone')
    .update(fill(32, 3))
    .update(confirmed.profileHash)
    .update(confirmed.keyCheck)
    .digest('hex');
  const digits = (BigInt(`0x${hash}`) % 10n ** 24n).toString().padStart(24, '0');
  const code = telephoneCode(fill(32, 3), confirmed);
  expect(code).toMatch(/^\d{4}( \d{4}){5}$/);
  expect(code.replaceAll(' ', '')).toBe(digits);
});

test('differs when the study, the key or the profile does', () => {
  const codes = [
    telephoneCode(fill(32, 3), confirmed),
    telephoneCode(fill(32, 4), confirmed),
    telephoneCode(fill(32, 3), { ...confirmed, keyCheck: fill(16, 9) }),
    telephoneCode(fill(32, 3), { ...confirmed, profileHash: fill(32, 9) }),
  ];
  expect(new Set(codes).size).toBe(4);
});
