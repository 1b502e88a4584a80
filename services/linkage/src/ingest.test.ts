// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { generateMailbox } from '@koppel/keys';
import { generateSigningKeyPair } from '@koppel/keys/sign';
import { topics, type BatchExpectation } from '@koppel/wire';
import { expectationOf, readExpectation } from './expectation.ts';
import { ingest } from './ingest.ts';
import { LinkageState } from './state.ts';
import { listen, makePlace, refusal, type Place, type Told } from './testing/place.ts';
import { storedBatch, storedBatches } from './testing/stored.ts';
import {
  buildBatch,
  confirmKey,
  filterBytes,
  keyCheck,
  makeStudy,
  profileHash,
  readStudy,
  rowsOf,
  runName,
  sendRun,
  type BatchPlan,
  type TestStudy,
} from './testing/study.ts';

let place: Place;
let world: TestStudy;
let state: LinkageState;
let told: Told;

beforeAll(async () => {
  world = await makeStudy();
});

beforeEach(async () => {
  place = await makePlace();
  state = new LinkageState(join(place.folder, 'state'), world.specHash);
  told = listen();
  await confirmKey(world, place.port);
});

afterEach(async () => {
  state.close();
  await place.remove();
});

const batchTopic = topics('sample').batches('north');

const plan = (changed: Partial<BatchPlan> = {}): BatchPlan => ({
  owner: 'north',
  register: 'population',
  rows: rowsOf(25, 1),
  run: runName(1),
  ...changed,
});

async function expectation(): Promise<BatchExpectation> {
  const found = await readExpectation(world.study, world.specHash, place.port);
  if ('missing' in found) throw new Error('not agreed');
  return found;
}

async function takeIn(study = world.study, mailbox = world.unit.mailbox): Promise<number> {
  return ingest({
    study,
    expectation: await expectation(),
    mailboxSecretKey: mailbox,
    port: place.port,
    state,
    today: '2026-01-01',
    control: undefined,
    reporter: told.reporter,
  });
}

const append = async (...values: Uint8Array[]): Promise<unknown> =>
  place.port.append(batchTopic, values);

/** Owner, register, sequence and code of every refusal. */
const refusals = (): string[] =>
  state.refusals().map(({ offset, register, sequence, code }) =>
    `${offset} ${register}.${sequence} ${code}`); // prettier-ignore

test('batches that meet the contract are taken, and their rows are what was sent', async () => {
  await sendRun(world, place.port, plan());
  expect(await takeIn()).toBe(3);
  const batches = storedBatches(state, plan());
  expect(batches.map(({ sequence, count }) => [sequence, count])).toEqual([[0, 10], [1, 10], [2, 5]]);
  const { tokens, filters } = plan().rows;
  expect(Buffer.concat(batches.map((batch) => batch.tokens)).equals(tokens)).toBe(true);
  expect(Buffer.concat(batches.map((batch) => batch.filters)).equals(filters)).toBe(true);
  expect(refusals()).toEqual([]);
}); // prettier-ignore

test('every owner has a topic of its own', async () => {
  await sendRun(world, place.port, plan());
  await sendRun(world, place.port, plan({ owner: 'south' }));
  expect(await takeIn()).toBe(6);
  expect(state.runs().map(({ owner }) => owner)).toEqual(['north', 'south']);
});

test('what was read is not read again, and what is new is', async () => {
  await sendRun(world, place.port, plan(), [0]);
  expect([await takeIn(), await takeIn()]).toEqual([1, 0]);
  await sendRun(world, place.port, plan(), [1, 2]);
  expect(await takeIn()).toBe(2);
  expect(state.runs()).toMatchObject([{ arrived: 3, batches: 3 }]);
});

