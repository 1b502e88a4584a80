// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import vectors from '../vectors/key-file.json' with { type: 'json' };
import { openKeyFile, sealKeyFile, type KeyRole } from './index.ts';

const hex = (value: Uint8Array) => Buffer.from(value).toString('hex');
const utf8 = (text: string) => new TextEncoder().encode(text);
const json = (value: unknown) => utf8(JSON.stringify(value));
const passphrase = utf8(vectors.passphrase);

test('the file of the vectors opens', async () => {
  const secrets = await openKeyFile(passphrase, 'dataOwner', json(vectors.file));
  expect(
    Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, hex(value)])),
  ).toEqual(vectors.secrets);
});

test.each(vectors.mustFail)('refused: $name', async (vector) => {
  const { file, code } = vector;
  const role = (vector.role ?? vectors.role) as KeyRole;
  const attempt = openKeyFile(utf8(vector.passphrase ?? vectors.passphrase), role, json(file));
  await expect(attempt).rejects.toMatchObject({ code, place: {}, message: code });
});

test('bytes that are no JSON, no UTF-8 or over 64 KiB are damaged', async () => {
  const files = [utf8(''), utf8('{"format":'), Uint8Array.of(0x22, 0xff, 0x22)];
  files.push(utf8(JSON.stringify(vectors.file) + ' '.repeat(65_536)));
  for (const file of files) {
    await expect(openKeyFile(passphrase, 'dataOwner', file)).rejects.toMatchObject({
      code: 'KEY_FILE_DAMAGED',
    });
  }
});

test('a sealed file opens again, at full cost, and shows no secret', async () => {
  const secrets = { tokenKey: utf8('0123456789abcdef0123456789abcdef'), share: Uint8Array.of(7) };
  const file = await sealKeyFile(passphrase, 'researcher', secrets);
  const text = new TextDecoder().decode(file);
  expect(JSON.parse(text)).toMatchObject({
    version: 1,
    role: 'researcher',
    scrypt: { n: 131_072, r: 8, p: 1 },
  });
  for (const part of ['tokenKey', 'share', '0123456789', vectors.passphrase]) {
    expect(text).not.toContain(part);
    expect(text).not.toContain(Buffer.from(part).toString('base64url'));
  }
  expect(await openKeyFile(passphrase, 'researcher', file)).toEqual(secrets);
  expect(await sealKeyFile(passphrase, 'researcher', secrets)).not.toEqual(file);
});

test.each([
  ['KEY_LENGTH', 'secrets', {}],
  ['KEY_FILE_FULL', 'secrets', Object.fromEntries(many(33))],
  ['KEY_LENGTH', 'share', { share: new Uint8Array() }],
  ['KEY_LENGTH', 'share', { share: new Uint8Array(1025) }],
  ['KEY_TEXT', 'secrets', { 'no name': Uint8Array.of(1) }],
] as const)('what cannot be sealed: %s of %s', async (code, field, secrets) => {
  await expect(sealKeyFile(passphrase, 'dataOwner', secrets)).rejects.toMatchObject({
    code,
    place: { field },
  });
});

test('a passphrase has 12 to 1,024 bytes', async () => {
  const secrets = { share: Uint8Array.of(1) };
  const seal = (text: string) => sealKeyFile(utf8(text), 'dataOwner', secrets);
  const tooLong = { code: 'KEY_LENGTH', place: { field: 'passphrase' } };
  await expect(seal('elf tekens.')).rejects.toMatchObject({ code: 'KEY_PASSPHRASE_SHORT' });
  await expect(seal('x'.repeat(1025))).rejects.toMatchObject(tooLong);
  await expect(
    openKeyFile(new Uint8Array(1025), 'dataOwner', json(vectors.file)),
  ).rejects.toMatchObject(tooLong);
  await expect(openKeyFile(utf8('kort'), 'dataOwner', json(vectors.file))).rejects.toMatchObject({
    code: 'KEY_FILE_PASSPHRASE',
  });
});

function many(count: number): [string, Uint8Array][] {
  return Array.from({ length: count }, (_, i) => [`secret${i}`, Uint8Array.of(1)]);
}
