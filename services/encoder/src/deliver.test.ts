// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { generateSigningKeyPair } from '@koppel/keys/sign';
import { decodeBatch, rowKinds, topics, type Lane } from '@koppel/wire';
import { deliverRun, type Delivery, type LeavingBatch } from './deliver.ts';
import { buildBatch, type Run, type Sender } from './egress.ts';
import type { BatchRows } from './rows/batch-rows.ts';
import { readRuns } from './run-log.ts';
import { noBase } from './run-plan.ts';
import { crashingAt, listen, makePlace, valuesOf, type Place } from './testing/place.ts';
import { batchesOf } from './testing/rows.ts';
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

const lanes = ['payload', 'identifiers'] as const;

/** Three batches of ten rows at most, whose bytes are those of `seed`. */
function rowsOf(count: number, seed: number): BatchRows[] {
  const rows = Array.from({ length: count }, (_, row) => ({
    token: new Uint8Array(16).fill(row + 1),
    filter: new Uint8Array(64).fill(seed),
    presence: 1,
    payload: [1, undefined, seed, 0],
  }));
  return batchesOf(rows, 10);
}

function runOf(ordinal: number, batches: number, base = noBase): Run {
  const identity = new Uint8Array(16).fill(100 + ordinal);
  const [profileHash, keyCheck] = [new Uint8Array(32), new Uint8Array(16)];
  return { register: 1, profileHash, keyCheck, identity, ordinal, base, batches };
}

/** What `koppel-encoder run` does with a run of register 1. */
async function deliver(run: Run, rows: readonly BatchRows[], changed: Partial<Delivery> = {}) {
  const runs = await readRuns(changed.sender ?? sender, place.port, 'benefits', lanes);
  const there = runs.find(({ ordinal }) => ordinal === run.ordinal);
  const { reporter } = listen();
  return deliverRun({ sender, port: place.port, reporter, lanes, run, there, ...changed }, rows);
}

async function batchesOn(lane: Lane) {
  const { batches, payload } = topics('sample');
  const topic = lane === 'identifiers' ? batches('north') : payload('north');
  return (await valuesOf(place.port, topic)).map(decodeBatch);
}

/** Run ordinal and sequence of every batch on a lane. */
const placesOn = async (lane: Lane): Promise<string[]> =>
  (await batchesOn(lane)).map(({ runOrdinal, sequence }) => `${runOrdinal}.${sequence}`);

const runsOn = () => readRuns(sender, place.port, 'benefits', lanes);

test('every batch of a run arrives once on its lane, in order', async () => {
  const base = new Uint8Array(16).fill(9);
  const run = runOf(7, 3, base);
  expect(await deliver(run, rowsOf(25, 1))).toEqual({ sent: 6, alreadyThere: 0 });
  for (const lane of lanes) {
    expect(await placesOn(lane)).toEqual(['7.0', '7.1', '7.2']);
    for (const batch of await batchesOn(lane)) {
      expect(batch).toMatchObject({
        lane,
        run: run.identity,
        base,
        batches: 3,
        register: 'benefits',
      });
    }
  }
});

test('delivering the same run again sends nothing', async () => {
  await deliver(runOf(0, 3), rowsOf(25, 1));
  expect(await deliver(runOf(0, 3), rowsOf(25, 1))).toEqual({ sent: 0, alreadyThere: 6 });
});

test.each([1, 2, 3, 4, 5, 6])(
  'killed at append %i, the next try sends the rest',
  async (append) => {
    const rows = rowsOf(25, 1);
    const port = crashingAt(place.port, append);
    await expect(deliver(runOf(0, 3), rows, { port })).rejects.toThrow('killed');
    const [run] = await runsOn();
    if (append > 1) expect(run!.complete).toBe(false);
    // What is complete for the linkage unit is complete for the researcher.
    const [payload, identifiers] = [await placesOn('payload'), await placesOn('identifiers')];
    expect(payload.length - identifiers.length).toBe((append - 1) % 2);
    expect(await deliver(runOf(0, 3), rows)).toEqual({
      sent: 7 - append,
      alreadyThere: append - 1,
    });
    for (const lane of lanes) expect(await placesOn(lane)).toEqual(['0.0', '0.1', '0.2']);
    expect(await runsOn()).toMatchObject([{ ordinal: 0, complete: true }]);
  },
);

