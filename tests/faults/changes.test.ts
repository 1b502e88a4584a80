// SPDX-License-Identifier: EUPL-1.2
/**
 * Runs of changes that are forged, misplaced or replayed, by an owner or by anyone who can write on
 * the log. None of them alters a register, but for the one that is in order.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { decodeReceipt, encodeBatch, topics, type BatchEnvelope } from '@koppel/wire';
import {
  agree,
  encode,
  link,
  makeParties,
  ownerOf,
  writeStudy,
  type LinkedRun,
  type Line,
} from '../support/line.ts';
import { seeded } from '../support/random.ts';
import { deliver, inventPersons, tableOf } from '../support/registers.ts';
import {
  appendTo,
  batchesOf,
  inventBatch,
  messagesOn,
  openRows,
  secretsOf,
  signBatch,
  type InventedRow,
} from '../support/sealed.ts';
import { makeWorkspace } from '../support/workspace.ts';

const workspace = makeWorkspace();
const topic = topics('changes');
const named = (name: number): Uint8Array => new Uint8Array(16).fill(name);
const invented = (from: number, count: number): InventedRow[] =>
  Array.from({ length: count }, (_, at) => ({ token: named(from + at) }));

let line: Line;
let signKeys: Readonly<Record<'rotterdam' | 'denhaag', Uint8Array>>;
/** The first batch of each run that an owner sent in earnest. */
let genuine: Readonly<Record<'benefits' | 'trajectories' | 'denhaag', BatchEnvelope>>;
/** Two records of rotterdam's benefits, taken back. */
let retracted: readonly InventedRow[];
let before: LinkedRun;

const keyOf = async (name: string): Promise<Uint8Array> =>
  (await secretsOf(ownerOf(line, name)))['sign']!;

beforeAll(async () => {
  const owners = { rotterdam: ['benefits', 'trajectories'], denhaag: ['benefits'] } as const;
  line = await makeParties(workspace.folder, { id: 'changes', owners, capacity: 10 });
  for (const owner of line.study.owners) owner.maxRecords = 40;
  writeStudy(line, line.study);
  await agree(line);
  const random = seeded(6);
  const persons = inventPersons(30, random);
  const ids = persons.map((_, at) => `C${at}`);
  for (const owner of line.owners) {
    for (const register of owners[owner.name as 'rotterdam']) {
      deliver(owner, register, tableOf(register, persons, ids, random));
      await encode(line, owner, register);
    }
  }
  const own = await batchesOf(line, ownerOf(line, 'rotterdam'));
  const [other] = await batchesOf(line, ownerOf(line, 'denhaag'));
  const first = (register: string) => own.find((batch) => batch.register === register)!;
  genuine = { benefits: first('benefits'), trajectories: first('trajectories'), denhaag: other! };
  signKeys = { rotterdam: await keyOf('rotterdam'), denhaag: await keyOf('denhaag') };
  const rows = (await openRows(line)).filter(
    ({ owner, register }) => owner === 'rotterdam' && register === 'benefits',
  );
  retracted = rows.slice(0, 2).map(({ token }) => ({ token, retracted: true }));
  before = await link(line);
}, 120_000);

afterAll(() => {
  workspace.remove();
});

/** A run of changes of one batch of rotterdam's benefits, unless it says otherwise. */
const changes = (
  run: number,
  header: Partial<BatchEnvelope>,
  rows: readonly InventedRow[] = invented(200, 2),
): Promise<Uint8Array> =>
  inventBatch(
    line,
    {
      ...genuine.benefits, run: named(run), runOrdinal: run, base: genuine.benefits.run,
      sequence: 0, batches: 1, ...header,
    },
    signKeys.rotterdam,
    rows,
  ); // prettier-ignore

/** Puts messages on rotterdam's topic, links, and gives what that brought. */
async function after(...messages: Uint8Array[]) {
  const given = (await messagesOn(line, topic.receipts('rotterdam'))).length;
  await appendTo(line, topic.batches('rotterdam'), messages);
  const linked = await link(line);
  const receipts = await messagesOn(line, topic.receipts('rotterdam'));
  const refused = receipts.slice(given).map(decodeReceipt).filter(({ accepted }) => !accepted);
  return { linked, refused: refused.map(({ code }) => code) };
} // prettier-ignore

