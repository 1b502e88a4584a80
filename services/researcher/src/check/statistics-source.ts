// SPDX-License-Identifier: EUPL-1.2
/**
 * Files of SPSS and Stata in a store, as a CSV of the same data would be: names of the study where a
 * format changed them, codes where it numbered them. What leaves in such a file beside its rows is
 * looked at too: a label of a value that the study does not have tells what nobody checked, unless it
 * is of a crowd.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { VARCHAR } from '@duckdb/node-api';
import { KoppelError } from '@koppel/errors';
import {
  readDta,
  readSav,
  wholeCodes,
  type ByteSource,
  type Code,
  type ReadCell,
  type ReadColumn,
  type ReadTable,
} from '@koppel/statistics-files';
import { namesIn } from '../describe/codebook-table.ts';
import type { DataVariable, FileSchema } from '../formats/schema.ts';
import { quotedName, type Store } from '../store/store.ts';
import { unitsOf } from './units.ts';

export type StatisticsFormat = 'sav' | 'dta';

/** How many of what a column counts must have a value before it may have a label of its own. */
export interface Crowd {
  /** The column that tells persons apart; rows are counted where there is none. */
  readonly unit: string;
  readonly k: number;
}

/** For what does not leave itself: a label of something that is there. */
export const anyRow: Crowd = { unit: '', k: 1 };

/** The bytes of an open file. */
export function fileSource(descriptor: number): ByteSource {
  return {
    size: fstatSync(descriptor).size,
    read(at, length) {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, length, at));
    },
  };
}

/** A column with the variable of the study that it holds, if it does. */
interface Known {
  readonly name: string;
  readonly column: ReadColumn;
  readonly of: DataVariable | undefined;
}

function knownColumns(
  { columns }: ReadTable,
  schema: FileSchema | undefined,
  format: StatisticsFormat,
): readonly Known[] {
  const names = schema === undefined ? [] : namesIn(schema)[format];
  return columns.map((column) => {
    const of = schema?.variables[names.indexOf(column.name)];
    return { name: of?.variable.name ?? column.name, column, of };
  });
}

/** `.a` is the first code that says why there is no value. */
function ofLetter(letter: number, of: DataVariable | undefined): string {
  const { variable } = of ?? {};
  const codes: readonly { readonly value: string | number }[] =
    variable?.kind === 'code'
      ? variable.codes.filter(({ missing }) => missing === true)
      : variable?.kind === 'number'
        ? (variable.missing ?? [])
        : [];
  return String(codes[letter - 1]?.value ?? `.${String.fromCharCode(96 + letter)}`);
}

/** Stata numbers codes from 1 where they are no whole numbers. */
function ofNumber(value: number, of: DataVariable | undefined, format: StatisticsFormat): string {
  const codes: readonly Code[] = of?.variable.kind === 'code' ? of.variable.codes : [];
  const isNumbered = format === 'dta' && codes.length > 0 && wholeCodes(codes) === undefined;
  return (isNumbered ? codes[value - 1]?.value : undefined) ?? String(value);
}

function textOf(
  cell: ReadCell,
  of: DataVariable | undefined,
  format: StatisticsFormat,
): string | null {
  if (cell === undefined) return null;
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' ? ofNumber(cell, of, format) : ofLetter(cell.letter, of);
}

/** Labels of a variable as the study has them, by value. */
function studyLabels(of: DataVariable | undefined): ReadonlyMap<string, string> {
  const variable = of?.variable;
  switch (variable?.kind) {
    case 'code':
      return new Map(variable.codes.map(({ value, label }) => [value, label]));
    case 'boolean':
      return new Map([['0', variable.no], ['1', variable.yes]]); // prettier-ignore
    case 'number':
      return new Map((variable.missing ?? []).map(({ value, label }) => [String(value), label]));
    case 'text':
    case 'date':
    case undefined:
      return new Map();
  }
}

