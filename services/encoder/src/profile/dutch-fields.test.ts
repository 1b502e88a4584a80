// SPDX-License-Identifier: EUPL-1.2
/** Fields with several parts under `nl-1`: what counts as filled, as wrong, and as a contradiction. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkStudy, type FieldSpec, type ReadStudy } from '@koppel/study';
import { parse } from 'yaml';
import { readMapping } from '../mapping.ts';
import { listen, makePlace, type Place } from '../testing/place.ts';
import { makeStudy, readStudy } from '../testing/study.ts';
import type { Check, FieldProfile, ProfileReport } from './model.ts';
import { profileRegister } from './profile-register.ts';
import { publish } from './publish.ts';

const weight = { bitsPerToken: 15 };
const onInvalid = 'missing';
const fields = [
  { name: 'givenNames', type: 'givenNames', weight, onInvalid },
  { name: 'surname', type: 'surname', weight, onInvalid },
  { name: 'birthDate', type: 'date', assigned: 'yearOnly', weight },
  { name: 'deathDate', type: 'date', weight, onInvalid },
  { name: 'sex', type: 'sex', weight, onInvalid },
  { name: 'postcode', type: 'postcode', weight, onInvalid },
  { name: 'houseNumber', type: 'houseNumber', weight, onInvalid },
];

const mapping = {
  register: 'population',
  recordId: 'nr',
  bsn: 'bsn',
  fields: {
    givenNames: { value: 'voornamen', initials: 'voorletters', callName: 'roepnaam' },
    surname: { value: 'naam', prefix: 'vv', partner: 'p', partnerPrefix: 'pvv', usage: 'gebruik' },
    birthDate: { value: 'geboren', certainty: 'zeker' },
    deathDate: 'overleden',
    sex: 'geslacht',
    postcode: { value: 'postcode', letterAddress: 'functie' },
    houseNumber: { value: 'nummer', letter: 'letter', addition: 'toev', letterAddress: 'functie' },
  },
};

type Row = Readonly<Record<string, string>>;

const words = ['bakker', 'visser', 'molenaar', 'timmerman', 'schipper', 'herder', 'wever'];
const two = (number: number): string => String(number).padStart(2, '0');

/** A sound row; no two of a few hundred are alike. */
function person(at: number): Row {
  return {
    nr: `P${at}`,
    bsn: '',
    voornamen: `${['Anna', 'Piet', 'Fatima', 'Joris'][at % 4]!} ${words[at % 5]!}`,
    voorletters: '',
    roepnaam: '',
    naam: words[at % 7]! + words[(at >> 3) % 7]! + words[(at >> 5) % 7]!,
    vv: at % 3 === 0 ? 'van de' : '',
    p: '',
    pvv: '',
    gebruik: 'E',
    geboren: `${1940 + (at % 60)}${two(2 + (at % 5))}${two(2 + (at % 26))}`,
    zeker: '0',
    overleden: '',
    geslacht: at % 2 === 0 ? 'M' : 'V',
    postcode: `${1012 + 7 * at} KL`,
    nummer: String(1 + at),
    letter: '',
    toev: '',
    functie: 'W',
  };
}

let place: Place;
let read: ReadStudy;

async function studyWith(own: readonly object[], bits = 2048): Promise<ReadStudy> {
  const { input } = await makeStudy(['owner']);
  const parameters = { bits };
  return readStudy({
    ...input,
    encoding: { scheme: 'clk', parameters, normalisation: 'nl-1', fields: own },
  });
}

beforeAll(async () => {
  place = await makePlace();
  read = await studyWith(fields);
});

afterAll(() => place.remove());

/** The profile of 200 sound rows of which the first few are changed. */
async function profileOf(
  changes: readonly Partial<Row>[],
  { study = read, absent = [] }: { study?: ReadStudy; absent?: readonly string[] } = {},
): Promise<ProfileReport> {
  const rows = Array.from({ length: 200 }, (_, at) => ({ ...person(at), ...changes[at] }) as Row);
  const header = Object.keys(person(0));
  const lines = [header, ...rows.map((row) => header.map((name) => row[name]!))];
  const kept = Object.entries(mapping.fields).filter(([name]) => !absent.includes(name));
  const used = kept.flatMap(([, parts]) =>
    typeof parts === 'string' ? [parts] : Object.values(parts),
  );
  const ignore = header.filter((name) => !['nr', 'bsn', ...used].includes(name));
  const mappingFile = place.write(
    'mapping.yaml',
    JSON.stringify({ ...mapping, fields: Object.fromEntries(kept), absent, ignore }),
  );
  const file = place.write('in.csv', lines.map((cells) => `${cells.join(',')}\n`).join(''));
  const register = study.study.registers.find(({ id }) => id === 'population')!;
  return profileRegister({
    read: study,
    register,
    mapping: readMapping(mappingFile, register, study.study.encoding),
    file,
    day: '2025-01-01',
    reporter: listen().reporter,
  });
}

