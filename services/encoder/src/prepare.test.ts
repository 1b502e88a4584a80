// SPDX-License-Identifier: EUPL-1.2
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createProfile, createRecordEncoder } from '@koppel/encoding';
import { recordToken } from '@koppel/keys';
import type { Mapping } from './mapping.ts';
import { prepareRegister, type PreparedInput } from './prepare.ts';
import { rejectedRows, rejectionReport, reportRejections, reportTolerated } from './rejections.ts';
import { runSummary } from './run-summary.ts';
import { listen, makePlace, refusal, type Place } from './testing/place.ts';
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

function prepareText(text: string, changed: Partial<Mapping> = {}): Promise<PreparedInput> {
  const file = place.write('in.csv', text);
  const { study } = world;
  return prepareRegister({
    study,
    register: study.registers[1]!,
    mapping: { ...mapping, ...changed },
    file,
    encodingKey,
    tokenKey,
    reporter: listen().reporter,
  });
}

const prepare = (...rows: readonly string[]) => prepareText([header, ...rows, ''].join('\n'));

test('a row becomes token, filter, presence and payload', async () => {
  const { register, rows, rejections, tolerated } = await prepare(sound);
  const encoder = createRecordEncoder(createProfile(world.study.encoding), encodingKey);
  const filters = new Uint8Array(64);
  const { presence } = encoder.encodeInto(['Jansen', '1980-01-02', '1200'], filters, 0);
  expect({ rows, rejections, tolerated }).toEqual({ rows: 1, rejections: [], tolerated: [] });
  expect(register).toEqual({
    count: 1,
    tokens: recordToken(tokenKey, 'sample', 'benefits', '1'),
    filterBytes: 64,
    filters,
    presence: Uint32Array.of(presence),
    variables: 4,
    payloadPresent: Uint8Array.of(1, 1, 1, 1),
    payloadValues: Float64Array.of(0, Date.UTC(2024, 1, 29) / 86_400_000, 12.5, 1),
  });
});

test('a field that the register lacks sets no bits', async () => {
  const text = 'nr,naam,geboren\n1,Jansen,1980-01-02\n';
  const { fields } = mapping;
  const without = { surname: fields['surname']!, birthDate: fields['birthDate']! };
  const { register } = await prepareText(text, {
    fields: without,
    absent: ['income'],
    payload: {},
  });
  expect(register.presence).toEqual(Uint32Array.of(0b011));
  expect([...register.payloadPresent]).toEqual([0, 0, 0, 0]);
});

test('the order of rows and columns leaves no trace', async () => {
  const rows = Array.from({ length: 50 }, (_, n) => `${n + 2},Naam${n},1990-01-02,,B,,${n},nee`);
  const one = await prepare(sound, ...rows);
  const other = await prepare(...rows.reverse(), sound);
  expect(other.register).toEqual(one.register);
  const turned = (line: string): string => line.split(',').reverse().join(',');
  const text = [turned(header), ...rows.map(turned), turned(sound)].join('\r\n');
  expect((await prepareText(text)).register).toEqual(one.register);
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
    expect([prepared.rows, prepared.register.count, rejectedRows(prepared)]).toEqual([3, 2, 1]);
  });

  test('an id of 256 characters of any script is long, not too long', async () => {
    const { rejections } = await prepare(`${'王'.repeat(256)},P,1981-01-02,,,,,`);
    expect(rejections).toEqual([]);
  });

  test('and what is told of it holds no value', async () => {
    const prepared = await prepare(sound, '2,Geheim,1981-02-30,,Geheim,Geheim,Geheim,Geheim');
    const told = listen();
    reportRejections(prepared, 'in.csv', told.reporter);
    const all = JSON.stringify(told.lines) + rejectionReport(prepared);
    expect(all).not.toMatch(/Geheim|1981/);
    expect(all).toMatch(/payloadCode/);
  });
});

test('a value that the study tolerates is left out of its row, and counted', async () => {
  const prepared = await prepare(sound, '2,P,1981-01-02,veel,,,,', '3,Q,1981-01-02,weinig,,,,');
  expect(prepared.rejections).toEqual([]);
  expect(prepared.register.count).toBe(3);
  expect(prepared.tolerated).toEqual([{ field: 'income', rule: 'numberFormat', rows: 2 }]);
  const told = listen();
  reportTolerated(prepared, told.reporter);
  expect(told.lines).toMatchObject([
    { event: 'valuesLeftOut', stage: 'income numberFormat', rows: 2 },
  ]);
  expect(JSON.parse(rejectionReport(prepared))).toMatchObject({ tolerated: prepared.tolerated });
});

test('a row that is rejected counts no tolerated value', async () => {
  const prepared = await prepare(sound, '2,P,1981-02-30,veel,,,,');
  expect(prepared.tolerated).toEqual([]);
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

describe('rejections of many rows', () => {
  const many = 200_000;
  const prepared: PreparedInput = {
    register: { count: 5 } as PreparedInput['register'],
    rows: many + 5,
    rejections: Array.from({ length: many }, (_, row) => ({
      row,
      field: 'start',
      rule: 'payloadDate',
    })),
    tolerated: [],
  };

  test('are named a few at a time, counted and listed in full', () => {
    const told = listen();
    reportRejections(prepared, 'in.csv', told.reporter);
    expect(told.lines).toHaveLength(6);
    expect(told.lines[0]).toMatchObject({ place: { file: 'in.csv', row: 0, field: 'start' } });
    expect(told.lines.at(-1)).toMatchObject({ stage: 'payloadDate', rows: many });
    const report = JSON.parse(rejectionReport(prepared)) as { rejections: unknown[] };
    expect(report).toMatchObject({ rows: many + 5, encoded: 5, rejected: many });
    expect(report.rejections).toHaveLength(many);
  });

  test('stand in the summary, in both languages and as JSON', () => {
    const delivered = {
      identifiers: { sent: 2, alreadyThere: 1 },
      payload: { sent: 3, alreadyThere: 0 },
    };
    const result = { prepared, delivered, seconds: 1.2345 };
    const numbers = {
      rows: many + 5, encoded: 5, rejected: many, batchesSent: 5, batchesAlreadyThere: 1, seconds: 1.23,
    }; // prettier-ignore
    expect(JSON.parse(runSummary(result, 'en', true))).toEqual(numbers);
    expect(runSummary(result, 'en', false)).toMatch(/^Rows read +200005\nEncoded +5\n/);
    expect(runSummary(result, 'nl', false)).toMatch(/Afgewezen +200000\n/);
    const lone = { ...result, delivered: { ...delivered, payload: undefined } };
    expect(JSON.parse(runSummary(lone, 'nl', true))).toMatchObject({ batchesSent: 2 });
  });
});
