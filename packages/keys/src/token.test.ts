// SPDX-License-Identifier: EUPL-1.2
import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import vectors from '../vectors/token.json' with { type: 'json' };
import { recordToken, recordTokens, runIdentity } from './index.ts';

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

test('tokens are the HMAC of framed names, whatever their lengths and order', () => {
  const key = new Uint8Array(32).fill(7);
  const framed = (...names: string[]): Buffer =>
    Buffer.concat(
      names.flatMap((name) => {
        const length = Buffer.alloc(4);
        length.writeUInt32BE(Buffer.byteLength(name));
        return [length, Buffer.from(name)];
      }),
    );
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 90 });
  fc.assert(
    fc.property(name, name, fc.array(name, { maxLength: 8 }), (study, register, ids) => {
      const tokenOf = recordTokens(key, study, register);
      for (const id of [...ids, 'long'.repeat(50)]) {
        const message = framed('koppel/v1/token/record', study, register, id);
        const expected = createHmac('sha256', key).update(message).digest('hex').slice(0, 32);
        expect(hex(tokenOf(id))).toBe(expected);
      }
    }),
  );
});
