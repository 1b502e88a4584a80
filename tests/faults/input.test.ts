// SPDX-License-Identifier: EUPL-1.2
/** Registers and mappings that are not what the study asks for: nothing leaves the data owner. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode, encodeArgs, makeLine, type Line, type Options } from '../support/line.ts';
import type { Party } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import {
  csvOf,
  deliver,
  inventPersons,
  mappingOf,
  tableOf,
  type Table,
} from '../support/registers.ts';
import { makeWorkspace } from '../support/workspace.ts';
import { expectFault, type Fault } from './expect-fault.ts';

const workspace = makeWorkspace();
const persons = inventPersons(30, seeded(1));
const ids = persons.map((_, at) => `B${100 + at}`);
const good = tableOf('benefits', persons, ids, seeded(2));
let line: Line;
let owner: Party;

beforeAll(async () => {
  const shape = { id: 'input', owners: { rotterdam: ['benefits'] as const }, capacity: 10 };
  line = await makeLine(workspace.folder, shape);
  owner = line.owners[0]!;
  deliver(owner, 'benefits', good);
}, 120_000);

afterAll(() => {
  workspace.remove();
});

function input(bytes: string | Uint8Array): Options {
  writeFileSync(join(owner.folder, 'bad.csv'), bytes);
  return { input: 'bad.csv' };
}

const text = csvOf(good);
const lines = text.trimEnd().split('\n');

/** The register with one line of its file replaced; 0 is the header, n is row n. */
function withLine(number: number, change: (line: string) => string): Options {
  return input(lines.map((each, at) => `${at === number ? change(each) : each}\n`).join(''));
}

function withCell(table: Table, row: number, name: string, value: string): Table {
  const column = table.header.indexOf(name);
  const rows = table.rows.map((cells, at) => (at === row - 1 ? cells.with(column, value) : cells));
  return { header: table.header, rows };
}

function mapping(change: (mapping: ReturnType<typeof mappingOf>) => unknown): Options {
  const changed = mappingOf('benefits');
  change(changed);
  writeFileSync(join(owner.folder, 'bad.yaml'), JSON.stringify(changed));
  return { mapping: 'bad.yaml' };
}

const file = 'bad.csv';

describe('a file that cannot be read as the mapping says', () => {
  test.each<[string, () => Options, Omit<Fault, 'exit'>]>([
    ['a missing column', () => input(text.replace('achternaam', 'familienaam')),
      { code: 'INPUT_COLUMN_MISSING', place: { file, field: 'achternaam' } }],
    ['an extra column', () => input(text.replaceAll('\n', ',x\n')),
      { code: 'INPUT_COLUMN_EXTRA', place: { file, column: 13 } }],
    ['a column twice', () => input(text.replace('straat', 'bsn')),
      { code: 'INPUT_COLUMN_DUPLICATE', place: { file, column: 9 } }],
    ['UTF-16 with its mark', () => input(Buffer.from(`\ufeff${text}`, 'utf16le')),
      { code: 'INPUT_UTF16', place: { file } }],
    ['UTF-16 without a mark', () => input(Buffer.from(text, 'utf16le').swap16()),
      { code: 'INPUT_UTF16', place: { file } }],
    ['a byte order mark', () => input(`\ufeff${text}`), { code: 'INPUT_BOM', place: { file } }],
    ['Latin-1', () => input(Buffer.from(lines.with(12, lines[12]!.replace('Dorps', 'Café')).join('\n'), 'latin1')),
      { code: 'INPUT_NOT_UTF8', place: { file, row: 12 } }],
    ['UTF-8 where UTF-16 is declared', () => ({
      ...mapping((changed) => Object.assign(changed, { charset: 'utf-16le' })), ...input(text),
    }), { code: 'INPUT_CHARSET', place: { file } }],
    ['a quote that is never closed', () => withLine(7, (row) => row.replace('Dorps', '"Dorps')),
      { code: 'INPUT_QUOTE', place: { file, row: 7 } }],
    ['a quote inside a value', () => withLine(7, (row) => row.replace('Dorps', 'Do"rps')),
      { code: 'INPUT_QUOTE', place: { file, row: 7 } }],
    ['an empty file', () => input(''), { code: 'INPUT_EMPTY', place: { file } }],
    ['a header without rows', () => input(`${lines[0]!}\n`), { code: 'INPUT_EMPTY', place: { file } }],
    ['no file', () => ({ input: 'none.csv' }), { code: 'FILE_MISSING', place: { file: 'none.csv' } }],
  ])('%s', async (_title, options, fault) => {
    const args = encodeArgs(line, owner, 'benefits', options());
    await expectFault(line, { party: owner, args }, { ...fault, exit: 3 });
  }); // prettier-ignore
});

