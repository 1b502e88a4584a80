// SPDX-License-Identifier: EUPL-1.2
/** A register of clean invented rows into which a test plants faults. For tests only. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadStudy } from '@koppel/study';
import { readMapping } from '../mapping.ts';
import type { ProfileReport } from '../profile/model.ts';
import { profileRegister } from '../profile/profile-register.ts';
import { listen } from './place.ts';
import { makeStudy, readStudy } from './study.ts';

/** A row by column name; no two clean rows agree in more than a few fields. */
export type Row = Record<string, string>;

export const columns = [
  'nr', 'bsn', 'voornamen', 'achternaam', 'geboren', 'geslacht', 'postcode', 'huisnummer',
  'begin', 'einde', 'regeling', 'bedrag',
] as const; // prettier-ignore

const two = (number: number): string => String(number).padStart(2, '0');
const letter = (number: number): string => String.fromCharCode(97 + (number % 26));

/** Nine digits that pass the elfproef, another for every number up to some millions. */
export function bsnOf(number: number): string {
  for (let last = 0; ; last++) {
    const digits = `1${String(number).padStart(6, '0')}${last % 10}`;
    const sum = [9, 8, 7, 6, 5, 4, 3, 2].reduce(
      (s, weight, at) => s + weight * Number(digits[at]),
      0,
    );
    if (sum % 11 < 10) return `${digits}${sum % 11}`;
  }
}

export function cleanRow(at: number): Row {
  const spell = (n: number): string => `${letter(n)}${letter(n / 26)}${letter(n / 676)}`;
  return {
    nr: `R${at}`,
    bsn: bsnOf(at),
    voornamen: `Kim${spell(at)}`,
    achternaam: `Bos${spell(at * 7)}`,
    // Never 1 January or 1 July, and never a default.
    geboren: `${1950 + (at % 50)}-${two(2 + (at % 5))}-${two(2 + (at % 27))}`,
    geslacht: at % 2 === 0 ? 'M' : 'V',
    postcode: `${1000 + (at % 8000)}${at % 3 === 0 ? 'KL' : 'PN'}`,
    huisnummer: String(1 + (at % 97)),
    begin: `${2020 + (at % 4)}-${two(1 + (at % 12))}-15`,
    einde: at % 3 === 0 ? '2024-06-30' : '',
    regeling: 'A',
    bedrag: '1200.50',
  };
}

export const cleanRows = (count: number): Row[] =>
  Array.from({ length: count }, (_, at) => cleanRow(at));

const mapping = {
  register: 'benefits',
  recordId: 'nr',
  bsn: 'bsn',
  fields: {
    givenNames: 'voornamen',
    surname: 'achternaam',
    birthDate: 'geboren',
    sex: 'geslacht',
    postcode: 'postcode',
    houseNumber: 'huisnummer',
  },
  payload: { start: 'begin', end: 'einde', scheme: 'regeling', amount: 'bedrag' },
};

const weight = { bitsPerField: 50 };

/** A study whose register has names, a birth, an address, a period, a code and an amount. */
export async function profiledStudy(unique = true): Promise<ReadStudy> {
  const { input } = await makeStudy(['owner']);
  const plain = structuredClone(input) as {
    encoding: { fields: object[] };
    registers: { id: string; unique: boolean; payload?: object[] }[];
  };
  plain.encoding.fields = [
    { name: 'givenNames', type: 'text', weight },
    { name: 'surname', type: 'text', weight },
    { name: 'birthDate', type: 'date', weight },
    { name: 'sex', type: 'code', weight },
    { name: 'postcode', type: 'code', prefixes: [4], weight },
    { name: 'houseNumber', type: 'code', weight },
  ];
  const register = plain.registers.find(({ id }) => id === 'benefits')!;
  register.unique = unique;
  register.payload = [
    { name: 'start', label: 'Start', type: 'date' },
    { name: 'end', label: 'End', type: 'date' },
    {
      name: 'scheme',
      label: 'Scheme',
      type: 'code',
      codes: ['A', 'B'].map((value) => ({ value, label: value })),
    },
    { name: 'amount', label: 'Amount', type: 'number', min: 0, max: 5000 },
  ];
  return readStudy(plain);
}

export interface ProfiledFiles {
  readonly folder: string;
  readonly mapping: string;
  readonly input: string;
}

/** Writes rows and mapping into a folder. A cell may hold any character but a line break. */
export function writeRegister(folder: string, rows: readonly Row[]): ProfiledFiles {
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  const lines = [
    columns.join(','),
    ...rows.map((row) => columns.map((name) => quoted(row[name] ?? '')).join(',')),
  ];
  const files = { folder, mapping: join(folder, 'mapping.yaml'), input: join(folder, 'in.csv') };
  writeFileSync(files.mapping, JSON.stringify(mapping));
  writeFileSync(files.input, `${lines.join('\n')}\n`);
  return files;
}

/** The profile of these rows as on 1 January 2025. */
export async function profileOf(rows: readonly Row[], read: ReadStudy): Promise<ProfileReport> {
  const folder = mkdtempSync(join(tmpdir(), 'koppel-profile-'));
  try {
    const files = writeRegister(folder, rows);
    const register = read.study.registers.find(({ id }) => id === 'benefits')!;
    return await profileRegister({
      read,
      register,
      mapping: readMapping(files.mapping, register, read.study.encoding),
      file: files.input,
      day: '2025-01-01',
      reporter: listen().reporter,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