/** The values of a column whose labels are not those of the study. */
function ownLabels({ column, of }: Known, format: StatisticsFormat): string[] {
  const known = studyLabels(of);
  return column.labels.flatMap(({ value, label }) => {
    const text = textOf(value, of, format);
    const whole = text === null ? undefined : known.get(text);
    // A format may cut a label, or put the value before it where two are the same.
    const isKnown =
      whole !== undefined &&
      label !== '' &&
      (whole.startsWith(label) || `${text!} ${whole}`.startsWith(label));
    return isKnown || text === null ? [] : [text];
  });
}

/** Values that count as none, or how they begin, of neither the study nor a label, which is looked at itself. */
function ownMissing({ column, of }: Known, format: StatisticsFormat) {
  const texts = (values: readonly ReadCell[]): string[] =>
    values.map((value) => textOf(value, of, format)).filter((text) => text !== null);
  const known = [...studyLabels(of).keys(), ...texts(column.labels.map(({ value }) => value))];
  return {
    whole: texts(column.missing).filter((text) => !known.includes(text)),
    starts: column.missingStarts.filter((start) => !known.some((one) => one.startsWith(start))),
  };
}

/** What a value is called in conditions: no column of a file of statistics has a name with a space. */
const SOUGHT = '"sought value"';

/** STATISTICS_READ where one of the values fulfils a condition of SQL, in which it is called `SOUGHT`. */
async function demandCrowd(
  store: Store,
  values: readonly string[],
  isAlone: string,
): Promise<void> {
  if (values.length === 0) return;
  await store.run(`CREATE OR REPLACE TEMP TABLE labelled(${SOUGHT} VARCHAR)`);
  await store.add({ name: 'labelled', types: [VARCHAR] }, [values]);
  const found = await store.all(`SELECT 1 FROM labelled WHERE ${isAlone} LIMIT 1`);
  if (found.length > 0) throw new KoppelError('STATISTICS_READ', { rule: 'hidden' });
}

/**
 * A label on what one person has, such as a pseudonym, tells of that person and is in no column that
 * the check sees.
 */
async function demandLabelledCrowds(
  store: Store,
  table: string,
  columns: readonly Known[],
  format: StatisticsFormat,
  { unit, k }: Crowd,
): Promise<void> {
  const units = unitsOf({ columns: columns.map(({ name }) => name) }, unit);
  for (const one of columns) {
    const { whole, starts } = ownMissing(one, format);
    const name = quotedName(one.name);
    await demandCrowd(store, [...ownLabels(one, format), ...whole], `${SOUGHT} NOT IN (
       SELECT ${name} FROM ${table} WHERE ${name} IS NOT NULL
       GROUP BY ${name} HAVING ${units} >= ${String(k)}
     )`);
    await demandCrowd(store, starts, `(
       SELECT ${units} FROM ${table} WHERE starts_with(${name}, ${SOUGHT})
     ) < ${String(k)}`);
  }
} // prettier-ignore

/** Puts the rows of a file into a new table, every value as text. STATISTICS_READ; DISK_FULL. */
export async function readStatistics(
  store: Store,
  table: string,
  file: string,
  format: StatisticsFormat,
  schema: FileSchema | undefined,
  crowd: Crowd,
): Promise<void> {
  const descriptor = openSync(file, 'r');
  try {
    const read = (format === 'sav' ? readSav : readDta)(fileSource(descriptor));
    const columns = knownColumns(read, schema, format);
    const types = columns.map(() => VARCHAR);
    const described = columns.map(({ name }) => `${quotedName(name)} VARCHAR`);
    await store.run(`CREATE TABLE ${table}(${described.join(', ')})`);
    for (const part of read.parts()) {
      const texts = columns.map(({ of }, at) => part.map((row) => textOf(row[at], of, format)));
      await store.add({ name: table, types }, texts);
    }
    await demandLabelledCrowds(store, table, columns, format, crowd);
  } finally {
    closeSync(descriptor);
  }
}
