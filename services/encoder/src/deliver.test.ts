// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { runIdentity } from '@koppel/keys';
import { generateSigningKeyPair } from '@koppel/keys/sign';
import type { LogPort } from '@koppel/transport';
import { decodeBatch, topics, type Lane } from '@koppel/wire';
import { contentHash, runContent } from './content-hash.ts';
import { deliverLane, nameRun, type Delivered } from './deliver.ts';
import { buildBatch, type Run, type Sender } from './egress.ts';
import { RegisterBuilder, type PreparedRegister } from './prepared.ts';
import { crashingAt, listen, makePlace, valuesOf, type Place } from './testing/place.ts';
import { makeStudy, readStudy, type TestStudy } from './testing/study.ts';

let place: Place;
let world: TestStudy;
let sender: Sender;

beforeAll(async () => {
  world = await makeStudy(['north', 'south']);
  ({ sender } = world.owners[0]!);
});

beforeEach(async () => {
  place = await makePlace();
});

afterEach(async () => {
  await place.remove();
});

const tokenKey = new Uint8Array(32).fill(2);

function rowsOf(count: number, seed: number): PreparedRegister {
  const builder = new RegisterBuilder(64, 4);
  for (let row = 0; row < count; row += 1) {
    const token = new Uint8Array(16).fill(row + 1);
    builder.add(token, new Uint8Array(64).fill(seed), 1, [1, undefined, seed, 0]);
  }
  return builder.finish();
}

/** What `koppel-encoder run` does with the rows of register 1. */
async function deliver(rows: PreparedRegister, port: LogPort = place.port, from: Sender = sender) {
  const content = contentHash(from.specHash, rows);
  const name = await nameRun(from, port, 'benefits', (ordinal) =>
    runIdentity(tokenKey, 'sample', 'benefits', runContent(content, ordinal)),
  );
  const profileHash = new Uint8Array(32);
  const run: Run = {
    register: 1,
    profileHash,
    keyCheck: new Uint8Array(16),
    base: new Uint8Array(16),
    ...name,
    rows,
  };
  const { reporter } = listen();
  const sent: Delivered[] = [];
  for (const lane of ['identifiers', 'payload'] as const) {
    sent.push(await deliverLane(from, port, run, lane, reporter));
  }
  return { run, sent };
}

async function batchesOn(lane: Lane) {
  const { batches, payload } = topics('sample');
  const topic = lane === 'identifiers' ? batches('north') : payload('north');
  return (await valuesOf(place.port, topic)).map(decodeBatch);
}

/** Run ordinal and sequence of every batch on a lane. */
const placesOn = async (lane: Lane): Promise<string[]> =>
  (await batchesOn(lane)).map(({ runOrdinal, sequence }) => `${runOrdinal}.${sequence}`);

const all = (count: number) => ({ sent: count, alreadyThere: 0 });
const none = (count: number) => ({ sent: 0, alreadyThere: count });

test('every batch of a run arrives once on its lane, in order', async () => {
  const { run, sent } = await deliver(rowsOf(25, 1));
  expect(sent).toEqual([all(3), all(3)]);
  for (const lane of ['identifiers', 'payload'] as const) {
    expect(await placesOn(lane)).toEqual(['0.0', '0.1', '0.2']);
    for (const batch of await batchesOn(lane)) {
      expect(batch).toMatchObject({ lane, run: run.identity, batches: 3, register: 'benefits' });
    }
  }
});

test('delivering the same rows again sends nothing', async () => {
  const first = await deliver(rowsOf(25, 1));
  const again = await deliver(rowsOf(25, 1));
  expect(again.sent).toEqual([none(3), none(3)]);
  expect(again.run.identity).toEqual(first.run.identity);
});

test.each([1, 2, 3, 4, 5, 6])(
  'killed at append %i, the next try sends the rest',
  async (append) => {
    const rows = rowsOf(25, 1);
    await expect(deliver(rows, crashingAt(place.port, append))).rejects.toThrow('killed');
    const { sent, run } = await deliver(rows);
    expect(sent.reduce((total, lane) => total + lane.sent, 0)).toBe(6 - (append - 1));
    for (const lane of ['identifiers', 'payload'] as const) {
      expect(await placesOn(lane)).toEqual(['0.0', '0.1', '0.2']);
      for (const batch of await batchesOn(lane)) expect(batch.run).toEqual(run.identity);
    }
  },
);

test('other rows are a next run, and so are the first rows after them', async () => {
  const runs = [];
  for (const rows of [rowsOf(5, 1), rowsOf(5, 2), rowsOf(5, 1)])
    runs.push((await deliver(rows)).run);
  expect(runs.map(({ ordinal }) => ordinal)).toEqual([0, 1, 2]);
  expect(new Set(runs.map(({ identity }) => identity.join())).size).toBe(3);
  expect(await placesOn('identifiers')).toEqual(['0.0', '1.0', '2.0']);
});

test('a run that was broken off stays behind when the rows change', async () => {
  await expect(deliver(rowsOf(25, 1), crashingAt(place.port, 3))).rejects.toThrow('killed');
  const { run, sent } = await deliver(rowsOf(25, 2));
  expect([run.ordinal, sent]).toEqual([1, [all(3), all(3)]]);
  expect(await placesOn('identifiers')).toEqual(['0.0', '0.1', '1.0', '1.1', '1.2']);
});

test('another version of the study counts its own runs', async () => {
  await deliver(rowsOf(5, 1));
  const changed = readStudy({ ...world.input, title: 'Another title' });
  const { run } = await deliver(rowsOf(5, 1), place.port, { ...sender, ...changed });
  expect(run.ordinal).toBe(0);
  expect(await placesOn('identifiers')).toEqual(['0.0', '0.0']);
});

test('what others put on the topic changes nothing', async () => {
  const rows = rowsOf(25, 1);
  const expected = (await deliver(rows)).run;
  await place.remove();
  place = await makePlace();

  const stranger = { ...sender, signSecretKey: generateSigningKeyPair().secretKey };
  const high = { ...expected, ordinal: 2 ** 31 - 1 };
  const { batches } = topics('sample');
  await place.port.append(batches('north'), [
    new TextEncoder().encode('noise'),
    await buildBatch(stranger, expected, 'identifiers', 0),
    await buildBatch(stranger, high, 'identifiers', 1),
    await buildBatch(world.owners[1]!.sender, high, 'identifiers', 1),
    await buildBatch(sender, high, 'payload', 1),
    await buildBatch(sender, { ...high, register: 0 }, 'identifiers', 1),
    await buildBatch({ ...sender, study: { ...world.study, id: 'other' } }, high, 'identifiers', 1),
  ]);
  const { run, sent } = await deliver(rows);
  expect([run.ordinal, run.identity, sent]).toEqual([0, expected.identity, [all(3), all(3)]]);
});

test('progress is told to the end', async () => {
  const told = listen();
  const { run } = await deliver(rowsOf(25, 1));
  await deliverLane(sender, place.port, run, 'identifiers', told.reporter);
  expect(told.lines).toMatchObject([{ event: 'stageDone', stage: 'send identifiers', total: 3 }]);
});
