// SPDX-License-Identifier: EUPL-1.2
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createProfile, createRecordEncoder, measureFill } from '@koppel/encoding';
import { recordToken } from '@koppel/keys';
import type { Mapping } from './mapping.ts';
import { prepareRegister } from './prepare.ts';
import type { Excluded } from './row-encoder.ts';
import {
  RejectionList,
  rejectionReport,
  reportRejections,
  reportTolerated,
  type RowReport,
} from './rejections.ts';
import { runSummary, type RunResult } from './run-summary.ts';
import { listen, makePlace, refusal, type Place } from './testing/place.ts';
import { rowsIn, type TestRow } from './testing/rows.ts';
import { makeStudy, type TestStudy } from './testing/study.ts';

let place: Place;
let world: TestStudy;

beforeAll(async () => {
  place = await makePlace();
  world = await makeStudy(['north']);
});

afterAll(async () => {
  await place.remove();
});

const encodingKey = new Uint8Array(32).fill(1);
const tokenKey = new Uint8Array(32).fill(2);
const header = 'nr,naam,geboren,inkomen,regeling,begin,bedrag,werkt';
const sound = '1,Jansen,1980-01-02,1200,A,2024-02-29,12.50,ja';

const mapping: Mapping = {
  register: 'benefits',
  charset: 'utf-8',
  delimiter: ',',
  recordId: 'nr',
  fields: { surname: 'naam', birthDate: 'geboren', income: 'inkomen' },
  absent: [],
  payload: { scheme: 'regeling', start: 'begin', amount: 'bedrag', works: 'werkt' },
  ignore: [],
};

interface Prepared {
  readonly report: RowReport;
  readonly rejections: readonly object[];
  /** In the order in which they are sent. */
  readonly encoded: readonly TestRow[];
  readonly fill: number | undefined;
}

async function prepareText(
  text: string,
  changed: Partial<Mapping> = {},
  excluded?: Excluded,
): Promise<Prepared> {
  const file = place.write('in.csv', text);
  const { study } = world;
  const { store, ...counts } = await prepareRegister({
    study,
    register: study.registers[1]!,
    mapping: { ...mapping, ...changed },
    file,
    encodingKey,
    tokenKey,
    spillFile: `${place.folder}/rows.spill`,
    excluded,
    reporter: listen().reporter,
  });
  const encoded = rowsIn(store, (row) => {
    counts.rejections.add(row, { rule: 'recordIdDuplicate' });
  });
  store.close();
  const report = { ...counts, encoded: encoded.length };
  return { report, rejections: [...counts.rejections], encoded, fill: counts.fill };
}

const prepare = (...rows: readonly string[]) => prepareText([header, ...rows, ''].join('\n'));

const reportText = (report: RowReport): string => [...rejectionReport(report)].join('');

test('a row becomes token, filter, presence and payload', async () => {
  const { encoded, report, fill } = await prepare(sound);
  const encoder = createRecordEncoder(createProfile(world.study.encoding), encodingKey);
  const filters = new Uint8Array(64);
  const { presence } = encoder.encodeInto(['Jansen', '1980-01-02', '1200'], filters, 0);
  expect(fill).toBe(measureFill(filters, 64).mean);
  expect(report).toMatchObject({ rows: 1, encoded: 1, excluded: 0, tolerated: [] });
  expect(report.rejections.rows).toBe(0);
  expect(encoded).toEqual([
    {
      token: recordToken(tokenKey, 'sample', 'benefits', '1'),
      filter: filters,
      presence,
      payload: [0, Date.UTC(2024, 1, 29) / 86_400_000, 12.5, 1],
    },
  ]);
});

test('a field that the register lacks sets no bits', async () => {
  const text = 'nr,naam,geboren\n1,Jansen,1980-01-02\n';
  const { fields } = mapping;
  const without = { surname: fields['surname']!, birthDate: fields['birthDate']! };
  const { encoded } = await prepareText(text, {
    fields: without,
    absent: ['income'],
    payload: {},
  });
  expect(encoded).toMatchObject([{ presence: 0b011, payload: Array(4).fill(undefined) }]);
});

test('the order of rows and columns leaves no trace', async () => {
  const rows = Array.from({ length: 50 }, (_, n) => `${n + 2},Naam${n},1990-01-02,,B,,${n},nee`);
  const one = await prepare(sound, ...rows);
  const other = await prepare(...rows.reverse(), sound);
  expect(other.encoded).toEqual(one.encoded);
  const turned = (line: string): string => line.split(',').reverse().join(',');
  const text = [turned(header), ...rows.map(turned), turned(sound)].join('\r\n');
  expect((await prepareText(text)).encoded).toEqual(one.encoded);
});

