// SPDX-License-Identifier: EUPL-1.2
/** A data set is held against the same rules in every format, and nothing leaves in one unseen. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandContext } from '@koppel/console';
import type { Value, Variable } from '@koppel/statistics-files';
import { dataSchema } from '../formats/data-schema.ts';
import { registerSchema, type FileSchema } from '../formats/schema.ts';
import { formats, rowWriter, type Format } from '../formats/writer.ts';
import { listen, makePlace, refusal, type Place } from '../testing/place.ts';
import { makeStudy, readStudy, type TestStudy } from '../testing/study.ts';
import { check, release } from './check.ts';

let world: TestStudy;
let place: Place;
let printed: string[];
let schema: FileSchema;

beforeAll(async () => {
  world = await makeStudy();
  const { study } = world;
  schema = registerSchema(study, study.registers[1]!, 'en');
});

beforeEach(async () => {
  place = await makePlace();
  printed = [];
  place.write('study.yaml', JSON.stringify(world.input));
});

afterEach(async () => {
  await place.remove();
});

const at = (name: string): string => join(place.folder, name);

function contextOf(...argv: readonly string[]): CommandContext {
  return {
    argv: [...argv, '--study', at('study.yaml')],
    language: 'en',
    reporter: listen().reporter,
    environment: {},
    print: (text) => printed.push(text),
  };
}

type Row = readonly Value[];

/** Writes rows of a file in a format, and gives its path. */
function write(name: string, format: Format, rows: readonly Row[], of = schema): string {
  const parts: Uint8Array[] = [];
  const writer = rowWriter(format, of, rows.length, (bytes) => parts.push(bytes.slice()));
  writer.write(rows);
  writer.end();
  const file = at(`${name}.${format}`);
  writeFileSync(file, Buffer.concat(parts));
  return file;
}

/** A record of register `benefits`, whose scheme is a code list of letters. */
function record(person: number, scheme: number, start: number | undefined, amount: number): Row {
  const pseudonym = person.toString(16).padStart(32, '0');
  return [pseudonym, 'north', 1, 0.9, 0.95, 0, scheme, start, amount, person % 2];
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n); // prettier-ignore
const large = range(0, 24).map((person) => record(person, person % 2, 19_782, 100 + person));
const few = range(24, 29).map((person) => record(person, 0, 19_800, 0.5 + person));

const rules = `
dataSets:
  - { file: benefits, quasiIdentifiers: [scheme, start, works], sensitive: [amount],
      harmless: [owner, linked, matchProbability, matchQuality, review] }
tables:
  - { id: schemes, from: benefits, dimensions: [{ name: scheme }], where: { scheme: [A, B] } }
`;

/** The same where whether somebody works points to nobody. */
const withoutWorks = rules.replace('start, works]', 'start]').replace('review]', 'review, works]');

const foundIn = async (file: string, ...more: string[]): Promise<unknown> => {
  printed = [];
  const argv = [file, '--rules', place.write('rules.yaml', rules), '--json', ...more];
  const codes = await refusal(place, () => check(contextOf(...argv)));
  const text = JSON.stringify([codes, JSON.parse(printed[0]!)]);
  return JSON.parse(text.replaceAll(/benefits\.[a-z]+/g, 'benefits')) as unknown;
};

describe.each(['sav', 'dta', 'parquet'] as const)('a data set as .%s', (format) => {
  test('is told the same of as the CSV of it', async () => {
    const rows = [...large, ...few, record(40, 1, undefined, 12)];
    const csv = await foundIn(write('benefits', 'csv', rows));
    expect(JSON.stringify(csv)).toContain('CHECK_K_ANONYMITY');
    expect(await foundIn(write('benefits', format, rows))).toEqual(csv);
  });

  test('has tables that are those of the CSV', async () => {
    const folders = (['csv', format] as const).map((one) => {
      place.write(`${one}/here`, '');
      write(`${one}/benefits`, one, large);
      return at(one);
    });
    const [csv, own] = [await foundIn(folders[0]!, '--table'), await foundIn(folders[1]!, '--table')]; // prettier-ignore
    expect(JSON.stringify(own).replaceAll(format, 'csv')).toEqual(JSON.stringify(csv));
  });

  test('leaves as the bytes that were checked', async () => {
    const rows = range(0, 40).map((n) => record(n, 0, 19_782, n));
    const file = write('benefits', format, rows);
    const harmless = place.write('rules.yaml', withoutWorks);
    await release(contextOf(file, '--rules', harmless, '--releases', at('out')));
    const released = at(`out/release-0001/benefits.${format}`);
    expect(readFileSync(released)).toEqual(readFileSync(file));
  });
});