const field = (report: ProfileReport, name: string): FieldProfile =>
  report.fields.find((one) => one.name === name)!;
const check = (report: ProfileReport, name: Check) =>
  report.consistency.find((one) => one.check === name)!;
const marked = (report: ProfileReport, name: string): Record<string, number> =>
  Object.fromEntries(field(report, name).marks.map(({ mark, rows }) => [mark, rows]));

test('a sound register has nothing to tell', async () => {
  const report = await profileOf([]);
  for (const { name, cells } of report.fields) {
    const state = name === 'deathDate' ? { empty: 200 } : { usable: 200 };
    expect([name, cells]).toEqual([name, expect.objectContaining(state)]);
  }
  expect(report.consistency.map(({ broken }) => broken)).toEqual(report.consistency.map(() => 0));
});

describe('a field is as good as its parts together', () => {
  test('initials, an everyday name or a partner’s name will do', async () => {
    const report = await profileOf([
      { voornamen: '', voorletters: 'J.P.' },
      { voornamen: '', roepnaam: 'Joop' },
      { naam: '', p: 'Jansen', gebruik: 'P' },
      { voornamen: '', naam: '', vv: 'van' },
      { naam: 'onbekend', p: 'onbekend' },
    ]);
    expect(field(report, 'givenNames').cells).toMatchObject({ usable: 199, empty: 1 });
    expect(field(report, 'surname').cells).toMatchObject({ usable: 198, empty: 1, placeholder: 1 });
    expect(marked(report, 'givenNames')).toEqual({ initialsOnly: 1 });
    expect(check(report, 'givenNamesEqualSurname')).toMatchObject({ checked: 195, broken: 0 });
    const parts = field(report, 'surname').parts.map(({ part, filled }) => [part, filled]);
    expect(parts).toEqual([
      ['prefix', 67],
      ['partner', 2],
      ['partnerPrefix', 0],
      ['usage', 200],
    ]);
  });

  test('initials beside an everyday name are not all that there is', async () => {
    const report = await profileOf([
      { voornamen: 'J.P.', roepnaam: 'Joop' },
      { voornamen: 'J.P.' },
    ]);
    expect(marked(report, 'givenNames')).toEqual({ initialsOnly: 1 });
  });
});

test('a letter address and a default postcode have states of their own', async () => {
  const report = await profileOf([
    ...Array.from({ length: 20 }, () => ({ functie: 'B' })),
    { postcode: '1111AA' },
    { postcode: '9999 xx' },
    { postcode: '1234 AB' },
    { postcode: '', functie: 'B' },
    { nummer: '', functie: 'B' },
  ]);
  expect(field(report, 'postcode').cells).toEqual({
    usable: 175, empty: 1, placeholder: 0, default: 3, letterAddress: 21, invalid: 0,
  }); // prettier-ignore
  expect(field(report, 'houseNumber').cells).toMatchObject({ empty: 1, letterAddress: 21 });
  expect(check(report, 'postcodeWithoutHouseNumber').broken).toBe(0);
  expect(check(report, 'houseNumberWithoutPostcode').broken).toBe(0);
  expect(report.addresses!.rows).toBe(175);
  expect(publish(report).fields.find(({ name }) => name === 'postcode')).toMatchObject({
    unusable: 30,
    mainReason: 'letterAddress',
  });
});