describe('a row that breaks a rule is rejected, and the others are not', () => {
  test.each<[string, string, { field?: string; rule: string }[]]>([
    ['too few cells', '2,Jansen', [{ rule: 'rowWidth' }]],
    ['too many cells', `${sound},more`, [{ rule: 'rowWidth' }]],
    ['no record id', ' ,Jansen,1980-01-02,,,,,', [{ rule: 'recordIdMissing' }]],
    ['the id of another row', ' 1 ,Pietersen,1981-01-02,,,,,', [{ rule: 'recordIdDuplicate' }]],
    ['an endless id', `${'9'.repeat(257)},P,1981-01-02,,,,,`, [{ rule: 'recordIdTooLong' }]],
    ['an impossible date', '2,P,1981-02-30,,,,,', [{ field: 'birthDate', rule: 'dateImpossible' }]],
    ['a date that is none', '2,P,gisteren,,,,,', [{ field: 'birthDate', rule: 'dateFormat' }]],
    ['nothing to link', '2,,,,A,,,', [{ rule: 'nothingToLink' }]],
    ['a code off the list', '2,P,1981-01-02,,D,,,', [{ field: 'scheme', rule: 'payloadCode' }]],
    ['a payload date', '2,P,1981-01-02,,,20240230,,', [{ field: 'start', rule: 'payloadDate' }]],
    ['an amount too high', '2,P,1981-01-02,,,,5001,', [{ field: 'amount', rule: 'payloadRange' }]],
    ['no boolean', '2,P,1981-01-02,,,,,soms', [{ field: 'works', rule: 'payloadBoolean' }]],
    [
      'several rules',
      '2,P,00-00-1,,D,,veel,',
      [
        { field: 'birthDate', rule: 'dateFormat' },
        { field: 'scheme', rule: 'payloadCode' },
        { field: 'amount', rule: 'payloadNumber' },
      ],
    ],
  ])('%s', async (_name, row, rules) => {
    const prepared = await prepare(sound, row, '3,Smit,1985-05-05,,C,,,');
    expect(prepared.rejections).toEqual(rules.map((one) => ({ row: 2, ...one })));
    expect(prepared.report).toMatchObject({ rows: 3, encoded: 2, rejections: { rows: 1 } });
  });

  test('an id of 256 characters of any script is long, not too long', async () => {
    const { rejections } = await prepare(`${'王'.repeat(256)},P,1981-01-02,,,,,`);
    expect(rejections).toEqual([]);
  });

  test('and what is told of it holds no value', async () => {
    const prepared = await prepare(sound, '2,Geheim,1981-02-30,,Geheim,Geheim,Geheim,Geheim');
    const told = listen();
    reportRejections(prepared.report, 'in.csv', told.reporter);
    const all = JSON.stringify(told.lines) + reportText(prepared.report);
    expect(all).not.toMatch(/Geheim|1981/);
    expect(all).toMatch(/payloadCode/);
  });
});

test('a value that the study tolerates is left out of its row, and counted', async () => {
  const prepared = await prepare(sound, '2,P,1981-01-02,veel,,,,', '3,Q,1981-01-02,weinig,,,,');
  expect(prepared.rejections).toEqual([]);
  expect(prepared.report.encoded).toBe(3);
  expect(prepared.report.tolerated).toEqual([{ field: 'income', rule: 'numberFormat', rows: 2 }]);
  const told = listen();
  reportTolerated(prepared.report, told.reporter);
  expect(told.lines).toMatchObject([
    { event: 'valuesLeftOut', stage: 'income numberFormat', rows: 2 },
  ]);
  const { tolerated } = prepared.report;
  expect(JSON.parse(reportText(prepared.report))).toMatchObject({ tolerated });
});

test('a row that is rejected counts no tolerated value', async () => {
  const prepared = await prepare(sound, '2,P,1981-02-30,veel,,,,');
  expect(prepared.report.tolerated).toEqual([]);
});

test('a file without rows is refused, with or without a header', async () => {
  expect(await refusal(place, () => prepareText(''))).toEqual(['INPUT_EMPTY {"file":"in.csv"}']);
  for (const text of [header, `${header}\n`, `${header}\r\n\r\n`, '\n\n\n']) {
    expect(await refusal(place, () => prepareText(text))).toEqual([
      'INPUT_EMPTY {"file":"in.csv"}',
    ]);
  }
});

test('a file that does not fit the mapping is refused before any row is read', async () => {
  const problems = await refusal(place, () => prepareText(`nr,naam\n1,${'x'.repeat(9)}\n"`));
  expect(problems[0]).toBe('INPUT_COLUMN_MISSING {"file":"in.csv","field":"geboren"}');
});

