// SPDX-License-Identifier: EUPL-1.2
import { expect, jest, test } from '@jest/globals';
import { batchSigningBytes, type BatchEnvelope } from './batch.ts';
import { equalBytes } from './bytes.ts';
import { checkBatch, type BatchExpectation } from './contract.ts';
import { batchExample, countUp, refusalOf } from './testing/examples.ts';

const publicKey = countUp(32, 7);

/** A stand-in for Ed25519 that is as strict about what was signed: the message itself, shortened. */
function signatureOf(message: Uint8Array): Uint8Array {
  const signature = new Uint8Array(64);
  message.forEach((byte, index) => {
    signature[index % 64] = (signature[index % 64]! * 31 + byte) % 251;
  });
  return signature;
}

const expected: BatchExpectation = {
  lane: 'identifiers',
  study: batchExample.study,
  specHash: batchExample.specHash,
  profileHash: batchExample.profileHash,
  owners: new Map([
    ['gemeente-noord', { registers: new Set(['bevolking']), signPublicKey: publicKey }],
    ['gemeente-zuid', { registers: new Set(['bevolking']), signPublicKey: countUp(32, 8) }],
  ]),
  keyCheck: batchExample.keyCheck,
  capacity: batchExample.capacity,
  sealedBytes: batchExample.sealed.length,
  maxBatches: 3,
  verify: (key, message, signature) =>
    equalBytes(key, publicKey) && equalBytes(signature, signatureOf(message)),
};

/** The example with `changes`, signed again by its owner. */
function signedBatch(changes: Partial<BatchEnvelope> = {}): BatchEnvelope {
  const batch = { ...batchExample, ...changes };
  return { ...batch, signature: signatureOf(batchSigningBytes(batch)) };
}

function refusal(batch: BatchEnvelope, changes: Partial<BatchExpectation> = {}): string {
  return refusalOf(() => {
    checkBatch(batch, 'gemeente-noord', { ...expected, ...changes });
  });
}

test('a batch that keeps the contract is accepted', () => {
  expect(refusal(signedBatch())).toBe('accepted');
});

test('CONTRACT_STUDY: a batch of another study', () => {
  expect(refusal(signedBatch({ study: 'andere-studie' }))).toBe('CONTRACT_STUDY gemeente-noord');
});

test('CONTRACT_LANE: a payload batch where identifiers belong', () => {
  expect(refusal(signedBatch({ lane: 'payload' }))).toBe('CONTRACT_LANE gemeente-noord');
});

test('CONTRACT_OWNER: another owner of the study writes to this topic', () => {
  expect(refusal(signedBatch({ owner: 'gemeente-zuid' }))).toBe('CONTRACT_OWNER gemeente-noord');
});

test('CONTRACT_OWNER: the owner of the topic is not in the study', () => {
  expect(refusal(signedBatch(), { owners: new Map() })).toBe('CONTRACT_OWNER gemeente-noord');
});

test('CONTRACT_REGISTER: a register that the study does not ask of this owner', () => {
  expect(refusal(signedBatch({ register: 'werk' }))).toBe('CONTRACT_REGISTER gemeente-noord');
});

test.each<[string, Partial<BatchEnvelope>]>([
  ['lane', { lane: 'payload' }],
  ['spec hash', { specHash: countUp(32, 1) }],
  ['profile hash', { profileHash: countUp(32, 1) }],
  ['check value', { keyCheck: countUp(16, 1) }],
  ['register', { register: 'werk' }],
  ['run', { run: countUp(16, 1) }],
  ['run ordinal', { runOrdinal: 1 }],
  ['base', { runOrdinal: 1, base: countUp(16, 1) }],
  ['sequence', { sequence: 1 }],
  ['number of batches', { batches: 2 }],
  ['capacity', { capacity: 999 }],
  ['sealed block', { sealed: countUp(48, 1) }],
])('CONTRACT_SIGNATURE: the %s changed after signing', (_, change) => {
  const changed = { ...signedBatch(), ...change };
  const { lane, register } = changed;
  const owners = new Map([
    ['gemeente-noord', { registers: new Set([register]), signPublicKey: publicKey }],
  ]);
  expect(refusal(changed, { lane, owners })).toBe('CONTRACT_SIGNATURE gemeente-noord');
});

