// SPDX-License-Identifier: EUPL-1.2
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { isKoppelError } from '@koppel/errors';
import type { Study } from '@koppel/study';
import { authenticCeremony, expectedOwners, readAgreement } from './agreement.ts';
import { ceremonySigningBytes, encodeCeremony, type UnsignedCeremonyMessage } from './ceremony.ts';

/** A stand-in for Ed25519 that still depends on key and message: SHA-512 of both. */
function signatureOf(signer: Uint8Array, message: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha512').update(signer).update(message).digest());
}

const signerOf = (owner: string) => new Uint8Array(32).fill(owner.length);
const parties = {
  study: 'sample',
  specHash: new Uint8Array(32).fill(1),
  owners: new Map(
    ['utrecht', 'rotterdam'].map((owner) => [
      owner,
      { registers: new Set(['benefits']), signPublicKey: signerOf(owner) },
    ]),
  ),
  verify: (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
    Buffer.from(signatureOf(publicKey, message)).equals(signature),
};

function confirm(owner: string, change: object = {}, signer = owner): Uint8Array {
  const message = {
    step: 'confirm',
    study: 'sample',
    specHash: parties.specHash,
    owner,
    profileHash: new Uint8Array(32).fill(2),
    keyCheck: new Uint8Array(16).fill(3),
    ...change,
  } as UnsignedCeremonyMessage;
  const signature = signatureOf(signerOf(signer), ceremonySigningBytes(message));
  return encodeCeremony({ ...message, signature });
}

const otherCheck = { keyCheck: new Uint8Array(16).fill(9) };
const otherProfile = { profileHash: new Uint8Array(32).fill(9) };

function refusal(messages: Uint8Array[]): string {
  try {
    readAgreement(messages, parties);
    return 'agreed';
  } catch (thrown) {
    return isKoppelError(thrown) ? `${thrown.code} ${thrown.place.field ?? ''}` : 'other';
  }
}

test('all owners that confirm the same agree', () => {
  const agreement = readAgreement([confirm('rotterdam'), confirm('utrecht')], parties);
  expect(agreement).toEqual({
    profileHash: new Uint8Array(32).fill(2),
    keyCheck: new Uint8Array(16).fill(3),
  });
});

test('owners that are silent are named, and nobody at all is no agreement', () => {
  expect(readAgreement([confirm('utrecht')], parties)).toEqual({ missing: ['rotterdam'] });
  expect(readAgreement([], { ...parties, owners: new Map() })).toEqual({ missing: [] });
});

test('another key or another profile is found', () => {
  expect(refusal([confirm('utrecht'), confirm('rotterdam', otherCheck)])).toBe(
    'CEREMONY_DISAGREES rotterdam',
  );
  expect(refusal([confirm('rotterdam'), confirm('utrecht', otherProfile)])).toBe(
    'CEREMONY_DISAGREES utrecht',
  );
});

test('the first confirmation of an owner counts', () => {
  const messages = [confirm('utrecht'), confirm('utrecht', otherCheck), confirm('rotterdam')];
  expect(refusal(messages)).toBe('agreed');
});

const noise: [string, Uint8Array][] = [
  ['bytes that are no message', new Uint8Array([1, 2, 3])],
  ['another study', confirm('utrecht', { study: 'other' })],
  ['another version of the study', confirm('utrecht', { specHash: new Uint8Array(32) })],
  ['an owner that the study does not name', confirm('amsterdam')],
  ['a signature of another owner', confirm('utrecht', {}, 'rotterdam')],
];

test.each(noise)('%s is noise', (_, message) => {
  expect(authenticCeremony(message, parties)).toBeUndefined();
  expect(readAgreement([message, confirm('rotterdam')], parties)).toEqual({ missing: ['utrecht'] });
});

test('a commitment is authentic and confirms nothing', () => {
  const commitment = { step: 'commit', commitment: new Uint8Array(32).fill(4) };
  const message = confirm('utrecht', commitment);
  expect(authenticCeremony(message, parties)?.step).toBe('commit');
  expect(readAgreement([message], parties)).toEqual({ missing: ['utrecht', 'rotterdam'] });
});

test('owners come from the study with their registers and signing keys', () => {
  const study = {
    owners: [{ id: 'utrecht', registers: ['benefits'], signPublicKey: 'A'.repeat(43) }],
  } as unknown as Study;
  expect(expectedOwners(study)).toEqual(
    new Map([['utrecht', { registers: new Set(['benefits']), signPublicKey: new Uint8Array(32) }]]),
  );
});
