// SPDX-License-Identifier: EUPL-1.2
/**
 * Anyone who can write in the log's folder can put anything on it, and an owner can break its word.
 * The linkage unit and the researcher refuse what does not fit, say so, and give the same result.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '@koppel/keys/sign';
import { decodePublicKey } from '@koppel/study';
import { decodeReceipt, receiptSigningBytes, topics, type BatchEnvelope } from '@koppel/wire';
import {
  agree,
  assemble,
  encode,
  encodeArgs,
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
  readStudy,
  secretsOf,
  signBatch,
} from '../support/sealed.ts';
import { snapshot, type Snapshot } from '../support/snapshot.ts';
import { makeWorkspace } from '../support/workspace.ts';
import { expectFault } from './expect-fault.ts';

const workspace = makeWorkspace();
const topic = topics('contract');
let line: Line;
let before: { readonly linked: LinkedRun; readonly dataSet: Snapshot };

beforeAll(async () => {
  const owners = { rotterdam: ['benefits'], denhaag: ['benefits'], delft: ['benefits'] } as const;
  line = await makeParties(workspace.folder, { id: 'contract', owners, capacity: 10 });
  line.study.decisions[2]!.legal = 'no';
  writeStudy(line, line.study);
  await agree(line);
  const random = seeded(5);
  const persons = inventPersons(30, random);
  const ids = persons.map((_, at) => `B${at}`);
  for (const one of line.owners)
    deliver(one, 'benefits', tableOf('benefits', persons, ids, random));
  for (const name of ['rotterdam', 'denhaag']) await encode(line, ownerOf(line, name), 'benefits');
  const linked = await link(line, { 'allow-missing': true });
  before = { linked, dataSet: snapshot(await assemble(line)) };
}, 120_000);

afterAll(() => {
  workspace.remove();
});

const signKey = async (name: string): Promise<Uint8Array> =>
  (await secretsOf(ownerOf(line, name)))['sign']!;

/** Refusals that the linkage unit told an owner, in signed receipts, since `from`. */
async function refusals(owner: string, from: number): Promise<string[]> {
  const unitKey = decodePublicKey(readStudy(line).study.linkageUnit.signPublicKey);
  const receipts = (await messagesOn(line, topic.receipts(owner))).slice(from).map(decodeReceipt);
  for (const receipt of receipts) {
    expect(verify(unitKey, receiptSigningBytes(receipt), receipt.signature)).toBe(true);
  }
  return receipts.filter(({ accepted }) => !accepted).map(({ code }) => code);
}

test('without disturbance two owners are linked, and each batch has a receipt', async () => {
  expect(before.linked).toMatchObject({ refusedBatches: 0, published: true });
  expect(before.linked.sources.map(({ linked }) => linked)).toEqual([30, 30]);
  expect(await messagesOn(line, topic.receipts('rotterdam'))).toHaveLength(3);
  expect(await refusals('rotterdam', 0)).toEqual([]);
});

test('the encoder of a city with a no-go sends nothing', async () => {
  const party = ownerOf(line, 'delft');
  const fault = { code: 'GATE_NO_GO', exit: 4, place: { field: 'delft' } } as const;
  await expectFault(line, { party, args: encodeArgs(line, party, 'benefits') }, fault);
});

type Forge = (batch: BatchEnvelope, rotterdam: Uint8Array, denhaag: Uint8Array) => unknown;
const one = (size: number): Uint8Array => new Uint8Array(size).fill(1);

const forgeries: readonly [title: string, code: string, forge: Forge][] = [
    ['bytes that are no message', 'WIRE_VERSION', () => randomBytes(300).fill(0xee, 0, 2)],
    ['a message that was cut off', 'WIRE_MALFORMED', (batch, key) => signBatch(batch, key).slice(0, -9)],
    ['a batch that another owner signed', 'CONTRACT_SIGNATURE', (batch, _, other) =>
      signBatch(batch, other)],
    ['a batch of another owner on this topic', 'CONTRACT_OWNER', (batch, _, other) =>
      signBatch({ ...batch, owner: 'denhaag' }, other)],
    ['a batch of nobody', 'CONTRACT_OWNER', (batch, key) =>
      signBatch({ ...batch, owner: 'utrecht', run: one(16) }, key)],
    ['a batch of another study', 'CONTRACT_STUDY', (batch, key) =>
      signBatch({ ...batch, study: 'other' }, key)],
    ['a batch of another version', 'CONTRACT_SPEC_HASH', (batch, key) =>
      signBatch({ ...batch, specHash: one(32) }, key)],
    ['another encoding', 'CONTRACT_PROFILE_HASH', (batch, key) =>
      signBatch({ ...batch, profileHash: one(32) }, key)],
    ['another encoding key', 'CONTRACT_KEY_CHECK', (batch, key) =>
      signBatch({ ...batch, keyCheck: one(16) }, key)],
    ['research variables', 'CONTRACT_LANE', (batch, key) =>
      signBatch({ ...batch, lane: 'payload' }, key)],
    ['a register that was not asked', 'CONTRACT_REGISTER', (batch, key) =>
      signBatch({ ...batch, register: 'population' }, key)],
    ['a batch of another size', 'CONTRACT_LENGTH', (batch, key) =>
      signBatch({ ...batch, sealed: one(200) }, key)],
    ['more batches than the quota', 'CONTRACT_QUOTA', (batch, key) =>
      signBatch({ ...batch, batches: 10_001 }, key)],
    ['a header on another content', 'KEY_SEAL_BROKEN', (batch, key) =>
      signBatch({ ...batch, sequence: 2 }, key)],
    ['a second content for one batch', 'CONTRACT_REPLAY', (batch, key) =>
      inventBatch(line, batch, key)],
]; // prettier-ignore

