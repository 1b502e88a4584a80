// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodingDigest } from './encoding-digests.ts';
import { gather, gatherDigested } from './gather.ts';
import { recordTag } from './review/names.ts';
import { chooseRuns, expectedSources, missingSources } from './runs.ts';
import { LinkageState, type StoredBatch } from './state.ts';
import { arrive as store, batchesOfRun } from './testing/history.ts';
import { makePlace, refusal, type Place } from './testing/place.ts';
import { filterBytes, makeStudy, rowsOf, runName, type TestStudy } from './testing/study.ts';

let place: Place;
let world: TestStudy;
let state: LinkageState;

beforeAll(async () => {
  world = await makeStudy();
});

beforeEach(async () => {
  place = await makePlace();
  state = new LinkageState(join(place.folder, 'state'), world.specHash);
});

afterEach(async () => {
  state.close();
  await place.remove();
});

/** Stores the named batches of a run of `count` rows, ten to a batch. */
function arrive(
  owner: string,
  runOrdinal: number,
  count: number,
  { register = 'population', sequences }: { register?: string; sequences?: number[] } = {},
): void {
  const rows = rowsOf(count, runOrdinal);
  const batches = Math.ceil(count / 10);
  const accepted = Array.from({ length: batches }, (_, sequence): StoredBatch => {
    const [from, to] = [sequence * 10, Math.min(count, sequence * 10 + 10)];
    const tokens = rows.tokens.slice(from * 16, to * 16);
    const filters = rows.filters.slice(from * filterBytes, to * filterBytes);
    const run = runName(runOrdinal + 1);
    return {
      owner,
      register,
      run,
      runOrdinal,
      base: new Uint8Array(16),
      sequence,
      batches,
      count: to - from,
      tokens,
      kinds: new Uint8Array(to - from).fill(1),
      filters,
    };
  }).filter(({ sequence }) => sequences?.includes(sequence) ?? true);
  state.store({ topic: 'any', next: 0, accepted, refused: [] });
}

const gatherAll = () => gather(world.study, state, chooseRuns(world.study, state));
const missing = () => missingSources(world.study, chooseRuns(world.study, state));

const gathered = (): string[] =>
  gatherAll().map(
    ({ owner, register, run, encoded }) =>
      `${owner}/${register} run ${run[0]!} of ${encoded.count}`,
  );

test('the study says which sources there are, in its order', () => {
  const names = [
    { owner: 'north', register: 'population' },
    { owner: 'north', register: 'benefits' },
    { owner: 'south', register: 'population' },
  ];
  expect(expectedSources(world.study)).toEqual(names);
  expect(missing()).toEqual(names);
  expect(gatherAll()).toEqual([]);
});

test('a run is put together from its batches, whatever their order of arrival', () => {
  for (const sequences of [[2], [0], [1]]) arrive('north', 0, 25, { sequences });
  const { tokens, filters } = rowsOf(25, 0);
  expect(gatherAll()).toEqual([
    {
      owner: 'north',
      register: 'population',
      run: runName(1),
      encoded: {
        name: 'north/population', unique: true, count: 25, tokens, filters, filterBytes,
      }, // prettier-ignore
    },
  ]);
});

test('uniqueness is what the study says of the register', () => {
  arrive('north', 0, 5, { register: 'benefits' });
  expect(gatherAll()[0]!.encoded.unique).toBe(false);
});

test('of several complete runs the newest counts', () => {
  for (const [ordinal, count] of [[1, 11], [3, 13], [2, 12]] as const) arrive('south', ordinal, count);
  expect(gathered()).toEqual(['south/population run 4 of 13']);
}); // prettier-ignore

test('a run that is not complete does not count, also when it is newer', () => {
  arrive('north', 0, 25);
  arrive('north', 1, 35, { sequences: [0, 1, 3] });
  arrive('south', 0, 25, { sequences: [1] });
  expect(gathered()).toEqual(['north/population run 1 of 25']);
  expect(missing()).toEqual([
    { owner: 'north', register: 'benefits' },
    { owner: 'south', register: 'population' },
  ]);
  arrive('north', 1, 35, { sequences: [2] });
  expect(gathered()).toEqual(['north/population run 2 of 35']);
});

test('nothing is missing when every register has arrived', () => {
  arrive('north', 0, 5);
  arrive('north', 0, 5, { register: 'benefits' });
  arrive('south', 0, 5);
  expect(missing()).toEqual([]);
  expect(gathered()).toHaveLength(3);
});

test('damage to what was stored is told, not linked', async () => {
  arrive('north', 0, 5);
  const file = join(place.folder, 'state', 'segments', '000000.segment');
  const bytes = readFileSync(file);
  bytes[bytes.length - 100]! ^= 1;
  writeFileSync(file, bytes);
  expect(await refusal(place, gatherAll)).toEqual([
    'STATE_SEGMENT_DAMAGED {"file":"state/segments/000000.segment",' +
      '"field":"north/population","path":"batch[0].filters"}',
  ]);
});

test('by their digests records are those that they are by their encodings, a batch at a time', () => {
  const rows = Array.from({ length: 23 }, (_, record) => [record, record % 3] as const);
  store(state, ...batchesOfRun({ ordinal: 1, rows }, 5));
  const changes = [[4, 9], [7, undefined], [30, 0]] as const; // prettier-ignore
  store(state, ...batchesOfRun({ ordinal: 2, base: 1, rows: changes }, 5));
  const choice = chooseRuns(world.study, state);
  const [whole] = gather(world.study, state, choice);
  const [digested] = gatherDigested(world.study, state, choice);
  const key = new Uint8Array(32).fill(5);
  expect(digested!.encoded.tokens).toEqual(whole!.encoded.tokens);
  expect(digested!.encoded).toMatchObject({ name: 'north/population', count: 23, filterBytes: 32 });
  for (let row = 0; row < 23; row += 1) {
    const [one, other] = [whole!.encoded, digested!.encoded];
    expect(encodingDigest(other, row)).toEqual(encodingDigest(one, row));
    expect(recordTag(key, other, row)).toBe(recordTag(key, one, row));
    const has = (bytes: Uint8Array, size: number): boolean =>
      bytes.subarray(row * size, (row + 1) * size).some((byte) => byte !== 0);
    expect(has(other.filters, 32)).toBe(has(one.filters, filterBytes));
  }
});
