// SPDX-License-Identifier: EUPL-1.2
/** An owner that is killed while it answers, or whose disk is not what it was. */
import { afterEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { hex } from '../bytes.ts';
import { readChain } from '../ledger/chain.ts';
import { crashingAt, refusal } from '../testing/place.ts';
import type { AnswerProcess } from '../testing/answer-process.ts';
import {
  evenRound,
  makeLooksPlace,
  roundRequests,
  type LooksPlace,
} from '../testing/looks-place.ts';
import { LookDatabase } from './look-database.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const script = fileURLToPath(new URL('../testing/answer-process.ts', import.meta.url));
let place: LooksPlace;
afterEach(() => place.place.remove());

async function makePlace(): Promise<void> {
  place = await makeLooksPlace();
  const people = ids.map((id) => ({ id, name: `Naam${id}` }));
  await place.deliver(0, people);
  await place.deliver(1, people);
}

const looksFile = (): string => {
  const name = readdirSync(place.stateFolder(0)).find((one) => one.endsWith('.looks.db'))!;
  return join(place.stateFolder(0), name);
};

function account() {
  const database = new LookDatabase(looksFile(), { readOnly: true });
  try {
    return database.account();
  } finally {
    database.close();
  }
}

/** Runs the answering until it kills itself; gives the signal by which it ended. */
function killed(moment: AnswerProcess['moment']): Promise<string | null> {
  const secrets = Object.entries(place.sessions[0]!.secrets).map(([name, one]) => [name, hex(one)]);
  const told: AnswerProcess = {
    log: join(place.place.folder, 'log'),
    stateFolder: place.stateFolder(0),
    study: place.world.input,
    secrets: Object.fromEntries(secrets) as Record<string, string>,
    moment,
  };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { stdio: ['pipe', 'ignore', 'inherit'] });
    child.once('exit', (_code, signal) => {
      resolve(signal);
    });
    child.stdin.end(JSON.stringify(told));
  });
}

test('killed before and after each answer left, it answers each request once and charges it once', async () => {
  await makePlace();
  await place.put(0, ...(await roundRequests(place, evenRound(ids, 4))));
  for (const moment of ['before', 'after', 'before', 'after'] as const) {
    expect(await killed(moment)).toBe('SIGKILL');
  }
  expect(await place.verdicts()).toEqual(['answered', 'answered']);
  expect(await place.pass()).toMatchObject({ answered: 0, refused: 0 });
  expect(await place.verdicts()).toEqual(['answered', 'answered']);
  expect(account()).toMatchObject({ given: 20, records: 5, most: 4, asked: 2, refused: [] });
  const { entries, open } = readChain(place.stateFolder(0));
  expect(open.size).toBe(0);
  const looks = entries.flatMap((entry) =>
    entry.kind === 'batch' && entry.lane === 'looks' ? [[entry.n, entry.sequence]] : [],
  );
  // One entry for each try; those that did not leave say so.
  expect(looks.map(([, sequence]) => sequence)).toEqual([0, 0, 1, 1]);
  const ends = looks.map(([n]) =>
    entries.find((entry) => (entry.kind === 'sent' || entry.kind === 'notSent') && entry.of === n)!.kind,
  );
  expect(ends).toEqual(['notSent', 'sent', 'notSent', 'sent']);
}, 120_000); // prettier-ignore

test('a budget is not won back by losing the database, or by putting back an older one', async () => {
  await makePlace();
  const round = (random: number) =>
    roundRequests(place, evenRound(ids, 4), {
      header: { random: new Uint8Array(16).fill(random) },
    });
  await place.put(0, ...(await round(1)));
  await place.pass();
  const older = join(place.place.folder, 'older');
  cpSync(place.stateFolder(0), older, { recursive: true });
  await place.put(0, ...(await round(2)), ...(await round(3)));
  await place.pass();
  const before = account();
  expect(before).toMatchObject({ given: 60, most: 12 });
  // An older database: what was answered since is read from the log, and charged.
  const file = looksFile();
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  const name = file.slice(file.lastIndexOf('/') + 1);
  cpSync(join(older, name), file);
  await place.pass();
  expect(account()).toMatchObject({ given: 60, most: 12 });
  // None at all.
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  await place.pass();
  expect(account()).toMatchObject({ given: 60, most: 12 });
  expect(await place.verdicts()).toHaveLength(6);
  await place.put(0, ...(await round(4)), ...(await round(5)));
  await place.pass();
  expect((await place.verdicts()).slice(6)).toEqual([
    'answered', 'answered', 'LOOK_BUDGET', 'LOOK_BUDGET',
  ]); // prettier-ignore
  // The whole folder is gone: the ledger stops it until somebody says that it is lost.
  rmSync(place.stateFolder(0), { recursive: true });
  expect(await refusal(place.place, () => place.pass())).toEqual([
    'LEDGER_INCOMPLETE {"file":"state-north","field":"sample"}',
  ]);
  await place.pass(0, { confirmLostState: true });
  expect(account()).toMatchObject({ given: 80, most: 16 });
}, 120_000);

test('a log that fails leaves the request to the next pass', async () => {
  await makePlace();
  await place.put(0, ...(await roundRequests(place, evenRound(ids, 4))));
  const port = crashingAt(place.place.port, 2);
  await expect(place.pass(0, { port })).rejects.toThrow('killed');
  expect(await place.verdicts()).toEqual(['answered']);
  const controller = new AbortController();
  controller.abort();
  expect(await place.pass(0, { signal: controller.signal })).toMatchObject({ answered: 0, more: false });
  expect(await place.pass()).toMatchObject({ answered: 1 });
}); // prettier-ignore
