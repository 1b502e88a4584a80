// SPDX-License-Identifier: EUPL-1.2
/** The tables of a data set: one per register, one of persons, one of events, and the codebook. */
import type { Language } from '@koppel/errors';
import type { PayloadVariable, Register, Study } from '@koppel/study';
import type { ReviewState } from '@koppel/wire';
import {
  eventColumns,
  namesOf,
  ownColumn,
  personColumns,
  registerColumns,
  type FixedColumn,
} from './columns.ts';
import type { LinkedRecord, Links } from './links.ts';
import type { PersonEvent } from './person-events.ts';
import type { PayloadRows } from './payload.ts';

export type Cell = string | number;

/** A file of the data set, header first; rows are made as they are written. */
export interface Table {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: Iterable<readonly Cell[]>;
}

const msPerDay = 86_400_000;

/** A value as the researcher reads it: the code of the code list, an ISO date, a number, 0 or 1. */
export function cellOf(variable: PayloadVariable, value: number | undefined): Cell {
  if (value === undefined) return '';
  switch (variable.type) {
    case 'code':
      return variable.codes[value]?.value ?? '';
    case 'date':
      return new Date(value * msPerDay).toISOString().slice(0, 10);
    case 'number':
    case 'boolean':
      return value;
  }
}

/** A grade, or an empty cell where there is none. */
function gradeCell(grade: number): Cell {
  return Number.isNaN(grade) ? '' : grade;
}

/** Rows of one owner's register: links with their payload, in the order of pseudonyms. */
function* registerRows(
  owner: string,
  register: Register,
  links: ReadonlyMap<string, LinkedRecord>,
  payload: PayloadRows,
): Generator<Cell[]> {
  const ordered = [...links].sort(([tokenA, a], [tokenB, b]) => {
    if (a.pseudonym !== b.pseudonym) return a.pseudonym < b.pseudonym ? -1 : 1;
    return tokenA < tokenB ? -1 : 1;
  });
  for (const [token, linked] of ordered) {
    const values = payload.get(token) ?? [];
    const cells = register.payload.map((variable, at) => cellOf(variable, values[at]));
    const flag = linked.clusterSize > 1 ? 1 : 0;
    const grades = [gradeCell(linked.probability), gradeCell(linked.quality)];
    yield [linked.pseudonym, owner, flag, ...grades, linked.review, ...cells];
  }
}

/** Files that are in every data set, whatever its registers are called. */
const fixedFiles = { persons: 'persons.csv', codebook: 'codebook.csv', events: 'events.csv' };

function registerFile(id: string): string {
  return Object.hasOwn(fixedFiles, id) ? `register-${id}.csv` : `${id}.csv`;
}

/** `<register>.csv`: who it is and how sure that is, then the variables. */
export function registerTable(
  study: Study,
  register: Register,
  links: Links,
  payload: ReadonlyMap<string, PayloadRows>,
): Table {
  const variables = register.payload.map(({ name }) => ownColumn(name, registerColumns));
  const rows = function* (): Generator<Cell[]> {
    for (const { id } of study.owners) {
      const source = `${id}/${register.id}`;
      const linked = links.get(source);
      if (linked === undefined) continue;
      yield* registerRows(id, register, linked, payload.get(source) ?? new Map());
    }
  };
  const header = [...namesOf(registerColumns), ...variables];
  return { name: registerFile(register.id), header, rows: rows() };
}

interface Person {
  readonly counts: Map<string, number>;
  quality: number;
  probability: number;
  review: ReviewState;
}

/** Of several states the first of these is that of the person. */
const gravest: readonly ReviewState[] = ['open', 'same', 'different', 'none'];

