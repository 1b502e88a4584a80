// SPDX-License-Identifier: EUPL-1.2
/** What arrives and is not right: each is named and counted by `assemble`, and nothing is half-written. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateMailbox, sealKeyFile } from '@koppel/keys';
import { sign } from '@koppel/keys/sign';
import { encodePublicKey } from '@koppel/study';
import {
  batchSigningBytes,
  decodeBatch,
  encodeBatch,
  topics,
  type BatchEnvelope,
} from '@koppel/wire';
import { listen, makePlace, refusal, type Place } from '../testing/place.ts';
import {
  buildLinks,
  buildPayload,
  confirmKey,
  makeResult,
  makeStudy,
  sendResult,
  token,
  type PayloadPlan,
  type TestStudy,
} from '../testing/study.ts';
import { assemble } from './assemble.ts';

const passphrase = new TextEncoder().encode('correct horse battery');
const quick = { n: 2 ** 10, r: 8, p: 1 } as const;

let place: Place;
let world: TestStudy;
let printed: string[];

beforeAll(async () => {
  world = await makeStudy();
});

beforeEach(async () => {
  place = await makePlace();
  printed = [];
  place.write('study.yaml', JSON.stringify(world.input));
  place.write('passphrase', passphrase);
  const secrets = { mailbox: world.mailbox };
  place.write('party.key', await sealKeyFile(passphrase, 'researcher', secrets, quick));
  await confirmKey(world, place.port);
});

afterEach(async () => {
  await place.remove();
});

const at = (name: string): string => join(place.folder, name);

const run = (): Promise<undefined> =>
  assemble({
    argv: ['--study', at('study.yaml'), '--keys', at('party.key'), '--log', at('log'), '--out', at('out'), '--formats', 'csv'],
    language: 'en',
    reporter: listen().reporter,
    environment: { KOPPEL_PASSPHRASE_FILE: at('passphrase') },
    print: (text) => printed.push(text),
  }); // prettier-ignore

const source = { owner: 'north', register: 'benefits', run: token(1), records: 2 };
const alone = (number: number) => ({
  token: token(number), pseudonym: token(70 + number), quality: NaN, clusterSize: 1,
}); // prettier-ignore

/** A result about two records of `benefits` of `north`, with its links. */
async function sendLinks(linkBatches = 1): Promise<void> {
  const result = makeResult(world, { linkBatches, sources: [source] });
  const links = buildLinks(world, result, { rows: [alone(1), alone(2)] });
  await place.port.append(topics('sample').links, [links]);
  await sendResult(place.port, result);
}

const sendPayload = (...messages: Uint8Array[]): Promise<number> =>
  place.port.append(topics('sample').payload('north'), messages);

const good: PayloadPlan = {
  rows: [1, 2].map((number) => ({ token: token(number), values: [0, 19_782, 1200, 1] })),
};

/** The good batch with something else in it, under a signature of its owner. */
function altered(change: (batch: BatchEnvelope) => Partial<BatchEnvelope>): Uint8Array {
  const batch = decodeBatch(buildPayload(world, good));
  const unsigned = { ...batch, ...change(batch) };
  return encodeBatch({ ...unsigned, signature: sign(world.signKeys['north']!, batchSigningBytes(unsigned)) });
} // prettier-ignore

/** What is refused, after which there is nothing of a data set. */
async function refused(): Promise<string[]> {
  const found = await refusal(place, run);
  expect(readdirSync(place.folder).filter((name) => name.startsWith('out'))).toEqual([]);
  return found;
}

const missing = 'PAYLOAD_BATCH_MISSING {"field":"north/benefits"}';
const because = (code: string, rest: object): string => `${code} ${JSON.stringify({ ...rest, path: 'north/benefits', found: 1 })}`; // prettier-ignore

