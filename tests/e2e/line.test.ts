// SPDX-License-Identifier: EUPL-1.2
/** The line as its users run it, by hand: in any order, with one owner, in two languages. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { readTable } from '../support/csv.ts';
import {
  agree,
  assemble,
  assembleArgs,
  attempt,
  copyLine,
  encode,
  encodeArgs,
  link,
  linkArgs,
  makeLine,
  makeParties,
  ownerOf,
  partiesOf,
  writeStudy,
  type Line,
} from '../support/line.ts';
import { problemsOf, run, succeed, type Language, type Party } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { deliver, inventPersons, misspell, tableOf, type Table } from '../support/registers.ts';
import { messagesOn } from '../support/sealed.ts';
import { snapshot, type Snapshot } from '../support/snapshot.ts';
import type { RegisterName } from '../support/study.ts';
import { makeWorkspace } from '../support/workspace.ts';

const workspace = makeWorkspace();
const registers = ['population', 'benefits', 'trajectories'] as const;
const people = 200;
const random = seeded(8);
const persons = inventPersons(people, random);
const ids = persons.map((_, at) => `R${at}`);
const tables = new Map<string, Table>();
let ready: Line;
let done: Line;
let dataSet: Snapshot;

const tableFor = (owner: Party, register: RegisterName): Table =>
  tables.get(`${owner.name} ${register}`)!;

beforeAll(async () => {
  const owners = { rotterdam: registers, denhaag: registers };
  ready = await makeLine(join(workspace.folder, 'ready'), { id: 'line', owners, capacity: 50 });
  for (const owner of ready.owners) {
    for (const register of registers) {
      const own = persons.map((person) => misspell(person, random));
      const table = tableOf(register, own, ids, random);
      tables.set(`${owner.name} ${register}`, table);
      deliver(owner, register, table);
    }
  }
  done = copyLine(ready, join(workspace.folder, 'done'));
  for (const owner of done.owners) {
    for (const register of registers) await encode(done, owner, register);
  }
  await link(done);
  dataSet = snapshot(await assemble(done));
}, 120_000);

afterAll(() => {
  workspace.remove();
});

function personsIn(folder: string) {
  return readTable(join(folder, 'persons.csv')).rows;
}

test('every person comes out once, with a record in every register of both owners', () => {
  const rows = personsIn(join(done.researcher.folder, 'data-set'));
  expect(rows).toHaveLength(people);
  for (const row of rows) {
    expect(row).toMatchObject({ linked: '1', population: '2', benefits: '2', trajectories: '2' });
  }
});

test('rows, registers and owners in another order give the same data set, byte for byte', async () => {
  const line = copyLine(ready, join(workspace.folder, 'other-order'));
  const order = seeded(21);
  const deliveries = line.owners.flatMap((owner) =>
    registers.map((register) => [owner, register] as const),
  );
  for (const [owner, register] of deliveries.reverse()) {
    const { header, rows } = tableFor(owner, register);
    deliver(owner, register, { header, rows: order.shuffle(rows) });
    await encode(line, owner, register);
  }
  await link(line, { workers: '2' });
  expect(snapshot(await assemble(line))).toEqual(dataSet);
});

test('a register without research variables: nothing travels to the researcher for it', async () => {
  const folder = join(done.researcher.folder, 'data-set');
  const { header, rows } = readTable(join(folder, 'population.csv'));
  expect(header).toEqual([
    'pseudonym', 'owner', 'linked', 'matchProbability', 'matchQuality', 'review',
  ]); // prettier-ignore
  expect(rows).toHaveLength(2 * people);
  const batches = people / done.shape.capacity;
  expect(await messagesOn(done, 'koppel.line.batches.rotterdam')).toHaveLength(3 * batches);
  expect(await messagesOn(done, 'koppel.line.payload.rotterdam')).toHaveLength(2 * batches);
});

test('a later delivery replaces the earlier one, and persons keep their pseudonyms', async () => {
  const line = copyLine(done, join(workspace.folder, 'later'));
  const owner = ownerOf(line, 'denhaag');
  const { header, rows } = tableFor(owner, 'trajectories');
  const extra = tableOf(
    'trajectories',
    inventPersons(5, seeded(77)),
    ['a', 'b', 'c', 'd', 'e'],
    random,
  );
  deliver(owner, 'trajectories', { header, rows: [...rows, ...extra.rows] });
  await encode(line, owner, 'trajectories', { 'release-now': true });
  const linked = await link(line);
  expect(linked.published).toBe(true);
  expect(linked.sources.map(({ records }) => records)).toEqual([200, 200, 200, 200, 200, 205]);
  const later = personsIn(await assemble(line, 'later'));
  const before = personsIn(join(line.researcher.folder, 'data-set'));
  expect(later).toHaveLength(people + 5);
  expect(later).toEqual(expect.arrayContaining(before));
});

test('a register that is missing is waited for, or left out when that is asked', async () => {
  const line = copyLine(ready, join(workspace.folder, 'missing'));
  await encode(line, ownerOf(line, 'rotterdam'), 'benefits');
  await encode(line, ownerOf(line, 'denhaag'), 'population');
  const waiting = await attempt(line.linkageUnit, linkArgs(line, { wait: '1' }));
  expect([waiting.code, problemsOf(waiting).map(({ place }) => place['field'])]).toEqual([
    5,
    ['rotterdam/population', 'rotterdam/trajectories', 'denhaag/benefits', 'denhaag/trajectories'],
  ]);
  const { sources } = await link(line, { 'allow-missing': true });
  expect(sources.map(({ linked }) => linked)).toEqual([people, people]);
  const early = await attempt(line.researcher, assembleArgs(copyLine(ready, `${line.folder}-2`)));
  expect([early.code, problemsOf(early).map(({ code }) => code)]).toEqual([5, ['RESULT_MISSING']]);
});

test('one owner alone links its own registers', async () => {
  const shape = {
    id: 'alone',
    owners: { delft: ['population', 'benefits'] as const },
    capacity: 50,
  };
  const line = await makeLine(join(workspace.folder, 'alone'), shape);
  const [owner] = line.owners as [Party];
  for (const register of shape.owners.delft) {
    deliver(owner, register, tableFor(ownerOf(ready, 'rotterdam'), register));
    await encode(line, owner, register);
  }
  expect((await link(line)).sources.map(({ linked }) => linked)).toEqual([people, people]);
  const rows = personsIn(await assemble(line));
  expect(rows.map(({ population, benefits }) => [population, benefits])).toEqual(
    Array.from({ length: people }, () => ['1', '1']),
  );
});

test('the threshold can be estimated without knowing who is who', async () => {
  const made = await makeParties(join(workspace.folder, 'auto'), ready.shape);
  made.study.linkage.threshold = 'auto';
  for (const owner of made.study.owners) owner.registers = ['benefits'];
  writeStudy(made, made.study);
  await agree(made);
  for (const owner of made.owners) {
    deliver(owner, 'benefits', tableFor(ownerOf(ready, owner.name), 'benefits'));
    await encode(made, owner, 'benefits');
  }
  const { threshold, sources } = await link(made);
  expect(threshold).toBeGreaterThan(0.5);
  expect(threshold).toBeLessThan(0.95);
  expect(sources.every(({ linked }) => linked > 0.95 * people)).toBe(true);
});

describe.each<[Language, Record<'encode' | 'link' | 'assemble' | 'help', readonly string[]>]>([
  ['en', {
    encode: ['Rows read', 'Encoded', 'Batches sent'],
    link: ['Register', 'Threshold', 'Batches refused', 'Published before'],
    assemble: ['Register', 'records', 'Data set in'],
    help: ['Exit codes', 'language'],
  }],
  ['nl', {
    encode: ['Rijen gelezen', 'Gecodeerd', 'Pakketten verzonden'],
    link: ['Register', 'Drempel', 'Pakketten geweigerd', 'Al eerder gepubliceerd'],
    assemble: ['Register', 'gekoppeld', 'Gegevensbestand in'],
    help: ['Afsluitcodes', 'taal'],
  }],
])('what is said in %s', (language, words) => {
  const expectWords = (text: string, expected: readonly string[]): void => {
    for (const word of expected) expect(text).toContain(word);
  };

  test('by each program about its work', async () => {
    const owner = ownerOf(done, 'rotterdam');
    const json = { json: undefined };
    const args = encodeArgs(done, owner, 'benefits', json);
    expectWords(await succeed(owner, { args, language }), words.encode);
    const linking = { args: linkArgs(done, json), language };
    expectWords(await succeed(done.linkageUnit, linking), words.link);
    const assembling = { args: assembleArgs(done, { ...json, out: `in-${language}` }), language };
    expectWords(await succeed(done.researcher, assembling), words.assemble);
  });

  test('by each program about itself', async () => {
    for (const party of partiesOf(done).slice(1)) {
      const { code, stdout } = await run(party, { args: ['--help'], language });
      expect(code).toBe(0);
      expectWords(stdout.toString(), [...words.help, '--keys', '--lang', '--json', ' 70 ']);
    }
  });
}); // prettier-ignore
