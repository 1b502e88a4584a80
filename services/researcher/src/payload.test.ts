// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { generateSigningKeyPair } from '@koppel/keys/sign';
import { topics } from '@koppel/wire';
import { hex } from './bytes.ts';
import { payloadExpectation } from './payload.ts';
import { collectPayload } from './testing/stores.ts';
import type { Session } from './session.ts';
import { makePlace, refusal, type Place } from './testing/place.ts';
import {
  buildPayload,
  confirmKey,
  makeResult,
  makeStudy,
  token,
  type PayloadPlan,
  type PayloadRow,
  type TestStudy,
} from './testing/study.ts';

let place: Place;
let world: TestStudy;
let session: Session;

beforeAll(async () => {
  world = await makeStudy();
});

beforeEach(async () => {
  place = await makePlace();
  session = {
    study: world.study,
    specHash: world.specHash,
    port: place.port,
    mailbox: world.mailbox,
  };
  await confirmKey(world, place.port);
});

afterEach(async () => {
  await place.remove();
});

const row = (number: number, ...values: PayloadRow['values']): PayloadRow => ({
  token: token(number),
  values,
});

const rows = (from: number, count: number): PayloadRow[] =>
  Array.from({ length: count }, (_, at) => row(from + at, 0, undefined, at, 1));

const append = (...plans: PayloadPlan[]): Promise<number> =>
  place.port.append(
    topics('sample').payload('north'),
    plans.map((plan) => buildPayload(world, plan)),
  );

async function read() {
  const [source] = makeResult(world).sources;
  const register = world.study.registers[1]!;
  return collectPayload(session, await payloadExpectation(session), source!, register);
}

/** What a batch beside a good one is refused with. */
async function refusedBeside(...plans: PayloadPlan[]): Promise<Record<string, number>> {
  await append(...plans, { rows: rows(500, 1) });
  const { rows: found, refused } = await read();
  expect([...found.keys()]).toEqual([hex(token(500))]);
  return Object.fromEntries(refused);
}

const missing = 'PAYLOAD_BATCH_MISSING {"field":"north/benefits"}';
const because = (code: string, place: object): string => `${code} ${JSON.stringify({ ...place, path: 'north/benefits', found: 1 })}`; // prettier-ignore

test('every row of the linked run is read, with what it lacks', async () => {
  const full = rows(1, 10);
  await append(
    { rows: full, batches: 2 },
    { rows: [row(77, 1, -719_528, 5000, 0), row(78)], sequence: 1, batches: 2 },
  );
  const { rows: found, refused } = await read();
  expect([found.size, refused.size]).toEqual([12, 0]);
  expect(found.get(hex(token(3)))).toEqual([0, undefined, 2, 1]);
  expect(found.get(hex(token(77)))).toEqual([1, -719_528, 5000, 0]);
  expect(found.get(hex(token(78)))).toEqual([undefined, undefined, undefined, undefined]);
});

test('batches may come in any order, and twice', async () => {
  await append(
    { rows: rows(20, 2), sequence: 1, batches: 2 },
    { rows: rows(1, 10), batches: 2 },
    { rows: rows(20, 2), sequence: 1, batches: 2 },
  );
  expect((await read()).rows.size).toBe(12);
});

test('other runs and registers are left alone', async () => {
  expect(
    await refusedBeside(
      { rows: rows(1, 3), run: token(2) },
      { rows: rows(1, 3), header: { register: 'population' } },
    ),
  ).toEqual({});
});

test('a run that is not complete is told', async () => {
  expect(await refusal(place, read)).toEqual([missing]);
  await append({ rows: rows(1, 10), batches: 2 });
  expect(await refusal(place, read)).toEqual([missing]);
});

test('nothing is read before the owners have agreed', async () => {
  const fresh = await makePlace();
  await confirmKey(world, fresh.port, ['north']);
  const other = { ...session, port: fresh.port };
  expect(await refusal(fresh, () => payloadExpectation(other))).toEqual([
    'KEY_NOT_AGREED {"field":"south"}',
  ]);
  await fresh.remove();
});

describe('a batch that breaks the contract is refused and counted', () => {
  const stranger = generateSigningKeyPair().secretKey;
  const wrong = (length: number): Uint8Array => new Uint8Array(length).fill(99);

  test.each<[string, Partial<PayloadPlan>]>([
    ['CONTRACT_STUDY', { header: { study: 'another' } }],
    ['CONTRACT_LANE', { header: { lane: 'identifiers' } }],
    ['CONTRACT_OWNER', { owner: 'south' }],
    ['CONTRACT_SIGNATURE', { signKey: stranger }],
    ['CONTRACT_SPEC_HASH', { header: { specHash: wrong(32) } }],
    ['CONTRACT_PROFILE_HASH', { header: { profileHash: wrong(32) } }],
    ['CONTRACT_KEY_CHECK', { header: { keyCheck: wrong(16) } }],
    ['CONTRACT_LENGTH', { header: { capacity: 11 } }],
    ['CONTRACT_QUOTA', { header: { batches: 5 } }],
  ])('%s', async (code, changed) => {
    expect(await refusedBeside({ rows: rows(1, 3), ...changed })).toEqual({ [code]: 1 });
  });

  test('noise', async () => {
    await place.port.append(topics('sample').payload('north'), [
      Uint8Array.of(),
      Uint8Array.of(9, 9),
    ]);
    expect(await refusedBeside()).toEqual({ WIRE_MALFORMED: 1, WIRE_VERSION: 1 });
  });

  test('a batch that gives the run another length', async () => {
    await append(
      { rows: rows(1, 10), batches: 2 },
      { rows: rows(50, 1), sequence: 0, batches: 1 },
      { rows: rows(60, 1), sequence: 2, batches: 3 },
      { rows: rows(20, 1), sequence: 1, batches: 2 },
    );
    const { rows: found, refused } = await read();
    expect([found.size, refused.get('CONTRACT_SEQUENCE')]).toEqual([11, 2]);
  });
});

describe('a number that its variable cannot have does not enter the data set', () => {
  test.each<[string, string, PayloadRow['values']]>([
    ['a code beyond the list', 'scheme', [2]],
    ['a code below the list', 'scheme', [-1]],
    ['half a code', 'scheme', [0.5]],
    ['a date before the calendar', 'start', [0, -719_529]],
    ['a date beyond the calendar', 'start', [0, 2_932_897]],
    ['half a day', 'start', [0, 1.5]],
    ['an amount below its bound', 'amount', [0, 1, -1]],
    ['an amount above its bound', 'amount', [0, 1, 5001]],
    ['a boolean of two', 'works', [0, 1, 1, 2]],
  ])('%s', async (_name, field, values) => {
    await append({ rows: [row(1, ...values)] });
    const malformed = because('WIRE_MALFORMED', { field, rule: 'range' });
    expect(await refusal(place, read)).toEqual([missing, malformed]);
  });

  test('nor does a record token that stands twice', async () => {
    await append({ rows: [row(1, 0), row(2, 1), row(1, 1)] });
    const twice = because('CONTRACT_TOKEN_TWICE', { field: 'benefits' });
    expect(await refusal(place, read)).toEqual([missing, twice]);
  });
});
