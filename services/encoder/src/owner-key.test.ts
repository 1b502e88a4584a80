// SPDX-License-Identifier: EUPL-1.2
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { signingPublicKey } from '@koppel/keys/sign';
import { decodePublicKey } from '@koppel/study';
import {
  newOwnerSecrets,
  openOwnerKey,
  publicKeyLines,
  saveOwnerKey,
  secretOf,
} from './owner-key.ts';
import { makePlace, refusal, type Place } from './testing/place.ts';

let place: Place;

beforeAll(async () => {
  place = await makePlace();
});

afterAll(async () => {
  await place.remove();
});

const passphrase = new TextEncoder().encode('correct horse battery');

test('a key file keeps its secrets, for its owner alone, and is not overwritten unasked', async () => {
  const file = join(place.folder, 'owner.key');
  const secrets = await newOwnerSecrets();
  await saveOwnerKey(file, passphrase, secrets, { replace: false });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await openOwnerKey(file, passphrase)).toEqual(secrets);

  const before = readFileSync(file);
  const again = () => saveOwnerKey(file, passphrase, secrets, { replace: false });
  expect(await refusal(place, again)).toEqual(['FILE_EXISTS {"file":"owner.key"}']);
  const wrong = new TextEncoder().encode('incorrect horse');
  expect(await refusal(place, () => openOwnerKey(file, wrong))).toEqual([
    'KEY_FILE_PASSPHRASE {"file":"owner.key"}',
  ]);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('two owners never have the same secrets', async () => {
  const [one, other] = [await newOwnerSecrets(), await newOwnerSecrets()];
  const all = [one, other].flatMap((secrets) => Object.values(secrets).map((each) => each.join()));
  expect(new Set(all).size).toBe(6);
});

test('the public lines hold the public keys and no secret', async () => {
  const secrets = await newOwnerSecrets();
  const lines = publicKeyLines(secrets);
  const [, sign, mailbox] = /^signPublicKey: (.*)\nmailboxPublicKey: (.*)\n$/.exec(lines)!;
  expect(decodePublicKey(sign!)).toEqual(signingPublicKey(secrets['sign']!));
  expect(decodePublicKey(mailbox!)).toHaveLength(32);
  for (const secret of Object.values(secrets)) {
    expect(lines).not.toContain(Buffer.from(secret).toString('base64url'));
  }
});

test('a key file without a secret that every owner has is damaged', async () => {
  expect(await refusal(place, () => secretOf({ sign: new Uint8Array(32) }, 'token'))).toEqual([
    'KEY_FILE_DAMAGED {"field":"token"}',
  ]);
});
