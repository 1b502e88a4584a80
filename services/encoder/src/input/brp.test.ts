// SPDX-License-Identifier: EUPL-1.2
/** On invented persons, and on the test set of the RvIG where that lies beside the project. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makePlace, refusal, type Place } from '../testing/place.ts';
import { openBrp } from './brp.ts';

let place: Place;

beforeAll(async () => {
  place = await makePlace();
});

afterAll(async () => {
  await place.remove();
});

const spec = { kind: 'brp', charset: 'utf-8-bom', delimiter: ';' } as const;

interface Read {
  readonly columns: readonly string[];
  readonly rows: (readonly string[])[];
}

async function readFile(file: string, wanted?: readonly string[]): Promise<Read> {
  const options = { environment: {}, wanted: wanted && new Set(wanted) };
  const source = await openBrp(file, spec, options);
  try {
    const rows: (readonly string[])[] = [];
    for await (const batch of source.batches()) rows.push(...batch.rows);
    return { columns: source.columns, rows };
  } finally {
    await source.close();
  }
}

type Cells = Readonly<Record<string, string>>;

const header = [
  '', '01.01.10', '01.01.20', '01.02.30', '01.02.40', '01.03.10', '01.61.10', '01.H',
  '05.02.30', '05.02.40', '05.06.10', '05.07.10', '05.H', '07.67.20', '07.70.10',
  '08.11.60', '08.H', '09.02.40', '09.H', '51.02.40',
]; // prettier-ignore

/** A file of rows that are given by the columns that are filled. */
function fileOf(rows: readonly Cells[], names: readonly string[] = header): string {
  const lines = rows.map((row) => names.map((name) => row[name] ?? '').join(';'));
  return place.write('brp.csv', `\uFEFF${[names.join(';'), ...lines].join('\r\n')}\r\n`);
}

const read = (rows: readonly Cells[], wanted?: readonly string[], names = header): Promise<Read> =>
  readFile(fileOf(rows, names), wanted);

const partner = ['partnerVoorvoegsel', 'partnerGeslachtsnaam'];

/** The partner's surname that the list of these rows gives. */
async function partnerOf(usage: string, ...rows: readonly Cells[]): Promise<string> {
  const [first, ...more] = rows;
  const person = { '': 'a', '01.01.10': '1', '01.02.40': 'Prins', '01.61.10': usage, ...first };
  const next = { '': 'b', '01.01.10': '2', '01.02.40': 'Volgende' };
  const all = await read([person, ...more, next], ['05.02.40']);
  expect(all.rows).toHaveLength(2);
  expect(all.rows[1]).toEqual(['']);
  return all.rows[0]![0]!;
}

const married = (name: string, on: string): Cells => ({ '05.02.40': name, '05.06.10': on });
const divorced = (name: string, on: string): Cells => ({ '05.02.40': name, '05.07.10': on });

