// SPDX-License-Identifier: EUPL-1.2
/** The line over a broker: what comes out is, byte for byte, what comes out of a shared folder. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { brokerFile, findBroker } from '../support/kafka.ts';
import {
  agree,
  assemble,
  copyLine,
  encode,
  encodeArgs,
  link,
  makeLine,
  type Line,
} from '../support/line.ts';
import { runAndKill, type Party } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { deliver, inventPersons, misspell, tableOf } from '../support/registers.ts';
import { filesUnder, snapshot } from '../support/snapshot.ts';
import { makeWorkspace } from '../support/workspace.ts';

const workspace = makeWorkspace();
const registers = ['benefits'] as const;
const random = seeded(48);
const persons = inventPersons(60, random);
const ids = persons.map((_, at) => `R${at}`);
/** A study of this run alone: the broker may have had others. */
const id = `k${randomBytes(5).toString('hex')}`;

afterAll(() => {
  workspace.remove();
});

async function makeReady(): Promise<Line> {
  const owners = { rotterdam: registers, denhaag: registers };
  const ready = await makeLine(join(workspace.folder, 'ready'), { id, owners, capacity: 10 });
  for (const owner of ready.owners) {
    for (const register of registers) {
      const own = persons.map((person) => misspell(person, random));
      deliver(owner, register, tableOf(register, own, ids, random));
    }
  }
  return ready;
}

async function encodeAll(line: Line): Promise<void> {
  for (const owner of line.owners) {
    for (const register of registers) await encode(line, owner, register);
  }
}

/** Resolves when the owner's ledger says that a batch of its own has arrived at the broker. */
function firstBatchSent(owner: Party): (signal: AbortSignal) => Promise<void> {
  const sent = (file: string): boolean => readFileSync(file, 'utf8').includes('"sent"');
  const state = join(owner.folder, 'party.key.state');
  return async (signal) => {
    while (!signal.aborted && !(existsSync(state) && filesUnder(state).some(sent))) await sleep(1);
  };
}

function testOver(brokers: string): void {
  test('gives the same data set as a folder, also after an encoder was killed', async () => {
    const ready = await makeReady();
    const folder = copyLine(ready, join(workspace.folder, 'embedded'));
    const kafka = {
      ...copyLine(ready, join(workspace.folder, 'kafka')),
      log: brokerFile(workspace.folder, brokers),
    };
    await encodeAll(folder);
    await link(folder);
    const expected = snapshot(await assemble(folder));

    await agree(kafka); // the same shares, so the same key
    const [owner] = kafka.owners;
    const args = encodeArgs(kafka, owner!, 'benefits');
    const { signal } = await runAndKill(owner!, { args }, firstBatchSent(owner!));
    expect(signal).toBe('SIGKILL');
    await encodeAll(kafka);
    await link(kafka);
    expect(snapshot(await assemble(kafka))).toEqual(expected);
    // And again, from nothing but the log.
    await link(kafka, { state: 'another-state' });
    expect(snapshot(await assemble(kafka, 'again'))).toEqual(expected);
  }, 240_000);
}

describe('the line over Kafka', () => {
  const found = findBroker();
  if ('missing' in found) {
    test.skip(`no broker can be started here: ${found.missing}`, () => undefined);
  } else testOver(found.brokers);
});
