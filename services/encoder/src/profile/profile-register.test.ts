// SPDX-License-Identifier: EUPL-1.2
/** Faults are planted into a clean register, and found in the very number that was planted. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ReadStudy } from '@koppel/study';
import fc from 'fast-check';
import { cleanRow, cleanRows, profiledStudy, profileOf, type Row } from '../testing/profiled.ts';
import type { Check, ProfileReport } from './model.ts';

let study: ReadStudy;

beforeAll(async () => {
  study = await profiledStudy();
});

const field = (report: ProfileReport, name: string) =>
  report.fields.find((one) => one.name === name)!;
const variable = (report: ProfileReport, name: string) =>
  report.variables.find((one) => one.name === name)!;
const broken = (report: ProfileReport, name: Check): number =>
  report.consistency.find(({ check }) => check === name)!.broken;
const repeated = (report: ProfileReport, name: string): number =>
  report.duplicates.find(({ kind }) => kind === name)!.repeated;
const marked = (report: ProfileReport, name: string, mark: string): number =>
  field(report, name).marks.find((one) => one.mark === mark)?.rows ?? 0;

interface Fault {
  readonly name: string;
  readonly plant: (row: Row, at: number) => void;
  readonly found: (report: ProfileReport) => number;
}

const cell = (name: string, column: string, state: string, ...values: string[]): Fault => ({
  name: `${state} ${name}`,
  plant: (row, at) => {
    row[column] = values[at % values.length]!;
  },
  found: (report) => {
    const { cells } = field(report, name);
    return cells[state as keyof typeof cells];
  },
});

/** Each on rows of its own, so that every count is known exactly. */
const faults: readonly Fault[] = [
  cell('surname', 'achternaam', 'empty', '', '   '),
  cell('surname', 'achternaam', 'placeholder', 'onbekend', 'NNB', '...', 'x'),
  cell('surname', 'achternaam', 'default', 'Test', 'Dummy'),
  cell('birthDate', 'geboren', 'default', '1900-01-01', '19010101', '11-11-1911'),
  cell('birthDate', 'geboren', 'placeholder', '00000000', '0000-00-00'),
  cell('birthDate', 'geboren', 'invalid', '1980-02-30', '31-04-1975', 'voorjaar 1980'),
  cell('postcode', 'postcode', 'default', '1234AB', '9999 ZZ', '0000aa'),
  {
    name: 'partial dates',
    plant: (row) => (row['geboren'] = '19530000'),
    found: (report) => marked(report, 'birthDate', 'partial'),
  },
  {
    name: 'damaged names',
    plant: (row, at) =>
      (row['achternaam'] =
        ['DaniÃ«ls', 'Dani?ls', 'Müll\u00c3\u00bcr'][at % 3]! +
        String.fromCharCode(97 + (at % 20))),
    found: (report) => marked(report, 'surname', 'damaged'),
  },
  {
    name: 'capitals',
    plant: (row) => (row['achternaam'] = row['achternaam']!.toUpperCase()),
    found: (report) => marked(report, 'surname', 'upperCase'),
  },
  {
    name: 'initials',
    plant: (row, at) => (row['voornamen'] = ['J.', 'Th.A.', 'P. M.', 'K'][at % 4]!),
    found: (report) => marked(report, 'givenNames', 'initialsOnly'),
  },
  {
    name: 'odd postcodes',
    plant: (row) => (row['postcode'] = '31 Lange Dreef'),
    found: (report) => marked(report, 'postcode', 'oddForm'),
  },
  {
    name: 'births in the future',
    plant: (row) => (row['geboren'] = '2031-03-04'),
    found: (report) => broken(report, 'birthInFuture'),
  },
  {
    name: 'very old persons',
    plant: (row) => (row['geboren'] = '1871-03-04'),
    found: (report) => broken(report, 'olderThan120'),
  },
  {
    name: 'equal names',
    plant: (row) => (row['voornamen'] = row['achternaam']!.toUpperCase()),
    found: (report) => broken(report, 'givenNamesEqualSurname'),
  },
  {
    name: 'postcode alone',
    plant: (row) => (row['huisnummer'] = ''),
    found: (report) => broken(report, 'postcodeWithoutHouseNumber'),
  },
  {
    name: 'end before start',
    plant: (row) => (row['einde'] = '2019-01-01'),
    found: (report) => broken(report, 'endBeforeStart'),
  },
  {
    name: 'missing BSN',
    plant: (row) => (row['bsn'] = ''),
    found: ({ bsn }) => bsn!.missing,
  },
  {
    name: 'wrong BSN',
    plant: (row, at) =>
      (row['bsn'] = [
        `${row['bsn']!.slice(0, 8)}${(Number(row['bsn']![8]) + 1) % 10}`,
        'A12',
        '12345',
      ][at % 3]!),
    found: ({ bsn }) => bsn!.invalid,
  },
  {
    name: 'test BSN',
    plant: (row) => (row['bsn'] = '123456782'),
    found: ({ bsn }) => bsn!.default,
  },
  {
    name: 'missing record number',
    plant: (row) => (row['nr'] = ' '),
    found: ({ recordId }) => recordId.missing,
  },
  {
    name: 'code off the list',
    plant: (row) => (row['regeling'] = 'Z'),
    found: (report) => variable(report, 'scheme').cells.invalid,
  },
  {
    name: 'amount out of range',
    plant: (row) => (row['bedrag'] = '99999'),
    found: (report) =>
      variable(report, 'amount').rules.find(({ rule }) => rule === 'payloadRange')?.rows ?? 0,
  },
];

