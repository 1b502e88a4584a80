// SPDX-License-Identifier: EUPL-1.2
/**
 * The end of a study: an objection between two data sets takes a person out of the second, visibly;
 * then every party destroys what it has, the coordinator signs for all, and nothing can be opened or run.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  go,
  makeCoordinatedLine,
  signDocuments,
  signed,
  type CoordinatedLine,
} from '../support/coordinated.ts';
import { readTable } from '../support/csv.ts';
import { assemble, assembleArgs, attempt, encode, link, ownerOf } from '../support/line.ts';
import { problemsOf, succeed, type Party } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { deliver, inventPersons, tableOf } from '../support/registers.ts';
import { makeWorkspace } from '../support/workspace.ts'; // prettier-ignore

const workspace = makeWorkspace();
const owners = { rotterdam: ['population'], denhaag: ['benefits'] } as const;
let line: CoordinatedLine;
let dataSets: string[];

beforeAll(async () => {
  const shape = { id: 'ending', owners, capacity: 20 };
  line = await makeCoordinatedLine(join(workspace.folder, 'line'), shape);
  const persons = inventPersons(30, seeded(3));
  for (const [city, [register]] of Object.entries(owners)) {
    const ids = persons.map((_, at) => `${city}-${String(at)}`);
    deliver(ownerOf(line, city), register, tableOf(register, persons, ids, seeded(4)));
  }
  await signDocuments(line);
  for (const city of Object.keys(owners)) await go(line, city);
  await encode(line, ownerOf(line, 'rotterdam'), 'population');
  await encode(line, ownerOf(line, 'denhaag'), 'benefits');
  await link(line);
  dataSets = [await assemble(line, 'first')];
}, 300_000);

afterAll(() => {
  workspace.remove();
});

const onLog = (): string[] => ['--log', line.log];

async function acknowledged(owner: Party) {
  const out = join(line.folder, 'acknowledgements', `${owner.name}.json`);
  const common = [
    '--study',
    line.studyFile,
    '--owner',
    owner.name,
    '--keys',
    'party.key',
    ...onLog(),
  ];
  const args = [
    'objections',
    ...common,
    '--round',
    'round',
    '--exclusions',
    'list.csv',
    '--out',
    out,
  ];
  return problemsOf(await attempt(owner, args));
}

test('who objects between two data sets is not in the second, and the difference says so', async () => {
  await signed(line, line.coordinator, 'objections', '--id', 'round', '--by', '2099-01-01');
  mkdirSync(join(line.folder, 'acknowledgements'));
  const more = { exclusions: 'list.csv', 'release-now': true } as const;
  for (const [city, [register]] of Object.entries(owners)) {
    const owner = ownerOf(line, city);
    writeFileSync(join(owner.folder, 'list.csv'), `record;reason\n${city}-7;objection\n`);
    if (city === 'rotterdam')
      expect(await acknowledged(owner)).toMatchObject([{ code: 'OBJECTIONS_NOT_RUN' }]);
    await encode(line, owner, register, more);
    if (city === 'rotterdam') expect(await acknowledged(owner)).toEqual([]);
  }
  const rows = await succeed(line.coordinator, {
    args: ['acknowledgements', '--folder', line.folder, ...onLog(), '--json'],
  });
  expect(JSON.parse(rows)).toMatchObject([
    { owner: 'rotterdam', standing: 'yes' },
    { owner: 'denhaag', standing: 'waits', on: '2099-01-01' },
  ]);
  const { sources } = await link(line);
  expect(sources.map(({ records }) => records)).toEqual([29, 29]);
  dataSets.push(await assemble(line, 'second', { previous: 'first' }));
  const benefits = dataSets.map((folder) => readTable(join(folder, 'benefits.csv')).rows);
  const names = benefits.map((rows) => new Set(rows.map(({ pseudonym }) => pseudonym)));
  const gone = [...names[0]!].filter((name) => !names[1]!.has(name));
  expect(names.map(({ size }) => size)).toEqual([30, 29]);
  expect(gone).toHaveLength(1);
  const told = readTable(join(dataSets[1]!, 'events.csv')).rows;
  expect(told).toMatchObject([{ kind: 'retracted', before: gone[0], after: '' }]);
  const persons = readTable(join(dataSets[1]!, 'persons.csv')).rows;
  expect(persons.map(({ pseudonym }) => pseudonym)).not.toContain(gone[0]);
}, 120_000);

const confirm = ['--confirm', 'ending'];

function destroyed(party: Party, ...args: string[]): Promise<string> {
  const common = ['destroy', '--study', line.studyFile, '--keys', 'party.key', ...confirm];
  return succeed(party, { args: [...common, ...args] });
}

test('after the end every party destroys, and the coordinator signs for all', async () => {
  await signed(line, line.coordinator, 'end', '--reason', 'Done');
  for (const owner of line.owners) await destroyed(owner, '--owner', owner.name, ...onLog());
  await destroyed(line.linkageUnit, '--state', 'state', ...onLog());
  await destroyed(line.researcher, 'first', 'second');
  for (const party of [...line.owners, line.linkageUnit, line.researcher]) {
    expect(existsSync(join(party.folder, 'party.key'))).toBe(false);
  }
  const certificates = join(line.folder, 'certificates');
  mkdirSync(certificates);
  for (const { name, folder } of [...line.owners, line.linkageUnit, line.researcher]) {
    const [file] = readdirSync(folder).filter((one) => one.endsWith('.destroyed.json'));
    cpSync(join(folder, file!), join(certificates, `${name}.json`));
  }
  await signed(line, line.coordinator, 'destroy', ...confirm);
  const text = readFileSync(join(line.folder, 'study-certificate.json'), 'utf8');
  const { certificate } = JSON.parse(text) as { certificate: { parties: { party: string }[] } };
  expect(certificate.parties.map(({ party }) => party)).toEqual([
    'rotterdam', 'denhaag', 'linkageUnit', 'researcher',
  ]);
  const now = assembleArgs(line, { out: 'third' });
  expect(problemsOf(await attempt(line.researcher, now))).toMatchObject([{ code: 'DESTRUCTION_DONE' }]);
}, 180_000); // prettier-ignore