describe('a mapping that does not fit the study', () => {
  const bad = 'bad.yaml';
  test.each<[string, () => Options, Omit<Fault, 'exit'>]>([
    ['a field that is not mapped', () => mapping(({ fields }) => delete fields['postcode']),
      { code: 'MAPPING_FIELD_MISSING', place: { file: bad, field: 'postcode' } }],
    ['a field that the study does not ask', () => mapping(({ fields }) => (fields['bsn'] = 'bsn')),
      { code: 'MAPPING_FIELD_UNKNOWN', place: { file: bad, field: 'bsn' } }],
    ['a variable that is not on the list', () => mapping(({ payload }) => (payload['note'] = 'x')),
      { code: 'MAPPING_FIELD_UNKNOWN', place: { file: bad, field: 'note' } }],
    ['another register', () => mapping((changed) => (changed.register = 'population')),
      { code: 'MAPPING_REGISTER', place: { file: bad } }],
    ['a setting that does not exist', () => mapping((changed) => Object.assign(changed, { x: 1 })),
      { code: 'MAPPING_INVALID', place: { file: bad } }],
  ])('%s', async (_title, options, fault) => {
    const args = encodeArgs(line, owner, 'benefits', options());
    await expectFault(line, { party: owner, args }, { ...fault, exit: 3 });
  }); // prettier-ignore
});

describe('rows that cannot be encoded', () => {
  const report = join('rotterdam', 'report.json');
  const readReport = (): unknown =>
    JSON.parse(readFileSync(join(line.folder, report), 'utf8')) as unknown;

  test('an impossible date: nothing leaves, and the report lists the row', async () => {
    const table = withCell(good, 3, 'geboortedatum', '1980-02-30');
    const options = { ...input(csvOf(table)), report: 'report.json' };
    const args = encodeArgs(line, owner, 'benefits', options);
    const place = { file, row: 3, field: 'birthDate', rule: 'dateImpossible' };
    await expectFault(line, { party: owner, args }, { code: 'ROW_REJECTED', exit: 3, place }, [
      report,
    ]);
    const fault = { code: 'ROWS_REJECTED', exit: 3, place: { file } } as const;
    await expectFault(line, { party: owner, args }, fault, [report]);
    expect(readReport()).toMatchObject({
      rows: 30,
      encoded: 29,
      rejected: 1,
      rejections: [{ row: 3, field: 'birthDate', rule: 'dateImpossible' }],
    });
  });

  test('two columns mixed up: every row is wrong', async () => {
    const options = mapping(({ fields }) => {
      fields['birthDate'] = 'huisnummer';
      fields['houseNumber'] = 'geboortedatum';
    });
    const args = encodeArgs(line, owner, 'benefits', { ...options, 'accept-rejected': true });
    const fault = { code: 'ROWS_ALL_REJECTED', exit: 3, place: { file: 'benefits.csv' } } as const;
    await expectFault(line, { party: owner, args }, fault);
  });

  test('with --accept-rejected the other rows go, counted and listed by row and rule', async () => {
    const wrong: [number, string, string, string][] = [
      [3, 'geboortedatum', '1980-02-30', 'dateImpossible'],
      [5, 'geboortedatum', 'vorig jaar', 'dateFormat'],
      [8, 'scheme', 'WW', 'payloadCode'],
      [9, 'amount', 'veel', 'payloadNumber'],
      [10, 'amount', '-5', 'payloadRange'],
      [11, 'since', '2019-13-01', 'payloadDate'],
      [14, 'nummer', '', 'recordIdMissing'],
      [16, 'nummer', 'B100', 'recordIdDuplicate'],
    ];
    const table = wrong.reduce((at, [row, name, value]) => withCell(at, row, name, value), good);
    const rows = csvOf(table).trimEnd().split('\n');
    rows[20] = `${rows[20]!},one too many`;
    const encoded = await encode(line, owner, 'benefits', {
      ...input(`${rows.join('\n')}\n`),
      report: 'report.json',
      'accept-rejected': true,
    });
    expect(encoded).toMatchObject({ rows: 30, encoded: 21, rejected: 9, batchesSent: 6 });
    const listed = readReport() as { rejections: { row: number; rule: string }[] };
    expect(listed).toMatchObject({ rows: 30, encoded: 21, rejected: 9 });
    expect(listed.rejections.map(({ row, rule }) => [row, rule])).toEqual([
      ...wrong.map(([row, , , rule]) => [row, rule]),
      [20, 'rowWidth'],
    ]);
  });
});

test('the good register goes, and a second time nothing goes', async () => {
  const first = await encode(line, owner, 'benefits', { full: true });
  const again = await encode(line, owner, 'benefits');
  expect(first).toMatchObject({ rows: 30, encoded: 30, rejected: 0, batchesSent: 6 });
  expect(again).toMatchObject({ encoded: 30, batchesSent: 0, batchesAlreadyThere: 6 });
});

test.each(['utf-8-bom', 'windows-1252', 'utf-16le'])('a declared %s is read', async (charset) => {
  const accented = text.replaceAll('Dorpsstraat', 'Café');
  const written: Record<string, Uint8Array> = {
    'utf-8-bom': Buffer.from(`\ufeff${accented}`),
    'windows-1252': Buffer.from(accented, 'latin1'),
    'utf-16le': Buffer.from(`\ufeff${accented}`, 'utf16le'),
  };
  const encoded = await encode(line, owner, 'benefits', {
    ...input(written[charset]!),
    ...mapping((changed) => Object.assign(changed, { charset })),
  });
  // The street is not linked on, so it is the same register as before: nothing new to send.
  expect(encoded).toMatchObject({ encoded: 30, rejected: 0, batchesSent: 0 });
});