test('rules of every type of field, also where what can be read still counts', async () => {
  const report = await profileOf([
    { gebruik: 'Q' },
    { geslacht: 'Z' },
    { postcode: '31 Dreef' },
    { nummer: 'boot' },
    { geboren: '19800230' },
    { geboren: 'voorjaar 1980' },
    { zeker: '8' },
  ]);
  const rules = report.fields.flatMap(({ name, rules: own }) =>
    own.map(({ rule, rows }) => `${name} ${rule} ${rows}`),
  );
  expect(rules).toEqual([
    'surname nameUsageUnknown 1',
    'birthDate dateCertainty 1',
    'birthDate dateFormat 1',
    'birthDate dateImpossible 1',
    'sex sexUnknown 1',
    'postcode postcodeFormat 1',
    'houseNumber houseNumberFormat 1',
  ]);
  for (const { rules: own, cells } of report.fields) {
    expect(cells.invalid).toBe(own.reduce((sum, { rows }) => sum + rows, 0));
  }
  // A birth date that breaks a rule rejects the row, the other fields do not.
  expect(report.weights!.rows).toBe(197);
});

test('days that the register calls uncertain are no births on that day', async () => {
  const assigned = Array.from({ length: 40 }, () => ({ geboren: '19600101' }));
  const peak = async (certainty: string) => {
    const report = await profileOf(assigned.map((row) => ({ ...row, zeker: certainty })));
    const { rows, suspicious } = report.births!.peaks.find(({ day }) => day === '01-01')!;
    return { rows, suspicious, partial: marked(report, 'birthDate')['partial'] };
  };
  expect(await peak('0')).toEqual({ rows: 40, suspicious: true, partial: undefined });
  expect(await peak('2')).toEqual({ rows: 0, suspicious: false, partial: 40 });
});

describe('contradictions', () => {
  test('a partner’s name without its usage', async () => {
    const report = await profileOf([
      { p: 'Jansen', gebruik: '' },
      { p: 'Jansen', gebruik: ' ' },
      { p: 'Jansen', gebruik: 'V' },
      { gebruik: '' },
    ]);
    expect(check(report, 'partnerWithoutUsage')).toMatchObject({ checked: 3, broken: 2 });
  });

  test('a birth after the death', async () => {
    const report = await profileOf([
      { geboren: '19800302', overleden: '19791231' },
      { geboren: '19800302', overleden: '19800302' },
      { geboren: '19800302', overleden: '20010101' },
      { geboren: '19800002', overleden: '19790101' },
      { geboren: '19800302', overleden: '19790101', zeker: '2' },
    ]);
    expect(check(report, 'birthAfterDeath')).toMatchObject({
      fields: ['birthDate', 'deathDate'],
      checked: 3,
      broken: 1,
    });
  });
});

describe('weights', () => {
  const present = (study: ReadStudy): readonly FieldSpec[] => study.study.encoding.fields;

  test('are proposed beside those of the study, and can be pasted into it', async () => {
    const report = await profileOf([], { absent: ['sex'] });
    const { weights } = report;
    expect(weights!.fields.map(({ name, proposed }) => [name, proposed !== undefined])).toEqual(
      fields.filter(({ name }) => name !== 'sex').map(({ name }) => [name, name !== 'deathDate']),
    );
    const { study } = read;
    const pasted = checkStudy({
      ...study,
      encoding: { ...study.encoding, ...(parse(weights!.yaml) as object) },
    });
    const after = pasted.ok ? present(pasted.value) : [];
    const without = (list: readonly FieldSpec[]) => list.map((one) => ({ ...one, weight }));
    expect(without(after)).toEqual(without(present(read)));
    expect(after.map(({ weight: own }) => own)).toEqual(
      present(read).map(({ name, weight: own }) => {
        return weights!.fields.find((line) => line.name === name)?.proposed ?? own;
      }),
    );
    expect(weights!.fillProposed).toBeGreaterThan(0.3);
    expect(weights!.fillProposed).toBeLessThan(0.5);
  });

  test.each([
    [1, false],
    [15, true],
    [60, false],
  ])('of %d bits a token are usual: %p', async (bitsPerToken, isUsual) => {
    const own = fields.map((one) => ({ ...one, weight: { bitsPerToken } }));
    const { weights } = await profileOf([], { study: await studyWith(own) });
    expect(weights!.isUsual).toBe(isUsual);
  });

  test('are not proposed where no row could be encoded', async () => {
    const none = Array.from({ length: 200 }, () => ({ geboren: '19800230' }));
    expect((await profileOf(none)).weights).toBeUndefined();
  });
});
