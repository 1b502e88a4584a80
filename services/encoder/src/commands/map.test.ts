// SPDX-License-Identifier: EUPL-1.2
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readMapping } from '../mapping.ts';
import { listen, makePlace, refusal, type Place, type Told } from '../testing/place.ts';
import { writeParquet } from '../testing/parquet.ts';
import { startPostgres, type TestPostgres } from '../testing/postgres.ts';
import { makeStudy, type TestStudy } from '../testing/study.ts';
import { map } from './map.ts';

let place: Place;
let world: TestStudy;
let told: Told;
let printed: string[];
let study: string;
const server: TestPostgres | undefined = await startPostgres();
const withServer = server === undefined ? test.skip : test;

beforeAll(async () => {
  place = await makePlace();
  world = await makeStudy(['north']);
  study = place.write('study.yaml', JSON.stringify(world.input));
});

afterAll(async () => {
  await place.remove();
  await server?.stop();
});

beforeEach(() => {
  told = listen();
  printed = [];
});

interface Person {
  readonly language?: 'en' | 'nl';
  /** Answers to what is asked, in order; nobody is there where it is left out. */
  readonly answers?: readonly string[];
}

/** Runs the command for register `benefits` and gives the questions that were asked. */
async function run(options: readonly string[], person: Person = {}): Promise<string[]> {
  const { language = 'en', answers = [] } = person;
  const asked: string[] = [];
  const context = {
    argv: ['--study', study, '--register', 'benefits', ...options],
    language,
    reporter: told.reporter,
    environment: {},
    print: (text: string) => {
      printed.push(text);
    },
  };
  await map(context, (question) => Promise.resolve(answers[asked.push(question) - 1]));
  return asked;
}

const output = (): string => printed.join('\n');
const header = ['Klantnr', 'BurgerServiceNr', 'Achternaam', 'Geboortedatum', 'Inkomen', 'regeling', 'Ingangsdatum', 'bedrag', 'werkt', 'Notitie']; // prettier-ignore
const bsns = ['999990007', '999990019', '999990020', '999990032', '999990044', '999990056', '999990068', '999990081', '999990093', '999990111']; // prettier-ignore
const rows = bsns.map((bsn, at) => [
  `K${at}`, bsn, at === 3 ? '' : `Zwartekous${'x'.repeat(at)}`, at === 4 ? '1980-13-45' : `19${40 + at * 5}-02-0${at % 9 + 1}`,
  '1200', ['A', 'B'][at % 2]!, '2024-01-01', at === 5 ? '9999' : '100.50', 'ja', 'geheim!',
]); // prettier-ignore
const tableOf = (delimiter: string): string =>
  [header, ...rows].map((row) => `${row.join(delimiter)}\n`).join('');

/** Nothing of a person in the diagnostics, whatever else happens. */
function expectSilence(): void {
  expect(JSON.stringify(told.lines)).not.toMatch(/Zwartekous|99999[0-8]|geheim!/);
}