test('a clean register is good enough, and nothing is found in it', async () => {
  const report = await profileOf(cleanRows(900), study);
  expect(report.rows).toBe(900);
  expect(report.verdict).toBe('go');
  for (const { name, found } of faults) expect([name, found(report)]).toEqual([name, 0]);
  expect(report.duplicates.map(({ kind, repeated: rows }) => [kind, rows])).toEqual([
    ['recordId', 0],
    ['bsn', 0],
    ['identity', 0],
  ]);
  expect(report.births!.peaks.every(({ suspicious }) => !suspicious)).toBe(true);
  expect(report.addresses!.crowded).toBe(0);
});

test('every planted fault is counted, all at once and in any order', async () => {
  const plans = fc.array(fc.integer({ min: 0, max: 12 }), {
    minLength: faults.length,
    maxLength: faults.length,
  });
  await fc.assert(
    fc.asyncProperty(plans, fc.boolean(), async (plan, isReversed) => {
      const rows = cleanRows(400);
      let next = 0;
      faults.forEach(({ plant }, at) => {
        for (let row = 0; row < plan[at]!; row++) plant(rows[next + row]!, row);
        next += plan[at]!;
      });
      const report = await profileOf(isReversed ? rows.toReversed() : rows, study);
      const found = faults.map((one) => [one.name, one.found(report)]);
      expect(found).toEqual(faults.map(({ name }, at) => [name, plan[at]]));
    }),
    { numRuns: 25 },
  );
}, 120_000);

describe('repeats', () => {
  test('record numbers, BSN and whole persons, each for itself', async () => {
    const rows = cleanRows(200);
    for (let at = 0; at < 7; at++) rows.push({ ...cleanRow(500 + at), nr: `R${at}` });
    for (let at = 0; at < 5; at++) rows.push({ ...cleanRow(600 + at), bsn: cleanRow(at)['bsn']! });
    for (let at = 0; at < 3; at++) {
      const { achternaam, ...same } = cleanRow(at);
      rows.push({ ...same, achternaam: ` ${achternaam!.toUpperCase()} `, nr: `X${at}`, bsn: '' });
    }
    const report = await profileOf(rows, study);
    expect([
      repeated(report, 'recordId'),
      repeated(report, 'bsn'),
      repeated(report, 'identity'),
    ]).toEqual([7, 5, 3]);
    expect(report.duplicates.map(({ verdict }) => verdict)).toEqual([
      'noGo',
      'noGo',
      'conditional',
    ]);
  });

  test('are not judged where a person may have several records', async () => {
    const several = await profiledStudy(false);
    const rows = [...cleanRows(50), ...cleanRows(50).map((row, at) => ({ ...row, nr: `X${at}` }))];
    const report = await profileOf(rows, several);
    expect(repeated(report, 'identity')).toBe(50);
    expect(report.duplicates.map(({ verdict }) => verdict)).toEqual(['go', undefined, undefined]);
  });
});

