// SPDX-License-Identifier: EUPL-1.2
/**
 * A study over months: registers are delivered, corrected and delivered again, and only what changed
 * travels. The data set must be the one of a line that got the last register at once.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeBatch, topics } from '@koppel/wire';
import { readTable, type Row } from '../support/csv.ts';
import {
  assemble,
  assembleArgs,
  attempt,
  copyLine,
  encode,
  link,
  linkArgs,
  makeLine,
  ownerOf,
  type LinkedRun,
  type Line,
} from '../support/line.ts';
import { problemsOf, type Party } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { deliver, inventPersons, misspell, tableOf, type Table } from '../support/registers.ts';
import { appendTo, messagesOn } from '../support/sealed.ts';
import { snapshot, type Snapshot } from '../support/snapshot.ts';
import { makeWorkspace } from '../support/workspace.ts';

const workspace = makeWorkspace();
const topic = topics('months');
const owners = { rotterdam: ['population', 'benefits'], denhaag: ['benefits'] } as const;
const persons = inventPersons(90, seeded(14));

/** An owner's register of some persons: a row is the same whoever else is in it. */
function tableFor(owner: string, register: 'population' | 'benefits', numbers: number[]): Table {
  const tables = numbers.map((number) => {
    const person = misspell(persons[number]!, seeded(number));
    return tableOf(register, [person], [`${owner}-${number}`], seeded(100 + number));
  });
  return { header: tables[0]!.header, rows: tables.flatMap(({ rows }) => rows) };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, at) => from + at);

/** Every fifth person moves, every seventh gets another amount where there are amounts. */
function corrected({ header, rows }: Table): Table {
  const [houseNumber, amount] = [header.indexOf('huisnummer'), header.indexOf('amount')];
  return {
    header,
    rows: rows.map((row, at) => {
      const moved = at % 5 === 0 ? row.with(houseNumber, '999') : row;
      return at % 7 === 0 && amount >= 0 ? moved.with(amount, '1234.50') : moved;
    }),
  };
}

/** The editions of each register, oldest first; the last stands in the data set. */
const benefits = (name: string): Table[] => [
  tableFor(name, 'benefits', range(0, 60)),
  corrected(tableFor(name, 'benefits', range(10, 75))),
  corrected(tableFor(name, 'benefits', [...range(0, 5), ...range(10, 60)])),
];
const editions: Readonly<Record<string, readonly Table[]>> = {
  'rotterdam benefits': benefits('rotterdam'),
  'denhaag benefits': benefits('denhaag'),
  'rotterdam population': [
    tableFor('rotterdam', 'population', range(0, 70)),
    corrected(tableFor('rotterdam', 'population', range(0, 90))),
    corrected(tableFor('rotterdam', 'population', range(20, 90))),
  ],
};

let ready: Line;
let line: Line;
let linked: LinkedRun[];
let dataSets: Snapshot[];

async function deliverEdition(of: Line, edition: number): Promise<void> {
  for (const owner of of.owners) {
    for (const register of owners[owner.name as 'rotterdam']) {
      deliver(owner, register, editions[`${owner.name} ${register}`]![edition]!);
      await encode(of, owner, register);
    }
  }
}

beforeAll(async () => {
  ready = await makeLine(join(workspace.folder, 'ready'), { id: 'months', owners, capacity: 20 });
  line = copyLine(ready, join(workspace.folder, 'months'));
  linked = [];
  dataSets = [];
  for (const edition of [0, 1, 2]) {
    await deliverEdition(line, edition);
    linked.push(await link(line));
    dataSets.push(snapshot(await assemble(line, `edition-${edition}`)));
  }
}, 300_000);

afterAll(() => {
  workspace.remove();
});

/** Without the file that names the result. */
function tablesOf(dataSet: Snapshot): Snapshot {
  // What describes them names the result that they are of.
  const isTable = (file: string): boolean => /\.(csv|parquet|sav|dta)$|^groups\.html$/.test(file);
  return Object.fromEntries(Object.entries(dataSet).filter(([file]) => isTable(file)));
}

/** What the data set says of itself, but for the result that it is of. */
function qualityOf(of: Line, out: string): object {
  const file = join(of.researcher.folder, out, 'quality.json');
  return { ...(JSON.parse(readFileSync(file, 'utf8')) as object), result: '' };
}

const headers = async (owner: string) =>
  (await messagesOn(line, topic.batches(owner))).map((message) => decodeBatch(message));

test('after the first, every run held changes only', async () => {
  for (const { name } of line.owners) {
    const batches = await headers(name);
    const changes = batches.filter(({ base }) => base.some((byte) => byte !== 0));
    expect(changes.map(({ runOrdinal }) => runOrdinal)).toEqual(
      batches.flatMap(({ runOrdinal }) => (runOrdinal > 0 ? [runOrdinal] : [])),
    );
    expect(changes.length).toBeGreaterThan(0);
  }
  expect(linked.map(({ published, passedOver }) => [published, passedOver])).toEqual(
    Array.from({ length: 3 }, () => [true, 0]),
  );
  expect(linked.map(({ sources }) => sources.map(({ records }) => records))).toEqual([
    [70, 60, 60],
    [90, 65, 65],
    [70, 55, 55],
  ]);
});