describe('research variables', () => {
  test.each<[string, PayloadPlan['rows'][number]['values'], string]>([
    ['a code that is not in the list', [7], 'scheme'],
    ['a date finer than a day', [0, 19_782.5], 'start'],
    ['an amount out of range', [0, 19_782, 9000], 'amount'],
    ['a yes or no of two', [0, 19_782, 1, 2], 'works'],
  ])('with %s: the batch is named with its variable', async (_name, values, field) => {
    await sendLinks();
    await sendPayload(buildPayload(world, { rows: [{ token: token(1), values }] }));
    expect(await refused()).toEqual([missing, because('WIRE_MALFORMED', { field, rule: 'range' })]);
  });

  test('of a truncated or changed ciphertext', async () => {
    await sendLinks();
    await sendPayload(
      altered(({ sealed }) => ({ sealed: sealed.subarray(0, -20) })),
      altered(({ sealed }) => ({ sealed: sealed.with(60, sealed[60]! ^ 1) })),
    );
    expect(await refused()).toEqual([
      missing,
      because('CONTRACT_LENGTH', { field: 'north' }),
      because('KEY_SEAL_BROKEN', {}),
    ]);
  });

  test('of which a batch is missing', async () => {
    await sendLinks();
    await sendPayload(buildPayload(world, { ...good, batches: 2 }));
    expect(await refused()).toEqual([missing]);
  });

  test('sealed to somebody else', async () => {
    await sendLinks();
    const mailboxPublicKey = encodePublicKey((await generateMailbox()).publicKey);
    const researcher = { ...world.study.researcher, mailboxPublicKey };
    const other = { ...world, study: { ...world.study, researcher } };
    await sendPayload(buildPayload(other, good));
    expect(await refused()).toEqual([missing, because('KEY_SEAL_BROKEN', {})]);
  });

  test('of an owner whose study has other types, and so another hash', async () => {
    await sendLinks();
    await sendPayload(altered(() => ({ specHash: new Uint8Array(32).fill(9) })));
    expect(await refused()).toEqual([missing, because('CONTRACT_SPEC_HASH', { field: 'north' })]);
  });

  test('that are no batch at all are counted beside a good one', async () => {
    await sendLinks();
    await sendPayload(new TextEncoder().encode('Jan Jansen'), buildPayload(world, good));
    await run();
    const quality = JSON.parse(readFileSync(at('out/quality.json'), 'utf8')) as object;
    expect(quality).toMatchObject({ refusedPayloadBatches: { WIRE_VERSION: 1 } });
    expect(printed[0]).toMatch(/Payload batches refused +number\nWIRE_VERSION +1\n/);
    expect(JSON.stringify([printed, quality])).not.toContain('Jansen');
  });
});

test('payload without a link and links without payload are counted, and told by register', async () => {
  await sendLinks();
  await sendPayload(buildPayload(world, { rows: [2, 8, 9].map((number) => ({ token: token(number), values: [1] })) }));
  await run();
  const { sources } = JSON.parse(readFileSync(at('out/quality.json'), 'utf8')) as { sources: object[] };
  expect(sources).toEqual([
    expect.objectContaining({ records: 2, payloadWithoutLink: 2, linkWithoutPayload: 1 }),
  ]);
  expect(printed[0]).toMatch(/did not fit together +no link +no values\nnorth\/benefits +2 +1\n/);
  const rows = readFileSync(at('out/benefits.csv'), 'utf8').trimEnd().split('\n');
  expect(rows.slice(1).map((row) => row.split(',').slice(6))).toEqual([['', '', '', ''], ['B', '', '', '']]);
}); // prettier-ignore

test('links of which a batch is missing', async () => {
  await sendLinks(2);
  await sendPayload(buildPayload(world, good));
  expect(await refused()).toEqual(['RESULT_BATCH_MISSING {"rule":"links"}']);
});

test('a passphrase that is not of the key file, and a key file that is none', async () => {
  await sendLinks();
  place.write('passphrase', 'another passphrase of words');
  expect((await refused())[0]).toMatch(/^KEY_FILE_PASSPHRASE/);
  place.write('passphrase', passphrase);
  place.write('party.key', 'no key file');
  expect((await refused())[0]).toMatch(/^KEY_FILE_DAMAGED/);
  expect(existsSync(at('out'))).toBe(false);
});