describe('the linkage unit refuses', () => {
  let genuine: BatchEnvelope;
  let told: string[];
  let linked: LinkedRun;

  beforeAll(async () => {
    genuine = (await batchesOf(line, ownerOf(line, 'rotterdam')))[0]!;
    const signKeys = [await signKey('rotterdam'), await signKey('denhaag')] as const;
    for (const [, , forge] of forgeries) {
      const forged = (await forge(genuine, ...signKeys)) as Uint8Array;
      await appendTo(line, topic.batches('rotterdam'), [forged]);
    }
    const from = (await messagesOn(line, topic.receipts('rotterdam'))).length;
    linked = await link(line, { 'allow-missing': true });
    told = await refusals('rotterdam', from);
  });

  test.each(forgeries.map(([title, code], at) => [title, code, at] as const))(
    '%s',
    (_title, code, at) => {
      expect(told[at]).toBe(code);
    },
  );

  test('each of them once, and what it publishes stays the same', () => {
    expect(told).toHaveLength(forgeries.length);
    expect(linked.refusedBatches).toBe(forgeries.length);
    expect(linked.sources).toEqual(before.linked.sources);
    expect(linked.published).toBe(false);
  });

  test('a well-made batch from a city with a no-go', async () => {
    const header = { ...genuine, owner: 'delft', run: new Uint8Array(16).fill(9), batches: 1 };
    await appendTo(line, topic.batches('delft'), [
      await inventBatch(line, header, await signKey('delft')),
    ]);
    const again = await link(line, { 'allow-missing': true });
    expect(await refusals('delft', 0)).toEqual(['GATE_NO_GO']);
    expect(again.sources).toEqual(before.linked.sources);
  });

  test('nothing, when a batch comes again byte for byte', async () => {
    const [first] = await messagesOn(line, topic.batches('rotterdam'));
    const receipts = (await messagesOn(line, topic.receipts('rotterdam'))).length;
    await appendTo(line, topic.batches('rotterdam'), [first!, first!]);
    const again = await link(line, { 'allow-missing': true });
    expect(await messagesOn(line, topic.receipts('rotterdam'))).toHaveLength(receipts);
    expect(again.sources).toEqual(before.linked.sources);
  });
});

test('a new linkage unit comes to the same from the whole log', async () => {
  const linked = await link(line, { 'allow-missing': true, state: 'state-again' });
  expect(linked.sources).toEqual(before.linked.sources);
  expect(linked).toMatchObject({ refusedBatches: forgeries.length + 1, published: false });
});

test('the encoder tells when others signed with its key, and sends all again when told to go on', async () => {
  const owner = ownerOf(line, 'rotterdam');
  const command = { party: owner, args: encodeArgs(line, owner, 'benefits') };
  await expectFault(line, command, { code: 'LEDGER_INCOMPLETE', exit: 4 });
  // Some were signed under the name of its own run, and refused: on that run no other can be built.
  const again = await encode(line, owner, 'benefits', { 'confirm-lost-state': true });
  expect(again).toMatchObject({ batchesSent: 6, batchesAlreadyThere: 0 });
  const { batchesSent } = await encode(line, owner, 'benefits');
  expect(batchesSent).toBe(0);
});

test('the researcher passes over forged results, links and payload, and counts refusals', async () => {
  const [result] = await messagesOn(line, topic.results);
  const [payload] = await messagesOn(line, topic.payload('denhaag'));
  const [links] = await messagesOn(line, topic.links);
  const damaged = (message: Uint8Array): Uint8Array => message.with(-1, message.at(-1)! ^ 1);
  await appendTo(line, topic.results, [randomBytes(200), damaged(result!)]);
  await appendTo(line, topic.links, [randomBytes(200), damaged(links!), links!]);
  await appendTo(line, topic.payload('denhaag'), [damaged(payload!), payload!]);
  const folder = await assemble(line, 'again');
  // What was refused is counted in the one, which is named in the other.
  const tables = snapshot(folder, ['quality.json', 'release.json']);
  const every = (stem: string): string[] =>
    ['csv', 'dta', 'parquet', 'sav'].map((format) => `${stem}.${format}`);
  expect(Object.keys(tables).sort()).toEqual([
    ...every('benefits'), 'codebook.csv', 'codebook.en.html', 'codebook.nl.html',
    'datapackage.json', 'ddi.xml', 'groups.html', ...every('persons'),
  ]); // prettier-ignore
  expect(before.dataSet).toMatchObject(tables);
  const quality = JSON.parse(readFileSync(join(folder, 'quality.json'), 'utf8')) as unknown;
  expect(quality).toMatchObject({ refusedPayloadBatches: { CONTRACT_SIGNATURE: 1 } });
});