test('the log tells which runs there are, and which are complete', async () => {
  const one = runOf(1, 1, runOf(0, 3).identity);
  const port = crashingAt(place.port, 4);
  await expect(deliver(runOf(0, 3), rowsOf(25, 1), { port })).rejects.toThrow('killed');
  await deliver(one, rowsOf(5, 2));
  expect(await runsOn()).toMatchObject([
    { identity: runOf(0, 3).identity, ordinal: 0, base: noBase, batches: 3, complete: false },
    { identity: one.identity, ordinal: 1, base: one.base, batches: 1, complete: true },
  ]);
});

test('a register without payload is complete on one lane', async () => {
  const run = { ...runOf(0, 1), register: 0 };
  await deliver(run, rowsOf(5, 1), { lanes: ['identifiers'] });
  const runs = await readRuns(sender, place.port, 'population', ['identifiers']);
  expect(runs).toMatchObject([{ complete: true }]);
  expect(await placesOn('payload')).toEqual([]);
});

test('another version of the study has its own runs', async () => {
  await deliver(runOf(0, 1), rowsOf(5, 1));
  const changed = readStudy({ ...world.input, title: 'Another title' });
  const other = { ...sender, ...changed };
  expect(await readRuns(other, place.port, 'benefits', lanes)).toEqual([]);
  expect(await deliver(runOf(0, 1), rowsOf(5, 1), { sender: other })).toEqual({
    sent: 2,
    alreadyThere: 0,
  });
});

test('what others put on the topic is no run', async () => {
  const [rows] = rowsOf(5, 1) as [BatchRows];
  const stranger = { ...sender, signSecretKey: generateSigningKeyPair().secretKey };
  const run = runOf(3, 3);
  const { batches } = topics('sample');
  const other = { ...sender, study: { ...world.study, id: 'other' } };
  await place.port.append(batches('north'), [
    new TextEncoder().encode('noise'),
    await buildBatch(stranger, run, 'identifiers', 0, rows),
    await buildBatch(world.owners[1]!.sender, run, 'identifiers', 1, rows),
    await buildBatch(sender, run, 'payload', 1, rows),
    await buildBatch(sender, { ...run, register: 0 }, 'identifiers', 1, rows),
    await buildBatch(other, run, 'identifiers', 1, rows),
  ]);
  expect(await runsOn()).toEqual([]);
});

test('each batch is accounted for before it is on the log, and after', async () => {
  const told: string[] = [];
  const seen: LeavingBatch[] = [];
  const { batches, payload } = topics('sample');
  const end = (batch: LeavingBatch) => place.port.end(batch.topic);
  await deliver(runOf(0, 2), rowsOf(15, 1), {
    async onLeaving(leaving) {
      for (const batch of leaving) {
        told.push(`before ${batch.topic} ${batch.sequence} ${await end(batch)}`);
      }
      seen.push(...leaving);
    },
    async onSent(leaving, offsets) {
      for (const [at, batch] of leaving.entries()) {
        told.push(`after ${batch.topic} ${batch.sequence} ${offsets[at]!} ${await end(batch)}`);
      }
    },
  });
  expect(told).toEqual([
    `before ${payload('north')} 0 0`,
    `before ${batches('north')} 0 0`,
    `after ${payload('north')} 0 0 1`,
    `after ${batches('north')} 0 0 1`,
    `before ${payload('north')} 1 1`,
    `before ${batches('north')} 1 1`,
    `after ${payload('north')} 1 1 2`,
    `after ${batches('north')} 1 1 2`,
  ]);
  expect(seen.map(({ count }) => count)).toEqual([10, 10, 5, 5]);
  expect(seen[3]).toMatchObject({
    lane: 'identifiers', register: 'benefits', runOrdinal: 0, batches: 2,
    kinds: new Uint8Array(5).fill(rowKinds.record),
    message: (await valuesOf(place.port, batches('north')))[1],
  }); // prettier-ignore
  expect(Array.from(seen[3]!.tokens).filter((_, at) => at % 16 === 0)).toEqual([
    11, 12, 13, 14, 15,
  ]);
});

