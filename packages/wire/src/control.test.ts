// SPDX-License-Identifier: EUPL-1.2
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  COORDINATOR,
  encodeControlBody,
  type ControlBody,
  type CoordinatedStudy,
  type Study,
} from '@koppel/study';
import {
  controlParties,
  controlRecordHash,
  controlSigningBytes,
  decodeControlRecord,
  encodeControlRecord,
  readControl,
  type UnsignedControlRecord,
} from './control.ts';

const keyOf = (letter: string): string => letter.repeat(43);
const signerBytes = (signer: string): Uint8Array =>
  Uint8Array.from(Buffer.from(keyOf(signer === COORDINATOR ? 'A' : 'E'), 'base64url'));

/** A stand-in for Ed25519 that still depends on key and message: SHA-512 of both. */
function signatureOf(signer: Uint8Array, message: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha512').update(signer).update(message).digest());
}

const specHash = new Uint8Array(32).fill(1);
const parties = {
  study: {
    id: 'sample',
    coordinator: { name: 'Coordinator', signPublicKey: keyOf('A') },
    subStudies: [],
    cities: [],
    registers: [],
    mandates: [{ id: 'board', office: 'Board', cities: ['utrecht'], signPublicKey: keyOf('E') }],
  } as unknown as CoordinatedStudy,
  specHash,
  verify: (key: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
    Buffer.from(signatureOf(key, message)).equals(signature),
};

const revoke = (id: string): ControlBody => ({
  kind: 'revoke',
  id,
  on: '2026-01-01',
  reason: 'No',
});

function record(change: Partial<UnsignedControlRecord> = {}, signedBy = change.signer): Uint8Array {
  const unsigned: UnsignedControlRecord = {
    study: 'sample',
    specHash,
    sequence: 0,
    previous: specHash,
    signer: COORDINATOR,
    body: encodeControlBody(revoke('first')),
    ...change,
  };
  const signature = signatureOf(
    signerBytes(signedBy ?? COORDINATOR),
    controlSigningBytes(unsigned),
  );
  return encodeControlRecord({ ...unsigned, signature });
}

const first = record();
const second = record({
  sequence: 1,
  previous: controlRecordHash(first),
  signer: 'board',
  body: encodeControlBody(revoke('second')),
});

test('a record is read as it was written', () => {
  expect(encodeControlRecord(decodeControlRecord(second))).toEqual(second);
  expect(controlRecordHash(first)).toEqual(
    Uint8Array.from(createHash('sha256').update(first).digest()),
  );
});

test('a chain is read in its order', () => {
  const { entries, places, state, next, ...counts } = readControl([first, second], parties);
  expect(places).toEqual(['entry', 'entry']);
  expect(state.problems.map(({ problem }) => problem)).toEqual(['unknownReference', 'noMandate']);
  expect(entries).toEqual([
    { sequence: 0, signer: COORDINATOR, body: revoke('first') },
    { sequence: 1, signer: 'board', body: revoke('second') },
  ]);
  expect(next).toEqual({ sequence: 2, previous: controlRecordHash(second) });
  expect(counts).toEqual({ late: 0, otherVersion: 0, ignored: 0 });
});

test('of two that were written at once the first counts', () => {
  const other = record({ body: encodeControlBody(revoke('other')) });
  const { entries, late, places } = readControl([first, other, second], parties);
  expect(places).toEqual(['entry', 'late', 'entry']);
  expect(entries.map(({ body }) => body)).toEqual([revoke('first'), revoke('second')]);
  expect(late).toBe(1);
});

describe('does not count:', () => {
  const tampered = Uint8Array.from(first);
  tampered[tampered.length - 70]! ^= 1;
  test.each([
    [
      'a record of another version',
      record({ specHash: new Uint8Array(32).fill(2) }),
      'otherVersion',
    ],
    ['a gap', record({ sequence: 1 }), 'late'],
    ['another one before it', record({ previous: new Uint8Array(32) }), 'late'],
    ['another study', record({ study: 'other' }), 'ignored'],
    ['a signer that the study does not have', record({ signer: 'mayor' }), 'ignored'],
    ['another signature than the signer’s', record({ signer: 'board' }, COORDINATOR), 'ignored'],
    ['a changed record', tampered, 'ignored'],
    ['a body that is none', record({ body: Uint8Array.of(0x7b, 0x7d) }), 'ignored'],
    ['no record at all', Uint8Array.of(14), 'ignored'],
    ['another message', Uint8Array.of(7, 1, 0), 'ignored'],
  ])('%s', (_name, message, counted) => {
    const { entries, places, state, next, ...counts } = readControl([message], parties);
    expect(places).toEqual([counted]);
    expect(state).toEqual({
      documents: new Map(),
      decisions: new Map(),
      heldBack: new Map(),
      objections: new Map(),
      problems: [],
    });
    expect(entries).toEqual([]);
    expect(next).toEqual({ sequence: 0, previous: specHash });
    expect(counts).toEqual({ late: 0, otherVersion: 0, ignored: 0, [counted]: 1 });
  });
});

test('a study of form 1 has no control topic', () => {
  const { verify, study } = parties;
  expect(controlParties({ study: { ...study, koppel: 2 }, specHash }, verify)).toMatchObject({
    specHash,
  });
  const stated = { ...study, koppel: 1 } as unknown as Study;
  expect(controlParties({ study: stated, specHash }, verify)).toBeUndefined();
});