test('of rows with one id the first sound one stays, whatever it looks like', async () => {
  const other = sound.replace('Jansen', 'Pietersen');
  const broken = sound.replace('1980-01-02', '1980-02-30');
  const rows = [broken, other, sound, other.replace('1,', ' 1 ,')];
  const { encoded, rejections } = await prepare(...rows);
  expect(encoded).toEqual((await prepare(other)).encoded);
  expect(rejections).toEqual([
    { row: 1, field: 'birthDate', rule: 'dateImpossible' },
    { row: 3, rule: 'recordIdDuplicate' },
    { row: 4, rule: 'recordIdDuplicate' },
  ]);
});

test('rows that are excluded are passed over and counted, sound or not', async () => {
  const asked: [string, string][] = [];
  const text = `${header},bsn\n${sound},123\n2,P,1981-02-30,,,,,,456\n3,Q,1981-02-03,,,,,,\n,Q,,,,,,,7\n`;
  const { report, encoded, rejections } = await prepareText(
    text,
    { bsn: 'bsn' },
    (localId, bsn) => {
      asked.push([localId, bsn]);
      return localId !== '3';
    },
  );
  expect(asked).toEqual([['1', '123'], ['2', '456'], ['3', '']]); // prettier-ignore
  expect([report.rows, report.excluded, encoded.length]).toEqual([4, 2, 1]);
  expect(rejections).toEqual([{ row: 4, rule: 'recordIdMissing' }]);
});

test('a register that is broken off leaves no rows behind', async () => {
  await expect(prepareText(`${header}\n${sound}\n"`)).rejects.toMatchObject({
    code: 'INPUT_QUOTE',
  });
  expect(readdirSync(place.folder).filter((name) => name.endsWith('.spill'))).toEqual([]);
});

describe('rejections of many rows', () => {
  const many = 200_000;
  const rejections = new RejectionList();
  for (let row = 0; row < many; row += 1) {
    rejections.add(many - row, { field: 'start', rule: 'payloadDate' });
  }
  const report: RowReport = { rows: many + 5, encoded: 5, excluded: 0, rejections, tolerated: [] };

  test('are named a few at a time, counted and listed in full, by row', () => {
    const told = listen();
    reportRejections(report, 'in.csv', told.reporter);
    expect(told.lines).toHaveLength(6);
    expect(told.lines[0]).toMatchObject({ place: { file: 'in.csv', row: 1, field: 'start' } });
    expect(told.lines.at(-1)).toMatchObject({ stage: 'payloadDate', rows: many });
    const written = JSON.parse(reportText(report)) as { rejections: { row: number }[] };
    expect(written).toMatchObject({
      rows: many + 5, encoded: 5, rejected: many, unlisted: 0,
      counts: [{ field: 'start', rule: 'payloadDate', count: many }],
    }); // prettier-ignore
    expect(written.rejections.map(({ row }) => row)).toEqual(
      Array.from({ length: many }, (_, at) => at + 1),
    );
  });

  test('are counted beyond what is listed', () => {
    const few = new RejectionList(3);
    for (let row = 1; row <= 5; row += 1) {
      few.add(row, { rule: 'rowWidth' });
      few.add(row, { rule: 'nothingToLink' });
    }
    expect([...few]).toEqual([
      { row: 1, rule: 'rowWidth' },
      { row: 1, rule: 'nothingToLink' },
      { row: 2, rule: 'rowWidth' },
    ]);
    expect([few.rows, few.unlisted]).toEqual([5, 7]);
    expect(few.counts.map(({ count }) => count)).toEqual([5, 5]);
    const text = reportText({ ...report, rejections: few });
    expect(JSON.parse(text)).toMatchObject({ rejected: 5, unlisted: 7 });
  });

  test('stand in the summary, in both languages and as JSON', () => {
    const result: RunResult = {
      rows: report,
      plan: { send: 'later' },
      changes: { added: 1, changed: 2, removed: 3 },
      delivered: { sent: 5, alreadyThere: 1 },
      sample: undefined,
      encoding: { scheme: 'clk' },
      seconds: 1.2345,
    };
    const numbers = {
      send: 'later', rows: many + 5, encoded: 5, rejected: many, excluded: 0, added: 1, changed: 2,
      removed: 3, heldBack: 6, batchesSent: 5, batchesAlreadyThere: 1, encoding: { scheme: 'clk' }, seconds: 1.23,
    }; // prettier-ignore
    expect(JSON.parse(runSummary(result, 'en', true))).toEqual(numbers);
    expect(runSummary(result, 'en', false)).toMatch(/^Sent +nothing yet.*\nRows read +200005\n/);
    expect(runSummary(result, 'nl', false)).toMatch(/Afgewezen +200000\n/);
  });
});