test('CONTRACT_SIGNATURE: the signature is checked with the key of the owner in the study', () => {
  const { registers } = expected.owners.get('gemeente-noord')!;
  const owners = new Map([['gemeente-noord', { registers, signPublicKey: countUp(32, 9) }]]);
  expect(refusal(signedBatch(), { owners })).toBe('CONTRACT_SIGNATURE gemeente-noord');
});

test('CONTRACT_SPEC_HASH: another version of the study', () => {
  expect(refusal(signedBatch({ specHash: countUp(32, 1) }))).toBe(
    'CONTRACT_SPEC_HASH gemeente-noord',
  );
});

test('CONTRACT_PROFILE_HASH: another way of encoding', () => {
  expect(refusal(signedBatch({ profileHash: countUp(32, 1) }))).toBe(
    'CONTRACT_PROFILE_HASH gemeente-noord',
  );
});

test('CONTRACT_KEY_CHECK: another encoding key, unless none is known yet', () => {
  const other = signedBatch({ keyCheck: countUp(16, 1) });
  expect(refusal(other)).toBe('CONTRACT_KEY_CHECK gemeente-noord');
  expect(refusal(other, { keyCheck: undefined })).toBe('accepted');
});

test('CONTRACT_LENGTH: another capacity, or a sealed block one byte off', () => {
  expect(refusal(signedBatch({ capacity: 999 }))).toBe('CONTRACT_LENGTH gemeente-noord');
  for (const length of [47, 49]) {
    expect(refusal(signedBatch({ sealed: countUp(length, 100) }))).toBe(
      'CONTRACT_LENGTH gemeente-noord',
    );
  }
});

test('CONTRACT_QUOTA: more batches than the owner may send', () => {
  expect(refusal(signedBatch({ batches: 4 }))).toBe('CONTRACT_QUOTA gemeente-noord');
});

test('CONTRACT_SEQUENCE: a number beyond the last batch', () => {
  expect(refusal(signedBatch({ sequence: 3 }))).toBe('CONTRACT_SEQUENCE gemeente-noord');
});

test('of several faults the first in the documented order is reported', () => {
  const faults: [string, Partial<BatchEnvelope>][] = [
    ['CONTRACT_STUDY', { study: 'andere-studie' }],
    ['CONTRACT_LANE', { lane: 'payload' }],
    ['CONTRACT_OWNER', { owner: 'gemeente-zuid' }],
    ['CONTRACT_REGISTER', { register: 'werk' }],
    ['CONTRACT_SPEC_HASH', { specHash: countUp(32, 1) }],
    ['CONTRACT_PROFILE_HASH', { profileHash: countUp(32, 1) }],
    ['CONTRACT_KEY_CHECK', { keyCheck: countUp(16, 1) }],
    ['CONTRACT_LENGTH', { capacity: 999 }],
    ['CONTRACT_QUOTA', { batches: 4 }],
    ['CONTRACT_SEQUENCE', { sequence: 4 }],
  ];
  faults.forEach(([code], index) => {
    const changes = Object.assign({}, ...faults.slice(index).map(([, change]) => change)) as object;
    expect(refusal(signedBatch(changes))).toBe(`${code} gemeente-noord`);
  });
});

test('who the batch claims to be from is checked before its signature, all else after', () => {
  const verify = jest.fn(() => false);
  for (const change of [{ study: 'x1' }, { lane: 'payload' as const }, { register: 'werk' }]) {
    refusal(signedBatch(change), { verify });
  }
  expect(verify).not.toHaveBeenCalled();
  const wrong = signedBatch({ specHash: countUp(32, 1), keyCheck: countUp(16, 1), batches: 9 });
  expect(refusal(wrong, { verify })).toBe('CONTRACT_SIGNATURE gemeente-noord');
  expect(verify).toHaveBeenCalledTimes(1);
});