describe('a mapping is proposed', () => {
  test('that a run accepts once it is confirmed, and not before', async () => {
    const input = place.write('a.csv', tableOf(';'));
    const out = `${place.folder}/a.yaml`;
    await run(['--input', input, '--out', out]);
    const register = world.study.registers[1]!;
    expect(await refusal(place, () => readMapping(out, register, world.study.encoding))).toEqual([
      'MAPPING_UNCONFIRMED {"file":"a.yaml"}',
    ]);
    const text = readFileSync(out, 'utf8').replace('confirmed: false', 'confirmed: true');
    expect(readMapping(place.write('b.yaml', text), register, world.study.encoding)).toMatchObject({
      source: { kind: 'csv', charset: 'utf-8', delimiter: ';' },
      recordId: 'Klantnr',
      bsn: 'BurgerServiceNr',
      fields: { surname: 'Achternaam', birthDate: 'Geboortedatum', income: 'Inkomen' },
      payload: { scheme: 'regeling', start: 'Ingangsdatum', amount: 'bedrag', works: 'werkt' },
      ignore: ['Notitie'],
    });
    expectSilence();
  });

  test('and is confirmed by a person, or by --yes', async () => {
    const input = place.write('a.csv', tableOf(','));
    const confirmed = async (name: string, options: string[], person: Person): Promise<unknown> => {
      await run(['--input', input, '--out', `${place.folder}/${name}`, ...options], person);
      return (parse(readFileSync(`${place.folder}/${name}`, 'utf8')) as Record<string, unknown>)['confirmed'];
    };
    expect(await confirmed('1.yaml', [], { answers: ['yes', 'yes'] })).toBe(true);
    expect(await confirmed('2.yaml', [], { answers: ['ja', 'nee'], language: 'nl' })).toBe(false);
    expect(await confirmed('3.yaml', ['--yes'], {})).toBe(true);
    expect(await confirmed('4.yaml', [], {})).toBe(false);
  }); // prettier-ignore

  test('with the dialect that a person says', async () => {
    const input = place.write('a.csv', Buffer.from(tableOf(';').replaceAll('kous', 'koüs'), 'latin1'));
    const out = `${place.folder}/dialect.yaml`;
    const [question] = await run(['--input', input, '--out', out], { answers: ['windows-1252 ;', 'no'] });
    expect(question).toContain('csv, windows-1252, with ;');
    expect(parse(readFileSync(out, 'utf8'))).toMatchObject({
      source: { kind: 'csv', charset: 'windows-1252', delimiter: ';' },
    });
    const wrong = () => run(['--input', input], { answers: ['latin1 ;'] });
    expect(await refusal(place, wrong)).toEqual(['USAGE {"path":"charset"}']);
  }); // prettier-ignore

  test.each<[string, string | Uint8Array, object]>([
    ['with tabs', tableOf('\t'), { kind: 'csv', charset: 'utf-8', delimiter: '\t' }],
    ['with a mark', `\uFEFF${tableOf('|')}`, { kind: 'csv', charset: 'utf-8-bom', delimiter: '|' }],
    ['in UTF-16', Buffer.from(`\uFEFF${tableOf(',')}`, 'utf16le'), { kind: 'csv', charset: 'utf-16le', delimiter: ',' }],
    ['in Latin-1', Buffer.from(tableOf(',').replaceAll('kous', 'koüs'), 'latin1'), { kind: 'csv', charset: 'windows-1252', delimiter: ',' }],
    ['with commas in text', tableOf(';').replaceAll('geheim!', '"a,b,c,d,e"'), { kind: 'csv', charset: 'utf-8', delimiter: ';' }],
    ['of person lists', ';01.01.10;01.02.40;01.03.10\na;1;Zwartekous;19530000\n;;x;\nb;2;Zwart;19600102\n', { kind: 'brp', charset: 'utf-8', delimiter: ';' }],
  ])('for a file %s', async (_name, content, source) => {
    const input = place.write('seen.csv', content);
    await run(['--input', input]);
    const mapping = parse(output()) as Record<string, unknown>;
    expect(mapping).toMatchObject({ source, fields: { birthDate: expect.anything() as unknown } });
    expectSilence();
  }); // prettier-ignore

  test('for a Parquet file', async () => {
    const input = `${place.folder}/a.parquet`;
    await writeParquet(input, `SELECT i AS klantnr, 'Naam' || i AS achternaam, [1] AS lijst FROM range(20) t(i)`);
    await run(['--input', input]);
    expect(parse(output())).toMatchObject({
      source: { kind: 'parquet' }, recordId: 'klantnr', fields: { surname: 'achternaam' },
      absent: ['birthDate', 'income'], ignore: ['lijst'],
    });
  }); // prettier-ignore

  withServer('for a table or query of PostgreSQL (needs one on this machine)', async () => {
    const { port, ca, passwordFile } = server!;
    await server!.run(`CREATE TABLE klant AS SELECT i AS klantnr, 'Naam' || i AS achternaam FROM generate_series(1, 20) i; GRANT SELECT ON klant TO reader`);
    const where = ['--postgres', '--host', 'localhost', '--port', String(port), '--database', 'register', '--user', 'reader', '--password-file', passwordFile, '--ca', ca];
    const out = `${place.folder}/database.yaml`;
    await run([...where, '--table', 'klant', '--out', out, '--yes']);
    expect(parse(readFileSync(out, 'utf8'))).toMatchObject({
      confirmed: true, recordId: 'klantnr', fields: { surname: 'achternaam' },
      source: { kind: 'postgres', host: 'localhost', port, tls: { ca }, table: 'klant', passwordFile },
    });
    const query = place.write('query.sql', 'SELECT achternaam, klantnr FROM klant ORDER BY klantnr\n');
    await run([...where, '--query', query]);
    expect(output()).toContain('query: "SELECT achternaam');
    printed = [];
    await run([...where, '--table', 'klant', '--json']);
    expect(JSON.parse(output())).toMatchObject({ register: 'benefits', absent: ['birthDate', 'income'] });
  }); // prettier-ignore
});

