// SPDX-License-Identifier: EUPL-1.2
/** A study whose search is worth sharing, with its registers on a log, and a worker for it. For tests only. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Reporter } from '@koppel/console';
import type { KoppelError } from '@koppel/errors';
import { sealKeyFile } from '@koppel/keys';
import type { LogPort, WorkPort } from '@koppel/transport';
import { readExpectation } from '../expectation.ts';
import { ingest } from '../ingest.ts';
import { LinkageState } from '../state.ts';
import { serve, type Served } from '../workers/serve.ts';
import { lookedStudy } from './looked-study.ts';
import { noisyRows } from './noise.ts';
import type { Place } from './place.ts';
import { confirmKey, filterBytes, makeStudy, readStudy, runName, sendRun } from './study.ts';
import type { TestStudy } from './study.ts';

export const passphrase: Uint8Array = new TextEncoder().encode('correct horse battery');
const persons = 200;

/** Two owners with a register each, or three registers; every register has `records` records. */
export async function makeSharedWorld(
  place: Place,
  records: number,
  benefits: boolean,
): Promise<TestStudy> {
  const made = await makeStudy();
  const plain = made.input as { owners: { id: string }[] };
  const input = {
    ...plain,
    id: `w${randomBytes(5).toString('hex')}`,
    owners: plain.owners.map((owner) => ({
      ...owner,
      maxRecords: records,
      registers: owner.id === 'north' && benefits ? ['population', 'benefits'] : ['population'],
    })),
    batches: { capacity: 4000 },
    linkage: { threshold: 0.75 },
  };
  return writeWorld(place, { ...made, ...readStudy(input), input });
}

/** Writes what the linkage unit's programs read. */
async function writeWorld(place: Place, world: TestStudy): Promise<TestStudy> {
  place.write('study.yaml', JSON.stringify(world.input));
  place.write('passphrase', passphrase);
  // The least that the program accepts: it is opened often.
  const quick = { n: 2 ** 10, r: 8, p: 1 };
  place.write('unit.key', await sealKeyFile(passphrase, 'linkageUnit', { ...world.unit }, quick));
  return world;
}

/** Two owners with a register each, whose records are looked at in a second round. */
export async function makeLookedWorld(place: Place, records: number): Promise<TestStudy> {
  const made = await lookedStudy(4000);
  const plain = made.input as { owners: object[]; encoding: object };
  const input = {
    ...plain,
    id: `w${randomBytes(5).toString('hex')}`,
    owners: plain.owners.map((owner) => ({ ...owner, maxRecords: records })),
    encoding: { ...plain.encoding, scheme: 'saul', parameters: { k: 4, bits: 512, parts: 2 } },
  };
  return writeWorld(place, { ...made, ...readStudy(input), input });
}

/** Every owner agrees and delivers. */
export async function deliverAll(world: TestStudy, port: LogPort): Promise<void> {
  await confirmKey(world, port);
  let seed = 1;
  for (const { id: owner, registers, maxRecords } of world.study.owners) {
    for (const register of registers) {
      const rows = noisyRows(maxRecords, filterBytes, persons, seed);
      await sendRun(world, port, { owner, register, rows, run: runName(seed) });
      seed += 1;
    }
  }
}

export interface TestWorker {
  readonly stop: AbortController;
  readonly served: Promise<Served>;
  /** Settles in any case. */
  readonly ended: Promise<Served | KoppelError>;
}

export interface WorkerOptions {
  readonly world: TestStudy;
  readonly port: LogPort;
  readonly work: WorkPort;
  readonly folder: string;
  readonly reporter: Reporter;
  readonly workers?: number;
}

/** A worker in this process, with a state of its own. */
export function startWorker(options: WorkerOptions): TestWorker {
  const { world, port, work, folder, reporter, workers = 1 } = options;
  const { study, specHash, unit: secrets } = world;
  const state = new LinkageState(join(folder), specHash);
  const stop = new AbortController();
  const takeIn = async (): Promise<void> => {
    const expectation = await readExpectation(study, specHash, port);
    if ('missing' in expectation) return;
    const mailboxSecretKey = secrets.mailbox;
    const common = { study, expectation, mailboxSecretKey, port, state, reporter };
    await ingest({ ...common, today: '2026-01-01', control: undefined });
  };
  const common = { study, specHash, secrets, port, work, state, takeIn, reporter };
  const served = serve({ ...common, workers, signal: stop.signal }).finally(() => {
    state.close();
  });
  return { stop, served, ended: served.catch((thrown: unknown) => thrown as KoppelError) };
}
