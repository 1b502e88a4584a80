// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sealKeyFile } from '@koppel/keys';
import { open } from '@koppel/keys/open';
import {
  linkBatches,
  messageKinds,
  decodeLinkBlock,
  decodeLinkResult,
  rowKinds,
  topics,
} from '@koppel/wire';
import { sameBytes } from '../bytes.ts';
import { run } from '../commands/run.ts';
import { listen, makePlace, valuesOf, type Place } from '../testing/place.ts';
import {
  confirmKey,
  filterBytes,
  makeStudy,
  rowsOf,
  runName,
  sendRun,
  type TestStudy,
} from '../testing/study.ts';
import { linkAgain } from './link-again.ts';
import { decodeSnapshot, encodeSnapshot } from './snapshot.ts';

/** The least that the programs accept: its usual cost is not what is tested here. */
const quick = { n: 2 ** 10, r: 8, p: 1 } as const;
const passphrase = new TextEncoder().encode('correct horse battery');

let place: Place;
let world: TestStudy;
let keyFile: Uint8Array;

beforeAll(async () => {
  world = await makeStudy();
  keyFile = await sealKeyFile(passphrase, 'linkageUnit', { ...world.unit }, quick);
});

beforeEach(async () => {
  place = await makePlace();
  place.write('study.yaml', JSON.stringify(world.input));
  place.write('passphrase', passphrase);
  place.write('unit.key', keyFile);
  await confirmKey(world, place.port);
});

afterEach(async () => {
  await place.remove();
});

const at = (name: string): string => join(place.folder, name);

interface Summary {
  readonly published: boolean;
  readonly compared: number;
  readonly followed: string;
  readonly events?: Readonly<Record<string, number>>;
}

async function link(state = 'state'): Promise<Summary> {
  const argv = [
    '--study', at('study.yaml'), '--keys', at('unit.key'), '--log', at('log'), '--state', at(state),
    '--workers', '1', '--events', at('events'), '--json',
  ]; // prettier-ignore
  let printed = '';
  await run({
    argv,
    language: 'en',
    reporter: listen().reporter,
    environment: { KOPPEL_PASSPHRASE_FILE: at('passphrase') },
    print: (text) => {
      printed = text;
    },
  });
  return JSON.parse(printed) as Summary;
}

/** A run of a register, or of rows that change the run `base`; `gone` rows are retracted. */
function send(
  [owner, register]: readonly [string, string],
  {
    rows,
    name,
    base,
    gone = [],
  }: {
    readonly rows: ReturnType<typeof rowsOf>;
    readonly name: number;
    readonly base?: number;
    readonly gone?: readonly number[];
  },
): Promise<void> {
  const count = rows.tokens.length / 16;
  const kinds = new Uint8Array(count).fill(rowKinds.record);
  for (const row of gone) kinds[row] = rowKinds.retraction;
  const header = { runOrdinal: name, ...(base === undefined ? {} : { base: runName(base) }) };
  const plan = { owner, register, rows: { ...rows, kinds }, run: runName(name), header };
  return sendRun(world, place.port, plan);
}

const northPopulation = ['north', 'population'] as const;
const northBenefits = ['north', 'benefits'] as const;
const southPopulation = ['south', 'population'] as const;

/** Token (hex) → pseudonym (hex) of the newest result. */
async function pseudonyms(): Promise<Map<string, string>> {
  const results = (await valuesOf(place.port, topics('sample').results)).map(decodeLinkResult);
  const { result } = results.at(-1)!;
  const found = new Map<string, string>();
  for (const value of await valuesOf(place.port, topics('sample').links)) {
    if (value[0] !== messageKinds.linkBatch) continue;
    const batch = linkBatches.decode(value);
    if (!sameBytes(batch.result, result)) continue;
    const aad = linkBatches.associatedData(batch);
    const plain = await open(world.researcherMailbox, linkBatches.sealingInfo(), aad, batch.sealed);
    const block = decodeLinkBlock(plain, { capacity: batch.capacity });
    const hex = (bytes: Uint8Array, row: number): string =>
      Buffer.from(bytes.subarray(row * 16, row * 16 + 16)).toString('hex');
    for (let row = 0; row < block.count; row += 1) {
      found.set(hex(block.tokens, row), hex(block.pseudonyms, row));
    }
  }
  return found;
}

const tokenOf = ({ tokens }: ReturnType<typeof rowsOf>, row: number): string =>
  Buffer.from(tokens.subarray(row * 16, row * 16 + 16)).toString('hex');

/** Some rows, in their order. */
function pick(
  rows: ReturnType<typeof rowsOf>,
  chosen: readonly number[],
): ReturnType<typeof rowsOf> {
  const width = rows.filters.length / (rows.tokens.length / 16);
  const take = (column: Uint8Array, size: number): Uint8Array =>
    new Uint8Array(
      Buffer.concat(chosen.map((row) => column.subarray(row * size, (row + 1) * size))),
    );
  return { tokens: take(rows.tokens, 16), filters: take(rows.filters, width) };
}

// North has the smallest tokens, so pseudonyms come from its records.
const [north, benefits, south] = [rowsOf(25, 2), rowsOf(8, 8), rowsOf(13, 9)];

