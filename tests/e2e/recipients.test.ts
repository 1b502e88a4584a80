// SPDX-License-Identifier: EUPL-1.2
/**
 * A study that names two researchers: both make the same data set, each with a key file of its own, and
 * nobody else can; and one of them is replaced in the next version of the study.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { giveKeyFile } from '../support/key-files.ts';
import {
  agree,
  assembleArgs,
  attempt,
  copyLine,
  encode,
  link,
  makeParties,
  writeStudy,
  type Line,
} from '../support/line.ts';
import { problemsOf, succeed, type Party } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { deliver, inventPersons, tableOf } from '../support/registers.ts';
import { snapshot, type Snapshot } from '../support/snapshot.ts';
import { makeWorkspace } from '../support/workspace.ts';

const workspace = makeWorkspace();
const names = ['second', 'third'] as const;
const persons = inventPersons(20, seeded(31));
let line: Line;
let others: readonly Party[];
let keys: readonly Readonly<Record<string, string>>[];

async function deliverAll(of: Line, state = 'state'): Promise<void> {
  await agree(of);
  for (const owner of of.owners) {
    const ids = persons.map((_, at) => `${owner.name}-${String(at)}`);
    deliver(owner, 'benefits', tableOf('benefits', persons, ids, seeded(5)));
    await encode(of, owner, 'benefits');
  }
  await link(of, { state });
}

async function dataSetOf(of: Line, party: Party, out: string): Promise<Snapshot> {
  await succeed(party, { args: assembleArgs(of, { out, formats: 'csv' }) });
  return snapshot(join(party.folder, out));
}

/** The codes of what goes wrong when a party tries. */
async function refusedTo(of: Line, party: Party, out: string): Promise<readonly string[]> {
  const failed = await attempt(party, assembleArgs(of, { out }));
  return problemsOf(failed).map(({ code }) => code);
}

beforeAll(async () => {
  const owners = { rotterdam: ['benefits'] } as const;
  line = await makeParties(join(workspace.folder, 'first'), { id: 'shared', owners, capacity: 20 });
  others = names.map((name) => ({ role: 'researcher', name, folder: join(line.folder, name) }));
  keys = await Promise.all(
    others.map(async (party) => {
      const lines = (await giveKeyFile(party)).trim().split('\n');
      return Object.fromEntries(lines.map((text) => text.split(': ') as [string, string]));
    }),
  );
  const coResearchers = [{ id: 'second', name: 'Institute', ...keys[0] }];
  writeStudy(line, { ...line.study, coResearchers });
  await deliverAll(line);
}, 300_000);

afterAll(() => {
  workspace.remove();
});

test('both make the same data set, and who is not named makes none', async () => {
  const first = await dataSetOf(line, line.researcher, 'data-set');
  expect(await dataSetOf(line, others[0]!, 'data-set')).toEqual(first);
  expect(first['persons.csv']).toBeDefined();
  expect(await refusedTo(line, others[1]!, 'data-set')).toEqual(['KEY_NOT_THIS_PARTY']);
  expect(Object.keys(snapshot(others[1]!.folder)).sort()).toEqual(['party.key', 'passphrase']);
});

test('the ledger of an owner says to whom payload went', async () => {
  const [owner] = line.owners;
  const shown = await succeed(owner!, { args: ['ledger', 'show', '--keys', 'party.key'] });
  expect(shown).toContain('(research variables, for researcher and second)');
  expect(shown).toContain('(encodings, for the linkage unit)');
});

test('one that is replaced opens nothing of the next version, and who replaces it does', async () => {
  const next = copyLine(line, join(workspace.folder, 'next'));
  const coResearchers = [{ id: 'third', name: 'Office', ...keys[1] }];
  writeStudy(next, { ...next.study, coResearchers });
  await deliverAll(next, 'state-2');
  const [second, third] = others.map((party) => ({
    ...party,
    folder: join(next.folder, party.name),
  }));
  const whole = await dataSetOf(next, next.researcher, 'data-set-2');
  expect(await dataSetOf(next, third!, 'data-set-2')).toEqual(whole);
  expect(await refusedTo(next, second!, 'data-set-2')).toEqual(['KEY_NOT_THIS_PARTY']);
}, 300_000);
