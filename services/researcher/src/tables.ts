// SPDX-License-Identifier: EUPL-1.2
/** The tables of a data set: one per register, one of persons, and the codebook. */
import type { PayloadVariable, Register, Study } from '@koppel/study';
import type { Links, LinkedRecord } from './links.ts';
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

/** Six decimals: a Float32 similarity holds no more. */
function qualityCell({ quality }: LinkedRecord): Cell {
  return Number.isNaN(quality) ? '' : Math.round(quality * 1e6) / 1e6;
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
    yield [linked.pseudonym, owner, flag, qualityCell(linked), ...cells];
  }
}

/** Files that are in every data set, whatever its registers are called. */
const fixedFiles = { persons: 'persons.csv', codebook: 'codebook.csv' };

function registerFile(id: string): string {
  return Object.hasOwn(fixedFiles, id) ? `register-${id}.csv` : `${id}.csv`;
}

/** `<register>.csv`: pseudonym, owner, whether it is linked, match quality, then the variables. */
export function registerTable(
  study: Study,
  register: Register,
  links: Links,
  payload: ReadonlyMap<string, PayloadRows>,
): Table {
  const variables = register.payload.map(({ name }) => name);
  const rows = function* (): Generator<Cell[]> {
    for (const { id } of study.owners) {
      const source = `${id}/${register.id}`;
      const linked = links.get(source);
      if (linked === undefined) continue;
      yield* registerRows(id, register, linked, payload.get(source) ?? new Map());
    }
  };
  const header = ['pseudonym', 'owner', 'linked', 'matchQuality', ...variables];
  return { name: registerFile(register.id), header, rows: rows() };
}

interface Person {
  readonly counts: Map<string, number>;
  quality: number;
}

function gatherPersons(study: Study, links: Links): Map<string, Person> {
  const persons = new Map<string, Person>();
  for (const [source, records] of links) {
    const register = study.registers.find(({ id }) => source.endsWith(`/${id}`))!.id;
    for (const { pseudonym, quality } of records.values()) {
      const person = persons.get(pseudonym) ?? { counts: new Map<string, number>(), quality: NaN };
      persons.set(pseudonym, person);
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
      const { counts, quality } = persons.get(pseudonym)!;
      const numbers = registers.map((id) => counts.get(id) ?? 0);
      const records = numbers.reduce((total, number) => total + number, 0);
      const weakest = Number.isNaN(quality) ? '' : Math.round(quality * 1e6) / 1e6;
      yield [pseudonym, records > 1 ? 1 : 0, weakest, ...numbers];
    }
  };
  const header = ['pseudonym', 'linked', 'weakestMatchQuality', ...registers];
  return { name: fixedFiles.persons, header, rows: rows() };
}

/** `codebook.csv`: every variable of every register, and every code of it. */
export function codebookTable(study: Study): Table {
  const rows = function* (): Generator<Cell[]> {
    for (const { id, payload } of study.registers) {
      for (const variable of payload) {
        const unit = variable.type === 'number' ? (variable.unit ?? '') : '';
        yield [id, variable.name, variable.type, unit, '', variable.label];
        const codes = variable.type === 'code' ? variable.codes : [];
        for (const { value, label } of codes) yield [id, variable.name, 'value', '', value, label];
      }
    }
  };
  const header = ['register', 'variable', 'type', 'unit', 'value', 'label'];
  return { name: fixedFiles.codebook, header, rows: rows() };
}