test('batches may arrive in any order', async () => {
  await sendRun(world, place.port, plan(), [2, 0, 1]);
  await takeIn();
  expect([...state.batchesOf(plan())].map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
});

test('many batches are taken in stretches', async () => {
  const one = await buildBatch(world, plan({ rows: rowsOf(5, 1) }));
  await append(...Array.from({ length: 70 }, () => one));
  await append(await buildBatch(world, plan({ run: runName(2) })));
  expect(await takeIn()).toBe(71);
  expect([state.position(batchTopic), state.accepted().length]).toEqual([71, 2]);
});

describe('a batch that does not fit is refused with its code, and changes nothing else', () => {
  const stranger = generateSigningKeyPair().secretKey;
  const wrong = (length: number): Uint8Array => new Uint8Array(length).fill(99);

  test.each<[string, Partial<BatchPlan>]>([
    ['CONTRACT_STUDY', { header: { study: 'another' } }],
    ['CONTRACT_LANE', { header: { lane: 'payload' } }],
    ['CONTRACT_OWNER', { header: { owner: 'south' } }],
    ['CONTRACT_OWNER', { header: { owner: 'stranger' }, signKey: stranger }],
    ['CONTRACT_REGISTER', { register: 'trajectories' }],
    ['CONTRACT_SIGNATURE', { signKey: stranger }],
    ['CONTRACT_SPEC_HASH', { header: { specHash: wrong(32) } }],
    ['CONTRACT_PROFILE_HASH', { header: { profileHash: wrong(32) } }],
    ['CONTRACT_KEY_CHECK', { header: { keyCheck: wrong(16) } }],
    ['CONTRACT_LENGTH', { header: { capacity: 11 } }],
    ['CONTRACT_QUOTA', { header: { batches: 5 } }],
  ])('%s', async (code, changed) => {
    const batch = await buildBatch(world, plan(changed));
    await append(batch, await buildBatch(world, plan({ sequence: 1 })));
    await takeIn();
    expect(refusals()).toEqual([`0 ${changed.register ?? 'population'}.0 ${code}`]);
    expect(state.accepted()).toMatchObject([{ sequence: 1 }]);
    expect(told.lines).toContainEqual(
      expect.objectContaining({ event: 'batchRefused', owner: 'north', code }),
    );
  });

  test('KEY_SEAL_BROKEN: sealed to another party', async () => {
    const mailbox = (await generateMailbox()).publicKey;
    await append(await buildBatch(world, plan({ mailbox })));
    await takeIn();
    expect(refusals()).toEqual(['0 population.0 KEY_SEAL_BROKEN']);
  });

  test('CONTRACT_OWNER: a batch of one owner on the topic of another', async () => {
    await append(await buildBatch(world, plan({ owner: 'south' })));
    await takeIn();
    expect(refusals()).toEqual(['0 population.0 CONTRACT_OWNER']);
  });

  test('noise of any kind is refused without a claim', async () => {
    const batch = await buildBatch(world, plan());
    await append(
      new Uint8Array(0),
      wrong(9),
      new TextEncoder().encode('Jansen'),
      batch.slice(0, -1),
    );
    expect(await takeIn()).toBe(4);
    expect(refusals()).toEqual([
      '0 unknown.0 WIRE_MALFORMED',
      '1 unknown.0 WIRE_VERSION',
      '2 unknown.0 WIRE_VERSION',
      '3 unknown.0 WIRE_MALFORMED',
    ]);
    expect(JSON.stringify(told.lines)).not.toContain('Jansen');
  });

  test('GATE_*: a city without a go', async () => {
    const plain = world.input as { decisions: object[] };
    const decisions = plain.decisions.slice(1);
    const { study } = readStudy({ ...world.input, decisions });
    await sendRun(world, place.port, plan(), [0]);
    await sendRun(world, place.port, plan({ owner: 'south' }), [0]);
    await takeIn(study);
    expect(refusals()).toEqual(['0 population.0 GATE_NOT_DECIDED']);
    expect(state.accepted()).toMatchObject([{ owner: 'south' }]);
  });
});

describe('a run of changes', () => {
  const base = { base: runName(8), runOrdinal: 1 };
  const changes = { ...rowsOf(4, 1), kinds: Uint8Array.of(1, 2, 2, 1) };

  test('is taken with what it changes, and with what its rows are', async () => {
    await append(await buildBatch(world, plan({ rows: changes, header: base })));
    await takeIn();
    const [batch] = storedBatches(state, plan());
    expect(batch).toMatchObject({ ...base, kinds: changes.kinds, count: 4 });
    expect(batch!.filters.subarray(filterBytes, 3 * filterBytes).every((byte) => byte === 0)).toBe(
      true,
    );
  });

  test('has one base: a batch that names another is refused', async () => {
    await append(
      await buildBatch(world, plan({ header: base })),
      await buildBatch(world, plan({ sequence: 1, header: { ...base, base: runName(9) } })),
      await buildBatch(world, plan({ sequence: 1, header: { runOrdinal: 1 } })),
      await buildBatch(world, plan({ header: { ...base, base: runName(9) } })),
    );
    await takeIn();
    expect(refusals()).toEqual([
      '1 population.1 CONTRACT_SEQUENCE',
      '2 population.1 CONTRACT_SEQUENCE',
      '3 population.0 CONTRACT_REPLAY',
    ]);
  });

  test('retracts; a full run that does is refused', async () => {
    await append(await buildBatch(world, plan({ rows: changes })));
    await takeIn();
    expect(refusals()).toEqual(['0 population.0 CONTRACT_BASE']);
  });

  test('is refused with other kinds under the same identity', async () => {
    const other = { ...changes, kinds: Uint8Array.of(1, 2, 2, 2) };
    await append(
      await buildBatch(world, plan({ rows: changes, header: base })),
      await buildBatch(world, plan({ rows: other, header: base })),
    );
    await takeIn();
    expect(refusals()).toEqual(['1 population.0 CONTRACT_REPLAY']);
  });
});

describe('a batch that came before', () => {
  test('is passed over when it holds the same, sealed anew or not', async () => {
    const [one, other] = [await buildBatch(world, plan()), await buildBatch(world, plan())];
    expect(Buffer.from(one).equals(other)).toBe(false);
    await append(one, one, other);
    await takeIn();
    await append(other);
    await takeIn();
    expect([state.accepted().length, refusals(), state.position(batchTopic)]).toEqual([1, [], 4]);
  });

  test.each(['in one stretch', 'in two stretches'])(
    'is refused with other content %s',
    async (how) => {
      const changed = {
        tokens: plan().rows.tokens,
        filters: rowsOf(26, 1).filters.slice(64),
      };
      await append(await buildBatch(world, plan()));
      if (how === 'in two stretches') await takeIn();
      await append(await buildBatch(world, plan({ rows: changed })));
      await takeIn();
      expect(refusals()).toEqual(['1 population.0 CONTRACT_REPLAY']);
      expect(storedBatch(state, { ...plan(), sequence: 0 })!.filters).toEqual(
        plan().rows.filters.slice(0, 640),
      );
    },
  );

  test.each(['in one stretch', 'in two stretches'])('gives its run its place %s', async (how) => {
    await append(await buildBatch(world, plan()));
    if (how === 'in two stretches') await takeIn();
    await append(
      await buildBatch(world, plan({ sequence: 1, header: { batches: 2 } })),
      await buildBatch(world, plan({ sequence: 1, header: { runOrdinal: 1 } })),
      await buildBatch(world, plan({ sequence: 1 })),
    );
    await takeIn();
    expect(refusals()).toEqual([
      '1 population.1 CONTRACT_SEQUENCE',
      '2 population.1 CONTRACT_SEQUENCE',
    ]);
    expect(state.runs()).toMatchObject([{ runOrdinal: 0, batches: 3, arrived: 2 }]);
  });
});

test('a log that lost what was read of it is told', async () => {
  await sendRun(world, place.port, plan());
  await takeIn();
  state.close();
  state = new LinkageState(join(place.folder, 'state'), world.specHash);
  const shorter = await makePlace();
  await confirmKey(world, shorter.port);
  const old = place;
  place = { ...shorter, folder: old.folder };
  const problems = await refusal(shorter, () => takeIn());
  expect(problems).toEqual(['LOG_TRUNCATED {"file":"log","rule":"end"}']);
  expect(state.position(batchTopic)).toBe(3);
  await shorter.remove();
  place = old;
});

test('trouble with the state is not the fault of a batch', async () => {
  await sendRun(world, place.port, plan());
  const full = new LinkageState(join(place.folder, 'small'), world.specHash, { maxBytes: 90_000 });
  const options = {
    study: world.study, expectation: await expectation(), mailboxSecretKey: world.unit.mailbox,
    port: place.port, state: full, today: '2026-01-01', control: undefined, reporter: told.reporter,
  }; // prettier-ignore
  for (let seed = 2; seed < 40; seed += 1)
    await sendRun(world, place.port, plan({ run: runName(seed) }));
  // Whichever of its files is full first.
  const [problem] = await refusal(place, () => ingest(options));
  expect(problem).toMatch(/^DISK_FULL \{"file":"small\/(?:linkage|segments)/);
  expect([full.refusals(), full.position(batchTopic) % 32]).toEqual([[], 0]);
  full.close();
});

describe('the contract', () => {
  test('is known when every owner has confirmed the same', async () => {
    const fresh = await makePlace();
    const read = () => readExpectation(world.study, world.specHash, fresh.port);
    expect(await read()).toEqual({ missing: ['north', 'south'] });
    await confirmKey(world, fresh.port, ['south']);
    expect(await read()).toEqual({ missing: ['north'] });
    await confirmKey(world, fresh.port, ['north']);
    expect(await read()).toMatchObject({
      keyCheck,
      profileHash,
      capacity: 10,
      lane: 'identifiers',
    });
    await fresh.remove();
  });

  test('does not exist when two owners confirmed different keys', async () => {
    const fresh = await makePlace();
    await confirmKey(world, fresh.port, ['north']);
    const other = { keyCheck: new Uint8Array(16), profileHash };
    await confirmKey(world, fresh.port, ['south'], other);
    const read = () => readExpectation(world.study, world.specHash, fresh.port);
    expect(await refusal(fresh, read)).toEqual(['CEREMONY_DISAGREES {"field":"south"}']);
    await fresh.remove();
  });

  test('has the quota of the owner in batches', async () => {
    const base = await expectation();
    expect(expectationOf(base, world.study, 'north').maxBatches).toBe(4);
  });
});
