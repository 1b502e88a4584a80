// SPDX-License-Identifier: EUPL-1.2
/** A linkage unit that is killed while it searches goes on from there, to the same links. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sealKeyFile } from '@koppel/keys';
import { open } from '@koppel/keys/open';
import { linkBatches, decodeLinkBlock, topics } from '@koppel/wire';
import { LinkageState } from '../state.ts';
import { noise } from '../testing/noise.ts';
import { makePlace, valuesOf, type Place } from '../testing/place.ts';
import { confirmKey, filterBytes, makeStudy, readStudy, runName } from '../testing/study.ts';
import type { TestStudy } from '../testing/study.ts';

/**
 * So many that a search takes several seconds of one core: parts are written four times a second,
 * and on a busy machine a kill may come some parts after the one that it waited for.
 */
const records = 48_000;
const persons = 200;
const capacity = 4000;
const tokenBytes = 16;
/** The least that the programs accept: its usual cost is not what is tested here. */
const quick = { n: 2 ** 10, r: 8, p: 1 } as const;
const passphrase = new TextEncoder().encode('correct horse battery');

let place: Place;
let world: TestStudy;

/** Two registers, of which the first records are the same persons, as if they had been taken in. */
function fillState(): void {
  const state = new LinkageState(join(place.folder, 'state'), world.specHash);
  const shared = noise(persons * filterBytes, 9);
  for (const [at, owner] of ['north', 'south'].entries()) {
    const filters = noise(records * filterBytes, at + 1);
    filters.set(shared);
    const tokens = noise(records * tokenBytes, at + 5);
    const batches = records / capacity;
    const accepted = Array.from({ length: batches }, (_, sequence) => ({
      owner,
      register: 'population',
      run: runName(at + 1),
      runOrdinal: 0,
      base: new Uint8Array(16),
      sequence,
      batches,
      count: capacity,
      tokens: tokens.slice(sequence * capacity * tokenBytes, (sequence + 1) * capacity * tokenBytes),
      kinds: new Uint8Array(capacity).fill(1),
      filters: filters.slice(sequence * capacity * filterBytes, (sequence + 1) * capacity * filterBytes),
    }));
    state.store({ topic: owner, next: 0, accepted, refused: [] });
  }
  state.close();
} // prettier-ignore

beforeAll(async () => {
  place = await makePlace();
  const made = await makeStudy();
  const plain = made.input as { owners: object[] };
  const input = {
    ...plain,
    owners: plain.owners.map((owner) => ({
      ...owner,
      maxRecords: records,
      registers: ['population'],
    })),
    batches: { capacity },
    linkage: { threshold: 0.75 },
  };
  world = { ...made, ...readStudy(input), input };
  place.write('study.yaml', JSON.stringify(input));
  place.write('passphrase', passphrase);
  place.write('unit.key', await sealKeyFile(passphrase, 'linkageUnit', { ...world.unit }, quick));
  await confirmKey(world, place.port);
  fillState();
}, 60_000);

afterAll(async () => {
  await place.remove();
});

/** Starts the program; kills it as soon as `moment` resolves. */
async function program(moment?: (signal: AbortSignal) => Promise<void>) {
  const at = (name: string): string => join(place.folder, name);
  const bin = fileURLToPath(new URL('../bin.ts', import.meta.url));
  const files = { study: 'study.yaml', keys: 'unit.key', log: 'log', state: 'state' };
  const options = Object.entries(files).flatMap(([name, file]) => [`--${name}`, at(file)]);
  const child = spawn(execPath, [bin, 'run', ...options, '--workers', '1', '--json'], {
    env: {
      PATH: env['PATH'],
      NODE_COMPILE_CACHE: env['NODE_COMPILE_CACHE'],
      KOPPEL_PASSPHRASE_FILE: at('passphrase'),
    },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new AbortController();
  const closed = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on('close', (_code, signal) => {
      ended.abort();
      resolve(signal);
    });
  });
  if (moment !== undefined) {
    await moment(ended.signal).catch(() => undefined);
    child.kill('SIGKILL');
  }
  return { signal: await closed, stdout, stderr };
}

/** How many parts of a search the state keeps. */
function keptParts(): number {
  const database = new DatabaseSync(join(place.folder, 'state', 'linkage.sqlite'), {
    readOnly: true,
  });
  try {
    return database.prepare('SELECT count(*) AS n FROM tile').get()!['n'] as number;
  } finally {
    database.close();
  }
}

/** Resolves when more parts than `before` are kept. */
const whenMoreThan = (before: number) => async (signal: AbortSignal) => {
  while (keptParts() <= before) await sleep(2, undefined, { signal });
};

/** Records by pseudonym, of those that share it with another one. */
async function links(): Promise<string[][]> {
  const byPseudonym = new Map<string, string[]>();
  for (const message of (await valuesOf(place.port, topics('sample').links)).map(
    linkBatches.decode,
  )) {
    const aad = linkBatches.associatedData(message);
    const plain = await open(
      world.researcherMailbox,
      linkBatches.sealingInfo(),
      aad,
      message.sealed,
    );
    const { owner, count, tokens, pseudonyms } = decodeLinkBlock(plain, { capacity });
    for (let row = 0; row < count; row += 1) {
      const hex = (column: Uint8Array): string =>
        Buffer.from(column.subarray(row * 16, (row + 1) * 16)).toString('hex');
      const name = hex(pseudonyms);
      byPseudonym.set(name, [...(byPseudonym.get(name) ?? []), `${owner} ${hex(tokens)}`]);
    }
  }
  return [...byPseudonym.values()].filter((group) => group.length > 1);
}

test('killed twice in the middle of a search, it does the rest and no more', async () => {
  expect((await program(whenMoreThan(0))).signal).toBe('SIGKILL');
  const first = keptParts();
  expect(first).toBeGreaterThan(0);
  expect((await program(whenMoreThan(first))).signal).toBe('SIGKILL');
  expect(keptParts()).toBeGreaterThan(first);

  const { stdout, stderr } = await program();
  const summary = JSON.parse(stdout) as { wentOnFrom: number; pairs: number; published: boolean };
  expect(summary).toMatchObject({ pairs: persons, published: true });
  expect(summary.wentOnFrom).toBeGreaterThan(0);
  const told = stderr.split('\n').find((line) => line.includes('"goesOn"'));
  expect(JSON.parse(told!)).toMatchObject({
    stage: 'link',
    percent: Math.floor(summary.wentOnFrom * 100),
  });
  // Published: nothing is kept.
  expect(keptParts()).toBe(0);

  const tokensOf = (seed: number): string[] => {
    const tokens = Buffer.from(noise(records * tokenBytes, seed));
    return Array.from({ length: persons }, (_, row) =>
      tokens.subarray(row * 16, row * 16 + 16).toString('hex'),
    );
  };
  const expected = [5, 6].map(tokensOf);
  const found = (await links()).map((group) => group.sort());
  expect(found.sort()).toEqual(
    Array.from({ length: persons }, (_, row) => [
      `north ${expected[0]![row]!}`,
      `south ${expected[1]![row]!}`,
    ]).sort(),
  );
}, 120_000); // prettier-ignore