async function sendFirst(): Promise<void> {
  await send(northPopulation, { rows: north, name: 1 });
  await send(northBenefits, { rows: benefits, name: 2 });
  await send(southPopulation, { rows: pick(south, [0, 1, 2, 3]), name: 3 });
}

/** South adds nine records, of which eight are north's, and takes back the first. */
const sendMore = (): Promise<void> =>
  send(southPopulation, { rows: south, name: 4, base: 3, gone: [0] });

test('the next linkage compares what is new, keeps pseudonyms, and tells what became of whom', async () => {
  await sendFirst();
  expect(await link()).toMatchObject({ followed: 'first', compared: 37, published: true });
  const before = await pseudonyms();
  await sendMore();
  const second = await link();
  expect(second).toMatchObject({ followed: 'yes', compared: 9, published: true });
  expect(second.events).toEqual({ grown: 9, shrunk: 1 });
  const after = await pseudonyms();
  for (let row = 0; row < 25; row += 1) {
    const token = tokenOf(north, row);
    expect(after.get(token)).toBe(before.get(token));
  }
  expect(after.get(tokenOf(south, 12))).toBe(before.get(tokenOf(north, 12)));
  const lines = readFileSync(at('events'), 'utf8').trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events).toHaveLength(10);
  expect(events.find(({ kind }) => kind === 'shrunk')).toMatchObject({ reasons: ['retracted'] });
  expect(await link()).toMatchObject({
    followed: 'yes',
    compared: 0,
    published: false,
    events: {},
  });
});

test('a lost or damaged state costs the events, and no pseudonym', async () => {
  await sendFirst();
  await link();
  await sendMore();
  await link();
  const kept = await pseudonyms();
  rmSync(at('state'), { recursive: true });
  expect(await link()).toMatchObject({ followed: 'first', published: false });
  const file = join(at('state'), 'clusters.bin');
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(file, bytes);
  await send(northBenefits, { rows: rowsOf(9, 8), name: 5 });
  expect(await link()).toMatchObject({ followed: 'first', published: true });
  const later = await pseudonyms();
  for (const [token, pseudonym] of kept) expect(later.get(token)).toBe(pseudonym);
});

test('another threshold, or more records than can be followed, links anew and says so', async () => {
  const asSource = (name: string, rows: typeof north) => ({
    name, unique: true, count: rows.tokens.length / 16, ...rows, filterBytes,
  }); // prettier-ignore
  // The first of south has four of its sixteen bits less: a similarity of 24/28 with the first of north.
  const filters = south.filters.slice();
  filters[0] = 0x0f;
  const sources = [
    asSource('north/population', north),
    asSource('south/population', { ...south, filters }),
  ];
  const attempt = (threshold: number, recordsMax?: number, file = at('clusters.bin')) =>
    linkAgain({
      sources,
      known: sources,
      options: { threshold, oneToOne: true, assignment: 'greedy', workers: 1 },
      specHash: world.specHash,
      file,
      ...(recordsMax === undefined ? {} : { recordsMax }),
    });
  const first = await attempt(0.8);
  const published = world.specHash.subarray(0, 16);
  first.save(published);
  expect(first.linked).toMatchObject({ followed: 'first', candidatePairs: 13, compared: 38 });
  const same = await attempt(0.8);
  expect(same.linked).toMatchObject({ followed: 'yes', compared: 0 });
  expect([...same.linked.events!]).toEqual([]);
  const other = await attempt(0.9);
  expect(other.linked).toMatchObject({ followed: 'otherThreshold', since: published });
  expect([...other.linked.events!]).toMatchObject([{ kind: 'split', reasons: ['threshold'] }]);
  const many = await attempt(0.8, 30);
  expect(many.linked).toMatchObject({ followed: 'tooMany', candidatePairs: 13, compared: 38 });
  const partition = ({ rows }: typeof first) =>
    rows.map(({ clusterSize, quality }) => ({ clusterSize, quality }));
  const scratch = await attempt(0.9, undefined, at('scratch.bin'));
  expect(partition(other)).toEqual(partition(scratch));
  expect(partition(other)).not.toEqual(partition(first));
  other.save(published);
  const back = await attempt(0.8);
  expect([...back.linked.events!]).toMatchObject([{ kind: 'merged', reasons: ['threshold'] }]);
  expect(partition(back)).toEqual(partition(first));
  expect(partition(many)).toEqual(partition(first));
});

test('a snapshot is read back whole or not at all', () => {
  const snapshot = {
    settings: 'one',
    result: '00ff',
    sources: [{ name: 'a/b', count: 2 }],
    tokens: new Uint8Array(32).fill(1),
    digests: new Uint8Array(32).fill(2),
    left: Uint32Array.of(0),
    right: Uint32Array.of(1),
    similarity: Float64Array.of(0.8),
    reviewFrom: 0.7,
    decisions: [[0, 1, 'same']] as const,
  };
  const bytes = new Uint8Array(Buffer.concat([...encodeSnapshot(snapshot)]));
  expect(decodeSnapshot(bytes)).toEqual(snapshot);
  for (let byte = 0; byte < bytes.length; byte += 7) {
    const damaged = bytes.slice();
    damaged[byte]! ^= 4;
    expect(decodeSnapshot(damaged)).toBeUndefined();
    expect(decodeSnapshot(bytes.slice(0, byte))).toBeUndefined();
  }
});