describe('a person list becomes one row', () => {
  test('with the values of its first row; history is not taken', async () => {
    const rows: Cells[] = [
      { '': 'x1', '01.01.10': '11', '01.02.30': 'van den', '01.02.40': 'Berg', '01.H': '51', '08.11.60': '3011AB', '08.H': '58' },
      { '01.02.40': 'Dal', '08.11.60': '1012AB', '08.H': '58' },
      { '08.11.60': '2511AB' },
      { '': 'x2', '01.01.10': '12', '01.02.40': 'Smit', '01.03.10': '19530000', '07.67.20': 'E', '07.70.10': '7' },
    ];
    const wanted = ['aNummer', 'voorvoegsel', 'geslachtsnaam', 'geboortedatum', 'postcode', 'redenOpschorting', 'geheim', 'persoonslijst'];
    expect(await read(rows, wanted)).toEqual({
      columns: wanted,
      rows: [
        ['11', 'van den', 'Berg', '', '3011AB', '', '', 'x1'],
        ['12', '', 'Smit', '19530000', '', 'E', '7', 'x2'],
      ],
    });
  }); // prettier-ignore

  test('with columns by number, in the order that is wanted', async () => {
    const rows = [{ '': 'x', '01.01.10': '11', '01.02.40': 'Berg' }];
    expect(await read(rows, ['01.02.40', '010110'])).toEqual({
      columns: ['01.02.40', '010110'],
      rows: [['Berg', '11']],
    });
  });

  test('and has, where all is wanted, no history, children or marks', async () => {
    const { columns } = await read([{ '': 'x', '01.01.10': '1' }]);
    expect(columns).toEqual([
      'persoonslijst', 'aNummer', 'burgerservicenummer', 'voorvoegsel', 'geslachtsnaam', 'geboortedatum',
      'naamgebruik', ...partner, 'datumHuwelijk', '05.07.10', 'redenOpschorting', 'geheim', 'postcode',
    ]);
  }); // prettier-ignore

  test('also without a cell for the list: its number is repeated or left out', async () => {
    const names = header.slice(1);
    const rows = [
      { '01.01.10': '1', '01.02.40': 'Een', '01.H': '51' },
      { '01.01.10': '1', '01.02.40': 'Oud' },
      { '01.02.40': 'Ouder' },
      { '01.01.10': '2', '01.02.40': 'Twee' },
    ];
    expect((await read(rows, ['aNummer', 'geslachtsnaam'], names)).rows).toEqual([
      ['1', 'Een'],
      ['2', 'Twee'],
    ]);
  });

  test('without cells where one of its rows has another width, for the row rules to refuse', async () => {
    const file = place.write('brp.csv', '\uFEFF;01.01.10;01.02.40\na;1;Een\n;;x;y\nb;2;Twee\n');
    expect((await readFile(file, ['aNummer'])).rows).toEqual([[], ['2']]);
  });

  test('however many rows it has', async () => {
    const history = Array.from({ length: 3000 }, (_, at) => ({ '08.11.60': `${1000 + at}AA`, '08.H': '58' }));
    const rows = [{ '': 'x', '01.01.10': '1', '08.11.60': '9999ZZ', '08.H': '58' }, ...history, { '': 'y', '01.01.10': '2' }];
    expect((await read(rows, ['postcode'])).rows).toEqual([['9999ZZ'], ['']]);
  }); // prettier-ignore
});

describe('the partner whose name a person can bear', () => {
  test('the only one', async () => {
    expect(await partnerOf('E', married('Bakker', '19900101'))).toBe('Bakker');
  });

  test('none', async () => {
    expect(await partnerOf('P', {})).toBe('');
  });

  test('of two marriages that hold, the later one', async () => {
    const first = { ...married('Vroeg', '19900101'), '05.H': '05' };
    expect(await partnerOf('E', first, married('Laat', '20000101'))).toBe('Laat');
    const swapped = { ...married('Laat', '20000101'), '05.H': '05' };
    expect(await partnerOf('E', swapped, married('Vroeg', '19900101'))).toBe('Laat');
  });

  test('not one from history, even of a later date', async () => {
    const first = { ...married('Nu', '19900101'), '05.H': '55' };
    expect(await partnerOf('E', first, married('Fout', '20100101'))).toBe('Nu');
  });

  test('a marriage that holds goes before one that ended', async () => {
    const first = { ...divorced('Weg', '20150101'), '05.H': '55' };
    const history = { ...married('Weg', '20000101'), '05.H': '05' };
    expect(await partnerOf('N', first, history, married('Nu', '19990101'))).toBe('Nu');
  });

  test('after a divorce none, unless the name is still borne', async () => {
    const first = { ...divorced('Weg', '20150101'), '05.H': '55' };
    const history = married('Weg', '20000101');
    expect(await partnerOf('E', first, history)).toBe('');
    expect(await partnerOf('V', first, history)).toBe('Weg');
    const two = { ...divorced('Eerder', '20010101'), '05.H': '05' };
    expect(await partnerOf('P', two, divorced('Later', '20150101'))).toBe('Later');
  });

  test('a mark holds across a row without a partner', async () => {
    const first = { ...married('Vroeg', '19900101'), '05.H': '05' };
    expect(await partnerOf('E', first, { '09.02.40': 'Kind' }, married('Laat', '20000101'))).toBe(
      'Laat',
    );
  });

  test('a row that nothing announced is history', async () => {
    expect(await partnerOf('E', married('Nu', '19900101'), married('Fout', '20000101'))).toBe('Nu');
  });

  test('a marriage that never was has no name', async () => {
    expect(await partnerOf('P', { '05.07.10': '' })).toBe('');
  });

  test('an unknown date counts as the earliest', async () => {
    const first = { ...married('Onbekend', '00000000'), '05.H': '05' };
    expect(await partnerOf('E', first, married('Bekend', '19500000'))).toBe('Bekend');
  });
});

