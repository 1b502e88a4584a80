// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import vectors from '../vectors/token.json' with { type: 'json' };
import { recordToken, runIdentity } from './index.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (value: Uint8Array) => Buffer.from(value).toString('hex');

test.each(vectors.records)('token of $study $register $localId', (vector) => {
  const { tokenKey, study, register, localId, token } = vector;
  expect(hex(recordToken(bytes(tokenKey), study, register, localId))).toBe(token);
});

test.each(vectors.runs)(
  'run of $study $register',
  ({ tokenKey, study, register, content, run }) => {
    expect(hex(runIdentity(bytes(tokenKey), study, register, bytes(content)))).toBe(run);
  },
);

test('every token and run of the vectors differs: no two lists of names share their bytes', () => {
  const tags = [
    ...vectors.records.map(({ token }) => token),
    ...vectors.runs.map(({ run }) => run),
  ];
  expect(new Set(tags).size).toBe(tags.length);
});

test.each(vectors.mustFail)('refused: $name', (vector) => {
  const { tokenKey, study, register, localId, code, field } = vector;
  expect(() => recordToken(bytes(tokenKey), study, register, localId)).toThrow(
    expect.objectContaining({ code, place: { field } }),
  );
});

test('a run needs a key and a hash of 32 bytes', () => {
  const key = new Uint8Array(32).fill(1);
  expect(() => runIdentity(new Uint8Array(32), 's', 'r', key)).toThrow(
    expect.objectContaining({ code: 'KEY_WEAK', place: { field: 'tokenKey' } }),
  );
  expect(() => runIdentity(key, 's', 'r', new Uint8Array(20))).toThrow(
    expect.objectContaining({ code: 'KEY_LENGTH', place: { field: 'content' } }),
  );
});