describe('what each column would become is shown', () => {
  test('by shapes, with shares of what is missing and what breaks a rule', async () => {
    await run(['--input', place.write('a.csv', tableOf(';'))]);
    expect(output()).toContain('surname (from Achternaam): missing 10.0 %');
    expect(output()).toContain(
      'birthDate (from Geboortedatum): missing 0.0 %, dateImpossible 10.0 %',
    );
    expect(output()).toContain('amount (from bedrag): missing 0.0 %, payloadRange 10.0 %');
    expect(output()).toContain('"Aaaaaaaaaa" → aaaaaaaaaa');
    expect(output()).not.toMatch(/Zwartekous|99999[0-8]|geheim!/);
    expectSilence();
  });

  test('with values on the screen when they are asked for, and never in the diagnostics', async () => {
    await run(['--input', place.write('a.csv', tableOf(';')), '--show-values'], { language: 'nl' });
    expect(output()).toContain('surname (uit Achternaam): leeg 10.0 %');
    expect(output()).toContain('"Zwartekous" → zwartekous');
    expectSilence();
  });

  test('without anything in them that steers a terminal', async () => {
    const text = tableOf(';').replaceAll('Zwartekous', 'Zwart\u001B[31m\u0007\u202Ekous');
    await run(['--input', place.write('a.csv', text), '--show-values']);
    // eslint-disable-next-line no-control-regex -- these are what must not come through
    expect(output()).not.toMatch(/[\u001B\u0007\u202E]/u);
  });

  test('of a mapping that there is already', async () => {
    const input = place.write('a.csv', tableOf(';'));
    const out = `${place.folder}/existing.yaml`;
    await run(['--input', input, '--out', out]);
    printed = [];
    await run(['--mapping', out, '--input', input]);
    expect(output()).toMatch(/^What each column would become/);
    expect(output()).toContain('bsn (from BurgerServiceNr)');
    printed = [];
    await run(['--mapping', out, '--input', input, '--json']);
    const { preview } = JSON.parse(output()) as { preview: { name: string; broken: object }[] };
    expect(preview.find(({ name }) => name === 'birthDate')?.broken).toEqual({ dateImpossible: 1 });
    expect(output()).not.toMatch(/Zwartekous|geheim!/);
    expect(await refusal(place, () => run(['--mapping', out]))).toEqual([
      'USAGE {"path":"--input"}',
    ]);
  });
});

describe('nothing is proposed', () => {
  const refused = (options: readonly string[]): Promise<string[]> =>
    refusal(place, () => run(options));

  test('for a file without a header row: its first row is somebody’s', async () => {
    const input = place.write('none.csv', tableOf(';').split('\n').slice(1).join('\n'));
    expect(await refused(['--input', input])).toEqual(['MAP_NOTHING_FOUND {"file":"none.csv"}']);
    expect(output()).toBe('');
    expectSilence();
  });

  test('for a file in which nothing is known', async () => {
    const input = place.write('none.csv', 'a,b\nx,y\n');
    expect(await refused(['--input', input])).toEqual(['MAP_NOTHING_FOUND {"file":"none.csv"}']);
    expect(output()).toBe('');
  });

  test('for a file without rows, that is not there, or that is broken', async () => {
    expect(await refused(['--input', place.write('x.csv', 'achternaam\n')])).toEqual(['INPUT_EMPTY {"file":"x.csv"}']);
    expect(await refused(['--input', `${place.folder}/nowhere.csv`])).toEqual(['FILE_MISSING {"file":"nowhere.csv"}']);
    expect(await refused(['--input', place.write('x.csv', 'PAR1 and no more')])).toEqual(['INPUT_PARQUET {"file":"x.csv"}']);
  }); // prettier-ignore

  test('over a file that is there', async () => {
    const out = place.write('there.yaml', 'mine');
    expect(await refused(['--input', place.write('a.csv', tableOf(';')), '--out', out])).toEqual([
      'FILE_EXISTS {"file":"there.yaml"}',
    ]);
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });

  test.each<[string[], string]>([
    [[], '--input'],
    [['--input', 'x', '--postgres'], '--postgres'],
    [['--input', 'x', '--table', 'y'], '--table'],
    [['--postgres'], '--table'],
    [['--postgres', '--table', 'x', '--port', 'none'], '--port'],
  ])('for the command line %j', async (options, path) => {
    expect(await refused(options)).toEqual([`USAGE {"path":"${path}"}`]);
  });

  test('for a register that the study does not have', async () => {
    expect(await refused(['--register', 'debts', '--input', 'x'])).toEqual([
      'GATE_OWNER_NOT_COVERED {"path":"--register"}',
    ]);
    expect(existsSync('x')).toBe(false);
  });
});