function gatherPersons(study: Study, links: Links): Map<string, Person> {
  const persons = new Map<string, Person>();
  for (const [source, records] of links) {
    const register = study.registers.find(({ id }) => source.endsWith(`/${id}`))!.id;
    for (const { pseudonym, quality, personProbability, review } of records.values()) {
      const person: Person = persons.get(pseudonym) ?? {
        counts: new Map<string, number>(),
        quality: NaN,
        probability: personProbability,
        review,
      };
      persons.set(pseudonym, person);
      if (gravest.indexOf(review) < gravest.indexOf(person.review)) person.review = review;
      person.counts.set(register, (person.counts.get(register) ?? 0) + 1);
      if (!Number.isNaN(quality)) {
        person.quality = Number.isNaN(person.quality) ? quality : Math.min(person.quality, quality);
      }
    }
  }
  return persons;
}

/** `persons.csv`: one row per pseudonym, with the number of records per register. */
export function personTable(study: Study, links: Links): Table {
  const persons = gatherPersons(study, links);
  const registers = study.registers.map(({ id }) => id);
  const rows = function* (): Generator<Cell[]> {
    for (const pseudonym of [...persons.keys()].sort()) {
      const { counts, quality, probability, review } = persons.get(pseudonym)!;
      const numbers = registers.map((id) => counts.get(id) ?? 0);
      const records = numbers.reduce((total, number) => total + number, 0);
      const grades = [gradeCell(probability), gradeCell(quality)];
      yield [pseudonym, records > 1 ? 1 : 0, ...grades, review, ...numbers];
    }
  };
  const own = registers.map((id) => ownColumn(id, personColumns));
  const header = [...namesOf(personColumns), ...own];
  return { name: fixedFiles.persons, header, rows: rows() };
}

/** `events.csv`: a row per move of records from one pseudonym to another. */
export function eventTable(events: readonly PersonEvent[]): Table {
  const rows = function* (): Generator<Cell[]> {
    for (const [at, { kind, reasons, moves }] of events.entries()) {
      const why = reasons.length > 0 ? reasons.join(' ') : 'unknown';
      for (const { before, after, records } of moves) {
        yield [at + 1, kind, why, before, after, records];
      }
    }
  };
  return { name: fixedFiles.events, header: namesOf(eventColumns), rows: rows() };
}

function* fixedRows(file: string, columns: readonly FixedColumn[]): Generator<Cell[]> {
  for (const { name, type, label, values = {} } of columns) {
    yield [file, name, type, '', '', label];
    for (const [value, meaning] of Object.entries(values)) {
      yield [file, name, 'value', '', value, meaning];
    }
  }
}

function* variableRows({ id, payload }: Register): Generator<Cell[]> {
  for (const variable of payload) {
    const name = ownColumn(variable.name, registerColumns);
    const unit = variable.type === 'number' ? (variable.unit ?? '') : '';
    yield [id, name, variable.type, unit, '', variable.label];
    const codes = variable.type === 'code' ? variable.codes : [];
    for (const { value, label } of codes) yield [id, name, 'value', '', value, label];
  }
}

const recordsOf: Readonly<Record<Language, string>> = {
  en: 'Records in this register: ',
  nl: 'Records in dit register: ',
};

/**
 * `codebook.csv`: every column of every file and every code of it, in the language of the study.
 * Columns of a register go by its id, those of other files by the file's name.
 */
export function codebookTable(study: Study, hasEvents: boolean): Table {
  const { language, registers } = study;
  const rows = function* (): Generator<Cell[]> {
    yield* fixedRows(fixedFiles.persons, personColumns[language]);
    for (const { id, label } of registers) {
      const name = ownColumn(id, personColumns);
      yield [fixedFiles.persons, name, 'number', '', '', recordsOf[language] + label];
    }
    for (const register of registers) {
      yield* fixedRows(register.id, registerColumns[language]);
      yield* variableRows(register);
    }
    if (hasEvents) yield* fixedRows(fixedFiles.events, eventColumns[language]);
  };
  const header = ['register', 'variable', 'type', 'unit', 'value', 'label'];
  return { name: fixedFiles.codebook, header, rows: rows() };
}