test('leaves without what no reader shows, and is held against as it left', async () => {
  const rows = range(0, 40).map((n) => record(n, 0, 19_782, n));
  const file = write('benefits', 'dta', rows);
  const whole = readFileSync(file);
  const planted = whole.indexOf('<varnames>') + '<varnames>'.length + 129 - 10;
  writeFileSync(file, Buffer.concat([whole.subarray(0, planted), Buffer.from('Jan Jansen'), whole.subarray(planted + 10)])); // prettier-ignore
  const harmless = place.write('rules.yaml', withoutWorks);
  const leave = () => release(contextOf(file, '--rules', harmless, '--releases', at('out')));
  await leave();
  expect(readFileSync(at('out/release-0001/benefits.dta'))).toEqual(whole);
  await leave();
  expect(readdirSync(at('out'))).toEqual(['release-0001', 'release-0002']);
});

test('one data set in all formats may leave at once; other rows under the same name are seen', async () => {
  const shown = range(0, 40).map((n) => record(n, n % 2, 19_782, n));
  const file = place.write('rules.yaml', withoutWorks);
  place.write('set/here.txt', '');
  for (const format of formats) write('set/benefits', format, shown);
  await check(contextOf(at('set'), '--rules', file));
  // Each format by itself is of large classes; joined by person they are not.
  const other = range(0, 40).map((n) => record(n, 0, 19_782 + Math.floor(n / 10), n));
  write('set/benefits', 'sav', other);
  const found = await refusal(place, () => check(contextOf(at('set'), '--rules', file)));
  // Scheme of the one and first day of the other: eight groups of five persons.
  expect(found).toEqual(
    ['csv', 'dta', 'parquet'].map(
      (format) => `CHECK_K_ANONYMITY {"file":"set/benefits.${format}","rule":"joined","found":40}`,
    ),
  );
});

test('a label of a value that is none of the study and that no crowd has does not leave', async () => {
  const rows = range(0, 40).map((n) => record(n, n % 2, 19_782, n < 10 ? 0 : n < 19 ? 1 : n));
  const labelled = (label: string, value: number): FileSchema => ({
    ...schema,
    variables: schema.variables.map((one) =>
      one.variable.name === 'amount'
        ? { ...one, variable: { ...one.variable, missing: [{ value, label }] } as Variable }
        : one,
    ),
  });
  const tried = async (format: Format, value: number): Promise<readonly string[]> => {
    const file = write('benefits', format, rows, labelled('Jan Jansen', value));
    const found = await refusal(place, () =>
      check(contextOf(file, '--rules', place.write('rules.yaml', rules))),
    );
    return found.filter((one) => one.startsWith('CHECK_TABLE'));
  };
  const refused = (format: Format): string => `CHECK_TABLE {"file":"benefits.${format}","rule":"hidden"}`; // prettier-ignore
  expect(await tried('sav', 999)).toEqual([refused('sav')]);
  expect(await tried('dta', 999)).toEqual([refused('dta')]);
  // What one person has tells of that person, and nine are few.
  for (const value of [25, 1]) expect(await tried('sav', value)).toEqual([refused('sav')]);
  expect(await tried('dta', 25)).toEqual([refused('dta')]);
  expect(await tried('sav', 0)).toEqual([]);
});

test('the file of periods has a rule of its own, and its columns are told by name', async () => {
  const of = world.input as { registers: { payload?: object[] }[] };
  const [population, { payload = [], ...benefits }] = of.registers as [object, { payload?: object[] }];
  const end = { name: 'end', label: 'End', type: 'date' };
  const spell = { from: 'start', to: 'end' };
  const holding = { ...benefits, unique: false, spell, payload: [...payload, end] };
  place.write('study.yaml', JSON.stringify({ ...of, registers: [population, holding] }));
  const { study } = readStudy({ ...of, registers: [population, holding] });
  const periods = dataSchema(study, 'en', false).find(({ stem }) => stem === 'spells')!;
  const period = (n: number, last: number): Row => [n.toString(16).padStart(32, '0'), 0, 'north', 1, 0.9, 1, 1, 19_782, last, 0, 0];
  const tried = (few: number, ...more: string[]): Promise<readonly string[]> => {
    const file = write('spells', 'csv', range(0, 40).map((n) => period(n, n < few ? 19_790 : 19_800)), periods);
    return refusal(place, () => check(contextOf(file, ...more)));
  };
  await expect(tried(9)).resolves.toEqual(['CHECK_K_ANONYMITY {"file":"spells.csv","found":9}']);
  const none = ['--rules', place.write('rules.yaml', '{}')];
  const told = (await tried(0, ...none)).map((one) => /"field":"([^"]*)"/.exec(one)?.[1]);
  expect(told).toEqual(expect.arrayContaining(['episode', 'overlaps', 'state']));
}); // prettier-ignore

test('what is damaged or no such file is named, and nothing is released', async () => {
  const whole = write('benefits', 'sav', large);
  writeFileSync(at('whole.sav'), 'a,b\n1,2\n');
  writeFileSync(at('short.sav'), readFileSync(whole).subarray(0, 900));
  for (const name of ['whole.sav', 'short.sav']) {
    const argv = [at(name), '--rules', place.write('rules.yaml', rules), '--releases', at('out')];
    expect(await refusal(place, () => release(contextOf(...argv)))).toEqual([
      `CHECK_TABLE {"file":"${name}","rule":"format"}`,
    ]);
  }
  expect(readdirSync(place.folder)).not.toContain('out');
});