const published = { published: true };
const recordsOf = ({ sources }: LinkedRun): number[] => sources.map(({ records }) => records);

describe('the registers stay as they were after', () => {
  let passedOver = 0;

  afterAll(async () => {
    expect((await link(line, { state: 'state-anew' })).sources).toEqual(before.sources);
  });

  async function expectNoEffect(codes: readonly string[], ...messages: Uint8Array[]) {
    const { linked, refused } = await after(...messages);
    expect(refused).toEqual(codes);
    expect(linked).toMatchObject({ published: false, sources: before.sources, passedOver });
  }

  test('changes that another owner signed', async () => {
    const batch = { ...genuine.benefits, run: named(1), runOrdinal: 1, base: genuine.benefits.run };
    await expectNoEffect(['CONTRACT_SIGNATURE'], signBatch(batch, signKeys.denhaag));
  });

  test('a full run of which someone made a run of changes', async () => {
    const batch = { ...genuine.benefits, runOrdinal: 1, base: named(9) };
    await expectNoEffect(['CONTRACT_SIGNATURE'], encodeBatch(batch));
    await expectNoEffect(['KEY_SEAL_BROKEN'], signBatch(batch, signKeys.rotterdam));
  });

  test('a full run that retracts', async () => {
    const rows = [{ token: named(1), retracted: true }] as const;
    await expectNoEffect(['CONTRACT_BASE'], await changes(3, { base: named(0) }, rows));
  });

  test('changes on a run of nobody', async () => {
    passedOver += 1;
    await expectNoEffect([], await changes(4, { base: named(99) }));
  });

  test('changes on a run of another owner', async () => {
    passedOver += 1;
    await expectNoEffect([], await changes(5, { base: genuine.denhaag.run }));
  });

  test('changes on a run of another register', async () => {
    passedOver += 1;
    await expectNoEffect(['CONTRACT_BASE'], await changes(6, { base: genuine.trajectories.run }));
  });

  test('changes on a run that does not count either', async () => {
    passedOver += 1;
    await expectNoEffect([], await changes(7, { base: named(4) }));
  });

  test('changes that speak of one record twice', async () => {
    passedOver += 1;
    const rows = [...invented(200, 2), ...invented(201, 1)];
    await expectNoEffect(['CONTRACT_TOKEN_TWICE'], await changes(8, {}, rows));
  });

  test('changes that bring more records than the quota leaves room for', async () => {
    passedOver += 1;
    const two = [0, 1].map((sequence) =>
      changes(9, { sequence, batches: 2 }, invented(100 + 10 * sequence, 10)),
    );
    await expectNoEffect(['CONTRACT_QUOTA'], ...(await Promise.all(two)));
  });

  test('half a run of changes', async () => {
    await expectNoEffect([], await changes(10, { sequence: 1, batches: 2 }));
  });
});

test('what is in order is linked, and replaying it later brings nothing back', async () => {
  const remove = await changes(20, {}, retracted);
  const removed = await after(remove);
  expect([removed.refused, recordsOf(removed.linked)]).toEqual([[], [28, 30, 30]]);
  expect(removed.linked).toMatchObject({ ...published, passedOver: 0 });

  const add = await changes(21, { base: named(20) }, invented(230, 3));
  const added = await after(add);
  expect(recordsOf(added.linked)).toEqual([31, 30, 30]);

  const replayed = await after(remove, add, remove, await changes(20, {}, retracted));
  expect(replayed.linked).toMatchObject({ published: false, sources: added.linked.sources });
  expect(replayed.refused).toEqual([]);

  const otherContent = await after(await changes(20, {}, invented(240, 1)));
  expect(otherContent.refused).toEqual(['CONTRACT_REPLAY']);
  expect(otherContent.linked.sources).toEqual(added.linked.sources);

  const again = await link(line, { state: join('state', 'again') });
  expect(again).toMatchObject({ published: false, sources: added.linked.sources });
});