test.each([1, 2])(
  'edition %i is the data set of a line that got it at once',
  async (edition) => {
    const whole = copyLine(ready, join(workspace.folder, `whole-${edition}`));
    await deliverEdition(whole, edition);
    await link(whole);
    const folder = await assemble(whole);
    expect(tablesOf(snapshot(folder))).toEqual(tablesOf(dataSets[edition]!));
    expect(qualityOf(whole, 'data-set')).toEqual(qualityOf(line, `edition-${edition}`));
  },
  180_000,
);

test('persons whose records stayed the same keep their pseudonym', () => {
  const read = (edition: number) =>
    readTable(join(line.researcher.folder, `edition-${edition}`, 'benefits.csv')).rows;
  const rowsOf = (edition: number) =>
    new Map(
      read(edition).map(({ pseudonym, owner, amount, since, scheme }) => [
        [owner, amount, since, scheme].join(),
        pseudonym,
      ]),
    );
  const [before, after] = [rowsOf(0), rowsOf(1)];
  const stayed = [...before].filter(([row]) => after.has(row));
  expect(stayed.length).toBeGreaterThan(60);
  for (const [row, pseudonym] of stayed) expect(after.get(row)).toBe(pseudonym);
});

/** Per pseudonym the number of records of every register. */
function personsIn(folder: string): Map<string, number> {
  const registers = ['population', 'benefits'] as const;
  return new Map(
    readTable(join(folder, 'persons.csv')).rows.map((row) => [
      row['pseudonym']!,
      registers.reduce((sum, name) => sum + Number(row[name]), 0),
    ]),
  );
}

/** Records by pseudonym after the moves of an events file, from those before. */
function afterMoves(before: ReadonlyMap<string, number>, moves: readonly Row[]) {
  const counts = new Map(before);
  for (const { before: was, after: is, records } of moves) {
    if (was !== '') counts.set(was!, counts.get(was!)! - Number(records));
    if (is !== '') counts.set(is!, (counts.get(is!) ?? 0) + Number(records));
  }
  return new Map([...counts].filter(([, count]) => count > 0));
}

test.each([0, 1])(
  'the changes since edition %i lead to the last, each with its reason',
  async (from) => {
    const previous = join(line.researcher.folder, `edition-${from}`);
    const folder = await assemble(line, `since-${from}`, { previous });
    const moves = readTable(join(folder, 'events.csv')).rows;
    expect(moves.length).toBeGreaterThan(20);
    const last = join(line.researcher.folder, 'edition-2');
    expect([...afterMoves(personsIn(previous), moves)].sort()).toEqual([...personsIn(last)].sort());
    const reasons = new Set(moves.flatMap((row) => row['reasons']!.split(' ')));
    const known = new Set(['added', 'changed', 'retracted', 'threshold']);
    expect([...reasons].filter((reason) => !known.has(reason))).toEqual([]);
    // Between the last two only amounts were corrected, and records came and went.
    expect(reasons.has(from === 0 ? 'changed' : 'retracted')).toBe(true);
    // But for the changes the data set is the one without them.
    const tables = tablesOf(snapshot(folder));
    for (const [file, content] of Object.entries(tablesOf(dataSets[2]!))) {
      if (file !== 'codebook.csv') expect(tables[file]).toEqual(content);
    }
  },
  60_000,
);

test('nothing changed: nothing is sent and nothing is published', async () => {
  const owner = ownerOf(line, 'denhaag');
  const again = await encode(line, owner, 'benefits');
  expect(again.batchesSent).toBe(0);
  const result = await link(line);
  expect([result.published, result.sources]).toEqual([false, linked[2]!.sources]);
});

test('a linkage unit that lost its state comes to the same', async () => {
  const result = await link(line, { state: 'state-anew' });
  expect([result.published, result.sources]).toEqual([false, linked[2]!.sources]);
});

/** Everything that an owner sent, in another order and some of it twice. */
async function shuffledMessages(owner: Party, purpose: 'batches' | 'payload') {
  const values = await messagesOn(line, topic[purpose](owner.name));
  return seeded(31).shuffle([...values, ...values.slice(0, 5)]);
}

test('batches in another order, some twice, with linkages between them, give the same', async () => {
  const other = copyLine(ready, join(workspace.folder, 'other-order'));
  for (const owner of other.owners) {
    await appendTo(other, topic.payload(owner.name), await shuffledMessages(owner, 'payload'));
    const batches = await shuffledMessages(owner, 'batches');
    const half = Math.floor(batches.length / 2);
    await appendTo(other, topic.batches(owner.name), batches.slice(0, half));
    // Some registers are not there yet, or end at an earlier edition.
    await attempt(other.linkageUnit, linkArgs(other));
    await appendTo(other, topic.batches(owner.name), batches.slice(half));
  }
  expect((await link(other)).sources).toEqual(linked[2]!.sources);
  expect(snapshot(await assemble(other))).toEqual(dataSets[2]);
}, 180_000);

test('payload of a run that the linked one rests on is missing: nothing is assembled', async () => {
  const other = copyLine(ready, join(workspace.folder, 'no-payload'));
  for (const owner of other.owners) {
    const payload = await messagesOn(line, topic.payload(owner.name));
    await appendTo(other, topic.payload(owner.name), payload.slice(1));
    const batches = await messagesOn(line, topic.batches(owner.name));
    await appendTo(other, topic.batches(owner.name), batches);
  }
  await link(other);
  const failed = await attempt(other.researcher, assembleArgs(other));
  expect([failed.code, problemsOf(failed).map(({ code }) => code)]).toEqual([
    5,
    ['PAYLOAD_BATCH_MISSING'],
  ]);
});
