// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { generateSigningKeyPair, sign, signingPublicKey, verify } from '@koppel/keys/sign';
import {
  decodeReceipt,
  encodeReceipt,
  receiptSigningBytes,
  topics,
  type UnsignedReceipt,
} from '@koppel/wire';
import { giveReceipts, GivenReceipts } from './receipts.ts';
import { LinkageState, type Refusal, type StoredBatch } from './state.ts';
import { crashingAt, makePlace, valuesOf, type Place } from './testing/place.ts';
import { makeStudy, runName, type TestStudy } from './testing/study.ts';

let place: Place;
let world: TestStudy;
let state: LinkageState;

beforeAll(async () => {
  world = await makeStudy();
});

beforeEach(async () => {
  place = await makePlace();
  state = new LinkageState(join(place.folder, 'state'), world.specHash);
  state.store({
    topic: 'koppel.sample.batches.north',
    next: 3,
    accepted: [batchOf('north', 1), batchOf('north', 0)],
    refused: [refusalOf('north', 2)],
  });
  state.store({
    topic: 'koppel.sample.batches.south',
    next: 1,
    accepted: [],
    refused: [refusalOf('south', 0)],
  });
});

afterEach(async () => {
  state.close();
  await place.remove();
});

const register = 'population';

function batchOf(owner: string, sequence: number): StoredBatch {
  const columns = {
    tokens: new Uint8Array(16),
    kinds: Uint8Array.of(1),
    filters: new Uint8Array(64),
  };
  const place = { run: runName(1), runOrdinal: 0, base: new Uint8Array(16), sequence, batches: 3 };
  return { owner, register, ...place, count: 1, ...columns };
}

function refusalOf(owner: string, offset: number): Refusal {
  const code = 'CONTRACT_SIGNATURE' as const;
  return { owner, register, run: runName(2), sequence: 7, offset, code };
}

const give = (port = place.port) => giveReceipts(world.study, port, state, world.unit.sign);

async function receiptsOf(owner: string) {
  return (await valuesOf(place.port, topics('sample').receipts(owner))).map(decodeReceipt);
}

const short = async (owner: string): Promise<string[]> =>
  (await receiptsOf(owner)).map(
    ({ sequence, accepted, code }) => `${sequence} ${accepted} ${code}`,
  );

const expected = ['0 true ', '1 true ', '7 false CONTRACT_SIGNATURE'];

test('every batch gets one receipt, on the topic of its owner, signed', async () => {
  expect(await give()).toBe(4);
  expect(await short('north')).toEqual(expected);
  expect(await short('south')).toEqual(['7 false CONTRACT_SIGNATURE']);
  const publicKey = signingPublicKey(world.unit.sign);
  for (const receipt of await receiptsOf('north')) {
    expect(receipt).toMatchObject({
      study: 'sample',
      owner: 'north',
      register,
      lane: 'identifiers',
    });
    expect(verify(publicKey, receiptSigningBytes(receipt), receipt.signature)).toBe(true);
  }
});

test('giving again gives only what is new', async () => {
  await give();
  expect(await give()).toBe(0);
  state.store({
    topic: 'koppel.sample.batches.north',
    next: 4,
    accepted: [batchOf('north', 2)],
    refused: [],
  });
  expect(await give()).toBe(1);
  expect(await short('north')).toEqual([...expected, '2 true ']);
});

test('who remembers what was given reads and verifies each receipt once', async () => {
  const asked: number[] = [];
  const port = {
    ...place.port,
    append: place.port.append.bind(place.port),
    read(topic: string, from: number, limit: number) {
      if (topic === topics('sample').receipts('north')) asked.push(from);
      return place.port.read(topic, from, limit);
    },
  };
  const given = new GivenReceipts();
  const again = () => giveReceipts(world.study, port, state, world.unit.sign, given);
  expect([await again(), await again(), await again()]).toEqual([4, 0, 0]);
  // Nothing; then the three that it gave, and that there is no more; then only that.
  expect(asked).toEqual([0, 0, 3, 3]);
});

test.each([1, 2])('killed at append %i, the next try gives the rest', async (append) => {
  await expect(give(crashingAt(place.port, append))).rejects.toThrow('killed');
  await give();
  expect(await short('north')).toEqual(expected);
  expect(await short('south')).toHaveLength(1);
});

test('a run that is refused when its batches had been taken has one receipt more', async () => {
  await give();
  state.judge({ owner: 'north', register, run: runName(1), code: 'CONTRACT_QUOTA' });
  state.judge({ owner: 'north', register, run: runName(3), code: '' });
  expect([await give(), await give()]).toEqual([1, 0]);
  expect(await short('north')).toEqual([...expected, '0 false CONTRACT_QUOTA']);
  expect((await receiptsOf('north')).at(-1)!.run).toEqual(runName(1));
});

test('the same refusal of many messages is answered once', async () => {
  const refused = Array.from({ length: 5 }, (_, offset) => refusalOf('north', offset + 10));
  state.store({ topic: 'koppel.sample.batches.north', next: 15, accepted: [], refused });
  await give();
  expect(await short('north')).toEqual(expected);
});

test('a receipt that is not ours answers nothing', async () => {
  const forged: UnsignedReceipt = {
    study: 'sample', owner: 'north', register, lane: 'identifiers', run: runName(1), sequence: 0,
    accepted: true, code: '',
  }; // prettier-ignore
  const stranger = generateSigningKeyPair().secretKey;
  const signedBy = (key: Uint8Array, receipt: UnsignedReceipt): Uint8Array =>
    encodeReceipt({ ...receipt, signature: sign(key, receiptSigningBytes(receipt)) });
  await place.port.append(topics('sample').receipts('north'), [
    new TextEncoder().encode('noise'),
    signedBy(stranger, forged),
    signedBy(world.unit.sign, { ...forged, owner: 'south' }),
    signedBy(world.unit.sign, { ...forged, study: 'another' }),
  ]);
  expect(await give()).toBe(4);
});
