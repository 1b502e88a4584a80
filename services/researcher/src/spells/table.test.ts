// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { codebookTable } from '../describe/codebook-table.ts';
import { dataPackage } from '../describe/data-package.ts';
import { twinFiles } from '../describe/twin.ts';
import { dataSchema } from '../formats/data-schema.ts';
import type { Row } from '../formats/data-file.ts';
import { fill, nameOf, withStore, type LinkedRecord, type Links } from '../testing/stores.ts';
import { makeStudy, readStudy, type TestStudy } from '../testing/study.ts';
import { SpellTally, spellTable } from './table.ts';

/** Registers `benefits` and `population` of periods, the second by month. */
function withSpells({ input }: TestStudy) {
  const date = (name: string, more: object = {}) => ({ name, label: name, type: 'date', ...more });
  const amount = { name: 'amount', label: 'Amount', type: 'number' };
  const of = input as { registers: object[] };
  const month = { precision: 'month' };
  return readStudy({
    ...input,
    registers: of.registers.map((register, at) => ({
      ...register,
      unique: false,
      spell: { from: 'start', to: 'end' },
      payload:
        at === 0
          ? [date('start', month), date('end', month)]
          : [amount, date('end'), date('start')],
    })),
  }).study;
}

const study = withSpells(await makeStudy());
const day = (text: string): number => Date.parse(text) / 86_400_000;

const record = (pseudonym: string, clusterSize = 2): LinkedRecord => ({
  pseudonym, clusterSize, quality: 0.9, probability: 0.9, personProbability: 0.9, review: 'none',
}); // prettier-ignore

const links: Links = new Map([
  ['north/benefits', new Map([['a1', record('aa')], ['a2', record('aa')], ['b1', record('bb', 1)], ['x', record('cc', 1)]])],
  ['south/benefits', new Map([['a3', record('aa')]])],
  ['north/population', new Map([['p1', record('aa')]])],
]); // prettier-ignore

const payload = new Map([
  ['north/benefits', new Map([
    ['a1', [5, day('2024-03-31'), day('2024-01-01')]],
    ['a2', [6, undefined, day('2024-04-01')]],
    ['b1', [7, day('2024-01-01'), day('2024-02-01')]],
    ['orphan', [1, 2, 1]],
  ])],
  ['south/benefits', new Map([['a3', [8, day('2024-04-30'), day('2024-03-15')]]])],
  ['north/population', new Map([['p1', [day('2024-01-01'), day('2024-02-01')]]])],
]); // prettier-ignore

async function spellsOf(): Promise<{ rows: Row[]; count: number; tally: SpellTally }> {
  return withStore(study, async (store) => {
    await fill(store, study, links, payload);
    const tally = new SpellTally();
    const file = (await spellTable(store, study, tally))!;
    const rows: Row[] = [];
    for await (const part of file.rows) rows.push(...part);
    return { rows, count: file.count, tally };
  });
}

test('every record with dates of a register of periods has a row, person by person', async () => {
  const { rows, count, tally } = await spellsOf();
  expect(count).toBe(rows.length);
  const shown = rows.map(([pseudonym, ...rest]) => [nameOf(pseudonym), ...rest]);
  const [jan, mar15, mar31, apr1, apr30, feb] = [
    '2024-01-01', '2024-03-15', '2024-03-31', '2024-04-01', '2024-04-30', '2024-02-01',
  ].map(day); // prettier-ignore
  expect(shown).toEqual([
    ['aa', 0, 'north', 1, 0.9, 1, 1, jan, feb, 0, 0],
    ['aa', 1, 'north', 1, 0.9, 1, 1, jan, mar31, 0, 0],
    ['aa', 1, 'south', 1, 0.9, 2, 1, mar15, apr30, 0, 1],
    ['aa', 1, 'north', 1, 0.9, 3, 1, apr1, undefined, 1, 1],
    ['bb', 1, 'north', 0, 0.9, undefined, undefined, feb, jan, 2, undefined],
  ]);
  const none = { closed: 0, open: 0, reversed: 0, noStart: 0, overlapping: 0 };
  expect(tally.counts(study)).toEqual([
    { ...none, owner: 'north', register: 'population', closed: 1 },
    { ...none, owner: 'north', register: 'benefits', closed: 1, open: 1, reversed: 1, overlapping: 1 },
    { ...none, owner: 'south', register: 'benefits', closed: 1, overlapping: 1 },
  ]);
}); // prettier-ignore

test('codebook and descriptor tell of the file, and how coarse its days are', () => {
  const schema = dataSchema(study, 'en', false);
  expect(schema.map(({ stem }) => stem)).toEqual(['persons', 'population', 'benefits', 'spells']);
  const coarse = schema
    .at(-1)!
    .variables.flatMap((one) => (one.coarse === undefined ? [] : [one.coarse]));
  expect(coarse).toEqual(Array(2).fill('population: first day of the month'));
  const lines = parse(codebookTable(schema)).filter(([file]) => file === 'spells');
  const codes = lines.filter(([, name, kind]) => name === 'state' && kind === 'value');
  expect(codes.map((line) => line[4])).toEqual(['closed', 'open', 'reversed', 'noStart']);
  const text = dataPackage(study, schema, { version: '1', files: new Map() });
  const { resources } = JSON.parse(text) as { resources: { name: string; schema: object }[] };
  expect(resources.find(({ name }) => name === 'spells')!.schema).toMatchObject({
    foreignKeys: [{ reference: { resource: 'persons' } }],
  });
});

test('the twin has periods that follow the same rules, and a row for every record', () => {
  const files = twinFiles(study, new Uint8Array(32), 60);
  const rowsOf = (stem: string): Row[] => {
    const { rows } = files.find(({ schema }) => schema.stem === stem)!;
    return [...(rows as Iterable<readonly Row[]>)].flat();
  };
  const spells = rowsOf('spells');
  expect(spells).toHaveLength(rowsOf('population').length + rowsOf('benefits').length);
  const states = spells.map((row) => row[9]);
  expect(new Set(states)).toEqual(new Set([0, 1, 3])); // closed, open, no start: none is reversed
  for (const [at, row] of spells.entries()) {
    const before = spells[at - 1];
    if (before === undefined || row[5] === undefined) continue;
    if (before[0] !== row[0] || before[1] !== row[1]) continue;
    expect(row[5]).toBe((before[5] as number) + 1);
  }
});