test('a long run goes by more and more batches at a time, payload first, each at its place', async () => {
  const count = 80;
  const rows = rowsOf(10 * count, 1).map((one, at) => ({
    ...one,
    tokens: one.tokens.map((_, byte) => (byte % 16 === 0 ? at : 1)),
  }));
  const sizes: number[] = [];
  const offsets: number[] = [];
  const onSent = (leaving: readonly LeavingBatch[], places: readonly number[]): void => {
    const half = leaving.length / 2;
    expect(leaving.map(({ lane }) => lane)).toEqual([
      ...new Array<Lane>(half).fill('payload'),
      ...new Array<Lane>(half).fill('identifiers'),
    ]);
    const sequences = leaving.map(({ sequence }) => sequence);
    expect(places).toEqual(sequences);
    // Its own tokens, although the rows of others were read since.
    for (const { tokens, sequence } of leaving) expect(tokens[16]).toBe(sequence);
    sizes.push(half);
    offsets.push(...places.slice(half));
  };
  /** One object that is filled again, as the register's rows come. */
  function* reused(): Generator<BatchRows> {
    const tokens = new Uint8Array(rows[0]!.tokens.length);
    for (const one of rows) {
      tokens.set(one.tokens);
      yield { ...one, tokens };
    }
  }
  const run = runOf(0, count);
  const { reporter } = listen();
  const delivery = { sender, port: place.port, reporter, lanes, run, there: undefined, onSent };
  expect(await deliverRun(delivery, reused())).toEqual({ sent: 2 * count, alreadyThere: 0 });
  expect(offsets).toEqual(Array.from({ length: count }, (_, at) => at));
  expect(sizes.slice(0, 8)).toEqual(new Array(8).fill(1));
  expect(sizes.slice(8, 12)).toEqual([2, 2, 2, 2]);
  expect(Math.max(...sizes)).toBe(8);
  // What is there in part is completed: no payload of 70 to 79, no identifiers of 60 to 79.
  const [runs] = await runsOn();
  const kept = (upTo: number) => new Set(Array.from({ length: upTo }, (_, at) => at));
  const there = { ...runs!, sequences: new Map([['payload', kept(70)], ['identifiers', kept(60)]] as const) }; // prettier-ignore
  const rest = { ...delivery, there, onSent: undefined };
  expect(await deliverRun(rest, reused())).toEqual({ sent: 30, alreadyThere: 130 });
  expect((await placesOn('payload')).slice(count)).toEqual(
    Array.from({ length: 10 }, (_, at) => `0.${70 + at}`),
  );
});

test('of batches of many bytes fewer go at a time, however long the run', async () => {
  const capacity = 40_000;
  const large = { ...world.study, batches: { ...world.study.batches, capacity } };
  const row = { token: new Uint8Array(16), filter: new Uint8Array(64), presence: 1, payload: [] };
  const [rows] = batchesOf([row], capacity);
  const sizes: number[] = [];
  await deliverRun(
    {
      sender: { ...sender, study: large }, port: place.port, reporter: listen().reporter,
      lanes: ['identifiers'], run: { ...runOf(0, 24), register: 0 }, there: undefined,
      onSent: (leaving) => void sizes.push(leaving.length),
    },
    new Array<BatchRows>(24).fill(rows!),
  ); // prettier-ignore
  expect(sizes).toEqual([...new Array<number>(8).fill(1), ...new Array<number>(8).fill(2)]);
});

test('a batch that cannot be accounted for does not leave', async () => {
  const onLeaving = ([first]: readonly LeavingBatch[]): void => {
    if (first!.sequence === 1) throw new Error('no account');
  };
  await expect(deliver(runOf(0, 3), rowsOf(25, 1), { onLeaving })).rejects.toThrow('no account');
  for (const lane of lanes) expect(await placesOn(lane)).toEqual(['0.0']);
});

test('a run that is told to stop stops between two batches', async () => {
  const stop = new AbortController();
  const onSent = (): void => {
    stop.abort();
  };
  const { signal } = stop;
  const stopped = deliver(runOf(0, 3), rowsOf(25, 1), { onSent, signal });
  await expect(stopped).rejects.toThrow(/abort/i);
  for (const lane of lanes) expect(await placesOn(lane)).toEqual(['0.0']);
});

test('batches leave at the distances that the study sets', async () => {
  const spaced = { ...world.study, batches: { ...world.study.batches, intervalSeconds: 1 } };
  const moments: number[] = [];
  const started = performance.now();
  await deliver(runOf(0, 3), rowsOf(25, 1), {
    sender: { ...sender, study: spaced },
    onLeaving() {
      moments.push(performance.now() - started);
    },
  });
  expect(moments.map((moment) => Math.floor(moment / 990))).toEqual([0, 1, 2]);
});

test('a lane tells how far it is', async () => {
  const told = listen();
  await deliver(runOf(0, 3), rowsOf(25, 1), { reporter: told.reporter });
  expect(told.lines).toMatchObject([{ event: 'stageDone', stage: 'send', total: 3 }]);
});