test('a file of another sort, and one that begins halfway, are refused', async () => {
  const other = place.write('other.csv', '\uFEFFid;naam\n1;x\n');
  expect(await refusal(place, () => readFile(other))).toEqual(['INPUT_BRP_HEADER {"file":"other.csv"}']);
  const nameless = place.write('other.csv', '\uFEFF01.02.40;01.03.10\nx;y\n');
  expect(await refusal(place, () => readFile(nameless))).toEqual(['INPUT_BRP_HEADER {"file":"other.csv"}']);
  const halfway = fileOf([{ '08.11.60': '3011AB' }, { '': 'a', '01.01.10': '1' }]);
  expect(await refusal(place, () => readFile(halfway))).toEqual(['INPUT_BRP_ORDER {"file":"brp.csv","row":1}']);
}); // prettier-ignore

/** Lies beside a clone where the project is developed; it does not come with it. */
const testSet = fileURLToPath(
  new URL('../../../../../shared/data/brp-testset/persoonslijsten.csv', import.meta.url),
);
const withTestSet = existsSync(testSet) ? describe : describe.skip;

withTestSet('the test set of the RvIG (where it lies beside this clone)', () => {
  const wanted = [
    'persoonslijst', 'aNummer', 'geslachtsnaam', 'geboortedatum', 'naamgebruik', 'partnerGeslachtsnaam',
    '05.07.10', 'redenOpschorting', 'geheim', 'geslacht', 'postcode',
  ]; // prettier-ignore
  const people = async (): Promise<Record<string, string>[]> =>
    (await readFile(testSet, wanted)).rows.map((row) =>
      Object.fromEntries(wanted.map((name, at) => [name, row[at]!])),
    );

  test('every person once, none without a number', async () => {
    const all = await people();
    expect(all).toHaveLength(687);
    expect(new Set(all.map((person) => person['aNummer'])).size).toBe(687);
    expect(all.every((person) => /^(?:Lg|LG)01_\d+$/.test(person['persoonslijst']!))).toBe(true);
  });

  test('partial dates, secrecy and suspended lists are there', async () => {
    const all = await people();
    const of = (name: string, value: RegExp): number =>
      all.filter((person) => value.test(person[name]!)).length;
    expect(of('geboortedatum', /^\d{4}(?:\d\d)?0{2,4}$/)).toBe(10);
    expect(of('geheim', /^[1-7]$/)).toBe(46);
    expect(of('redenOpschorting', /^[A-Z]$/)).toBe(98);
    expect(of('geslacht', /^[MVO]$/)).toBe(686);
  });

  test('who bears a partner’s name has a partner, and an ended marriage is only taken for its name', async () => {
    const all = await people();
    const bearing = all.filter((person) => /^[PVN]$/.test(person['naamgebruik']!));
    expect(bearing.length).toBeGreaterThan(20);
    expect(bearing.filter((person) => person['partnerGeslachtsnaam'] === '').length).toBeLessThan(
      5,
    );
    const ended = all.filter((person) => person['05.07.10'] !== '');
    expect(ended.every((person) => /^[PVN]$/.test(person['naamgebruik']!))).toBe(true);
  });
});