describe('peaks', () => {
  test('assigned days of birth, and a day on which too many were', async () => {
    const rows = cleanRows(3000);
    for (let at = 0; at < 60; at++) rows[at]!['geboren'] = `${1950 + (at % 40)}-01-01`;
    for (let at = 60; at < 100; at++) rows[at]!['geboren'] = `${1950 + (at % 40)}-07-01`;
    for (let at = 100; at < 160; at++) rows[at]!['geboren'] = `${1950 + (at % 40)}-11-15`;
    const { births } = await profileOf(rows, study);
    const peaks = births!.peaks.filter(({ day }) => ['01-01', '07-01', '11-15'].includes(day));
    expect(peaks.map(({ day, rows: count, suspicious }) => [day, count, suspicious])).toEqual([
      ['01-01', 60, true],
      ['07-01', 40, true],
      ['11-15', 60, true],
    ]);
    expect(births!.rows).toBe(3000);
    expect(births!.days.reduce((sum, one) => sum + one, 0)).toBe(3000);
  });

  test('an address that hundreds share is counted and not named', async () => {
    const rows = cleanRows(1000);
    for (let at = 0; at < 312; at++)
      Object.assign(rows[at]!, { postcode: '3011XQ', huisnummer: '731' });
    const report = await profileOf(rows, study);
    expect(report.addresses).toMatchObject({ largest: 312, crowded: 1, rowsAtCrowded: 312 });
    expect(JSON.stringify({ ...report, specHash: '' })).not.toMatch(/3011|731/);
  });
});

describe('time', () => {
  test('months that are covered, the gap between them, how far behind, and the future', async () => {
    const rows = cleanRows(400).map((row, at) => ({
      ...row,
      begin: `2023-${String(at % 12 === 5 ? 1 : 1 + (at % 12)).padStart(2, '0')}-10`,
      einde: '',
    }));
    rows[0]!['begin'] = '2030-01-01';
    rows[1]!['begin'] = '1987-01-01';
    const { dates, cells } = variable(await profileOf(rows, study), 'start');
    expect(dates).toMatchObject({
      covered: 11,
      gaps: 1,
      monthsBehind: 13,
      inFuture: 1,
      verdict: 'noGo',
    });
    expect(cells.usable).toBe(400);
  });

  test('an end that has not come is no fault', async () => {
    const report = await profileOf(
      cleanRows(300).map((row) => ({ ...row, einde: '' })),
      study,
    );
    expect(variable(report, 'end')).toMatchObject({
      openEnded: true,
      completeness: 0,
      verdict: 'go',
    });
  });
});

test('power: the effective number of values and the bits of entropy', async () => {
  const { spread } = field(await profileOf(cleanRows(500), study), 'sex');
  expect(spread).toMatchObject({
    distinct: 2,
    effective: 2,
    entropyBits: 1,
    largestShare: 0.5,
    exact: true,
  });
});

test('rows of another width are counted apart, and an empty register is refused', async () => {
  await expect(profileOf([], study)).rejects.toMatchObject({ code: 'INPUT_EMPTY' });
  const rows = cleanRows(3);
  const report = await profileOf(rows, study);
  expect(report.rowsOfOtherWidth).toBe(0);
});

test('a field that the register lacks is named and not judged', async () => {
  const report = await profileOf(cleanRows(20), study);
  expect(report.absent).toEqual([]);
  expect(report.fields.map(({ name }) => name)).toEqual([
    'givenNames', 'surname', 'birthDate', 'sex', 'postcode', 'houseNumber',
  ]); // prettier-ignore
});
