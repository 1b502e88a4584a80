// SPDX-License-Identifier: EUPL-1.2
/** Invented persons, and the registers in which they stand, with ordinary errors. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Party } from './program.ts';
import type { Random } from './random.ts';
import { schemes, variables, type RegisterName } from './study.ts';

export interface Person {
  readonly givenNames: string;
  readonly surname: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly sex: string;
  readonly postcode: string;
  readonly houseNumber: string;
}

/** A register as its file holds it: a header and rows of text. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const syllables = ['ba', 'de', 'ro', 'mi', 'ke', 'lu', 'sa', 'vo', 'ti', 'ne', 'ha', 'jo'];
const endings = ['nsen', 'stra', 'boer', 'veld', 'mans', 'dijk', 'kker', 'rda'];

const two = (number: number): string => String(number).padStart(2, '0');

function word(random: Random, parts: number): string {
  const text = Array.from({ length: parts }, () => random.pick(syllables)).join('');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Draws persons that differ from each other in most of what is known of them. */
export function inventPersons(count: number, random: Random): Person[] {
  return Array.from({ length: count }, () => ({
    givenNames: `${word(random, 2)} ${word(random, 2)}`,
    surname: word(random, 2) + random.pick(endings),
    birthDate: `${1930 + random.below(75)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`,
    sex: random.pick(['M', 'V']),
    postcode: `${1000 + random.below(9000)}${random.pick(['AB', 'CD', 'EX', 'KL', 'PN', 'RT'])}`,
    houseNumber: String(1 + random.below(300)),
  }));
}

/** The person with, one time in three, one ordinary error. */
export function misspell(person: Person, random: Random): Person {
  const { surname, givenNames, postcode } = person;
  switch (random.below(9)) {
    case 0:
      return { ...person, surname: surname.slice(0, -2) + surname.slice(-1) };
    case 1:
      return { ...person, givenNames: givenNames.split(' ')[0]! };
    case 2:
      return { ...person, postcode: `${Number(postcode.slice(0, 4)) + 1}${postcode.slice(4)}` };
    default:
      return person;
  }
}

const columnOf = {
  givenNames: 'voornamen',
  surname: 'achternaam',
  birthDate: 'geboortedatum',
  sex: 'geslacht',
  postcode: 'postcode',
  houseNumber: 'huisnummer',
} as const;

/** Columns that are in the file and on no list of the study. */
const ignored = ['bsn', 'straat'];

function payloadCells(register: RegisterName, random: Random): string[] {
  switch (register) {
    case 'population':
      return [];
    case 'benefits':
      return [
        `${random.below(2000)}.${two(random.below(100))}`,
        `20${10 + random.below(10)}-${two(1 + random.below(12))}-01`,
        random.pick(schemes),
      ];
    case 'trajectories':
      return [random.pick(['ja', 'nee', ''])];
  }
}

/** A record per person; `recordIds[i]` names that of `persons[i]`. Research variables are drawn. */
export function tableOf(
  register: RegisterName,
  persons: readonly Person[],
  recordIds: readonly string[],
  random: Random,
): Table {
  return {
    header: [
      'nummer',
      ...Object.values(columnOf),
      ...ignored,
      ...variables[register].map(({ name }) => name),
    ],
    rows: persons.map((person, at) => [
      recordIds[at]!,
      ...(Object.keys(columnOf) as (keyof Person)[]).map((field) => person[field]),
      '',
      'Dorpsstraat',
      ...payloadCells(register, random),
    ]),
  };
}

/** The mapping that belongs to every table of a register. */
export function mappingOf(register: RegisterName) {
  return {
    register: register as string,
    recordId: 'nummer',
    fields: { ...columnOf } as Record<string, string>,
    payload: Object.fromEntries(variables[register].map(({ name }) => [name, name as string])),
    ignore: [...ignored],
  };
}

export function csvOf({ header, rows }: Table): string {
  const quoted = (cell: string): string =>
    /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return [header, ...rows].map((row) => `${row.map(quoted).join(',')}\n`).join('');
}

/** Puts a register and its mapping into the owner's folder. JSON is YAML as well. */
export function deliver(owner: Party, register: RegisterName, table: Table): void {
  writeFileSync(join(owner.folder, `${register}.csv`), csvOf(table));
  writeFileSync(join(owner.folder, `${register}.yaml`), JSON.stringify(mappingOf(register)));
}
