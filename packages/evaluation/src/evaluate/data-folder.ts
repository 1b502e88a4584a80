// SPDX-License-Identifier: EUPL-1.2
/** A folder with known truth: `a.csv` and `b.csv` with `truth.csv`, or `a.csv` alone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KoppelError } from '@koppel/errors';
import type { PairColumns } from '../metrics/index.ts';
import { readTable } from './table.ts';

/** A file as columns of text. */
export interface DataFile {
  readonly file: string;
  readonly count: number;
  /** The column of this name. EVALUATE_COLUMN when there is none. */
  column(name: string): readonly string[];
  has(name: string): boolean;
}

export interface DataFolder {
  readonly a: DataFile;
  /** Undefined for deduplication of `a`. */
  readonly b: DataFile | undefined;
  /** True pairs as rows of a and b, or of a and a (first row < second). */
  readonly truth: PairColumns;
}

/** As it was read. */
export interface ReadFolder extends DataFolder {
  /** Pairs of truth.csv that name a record that is in neither file. */
  readonly strange: number;
}

/** Longer record numbers are refused of an owner too. */
const RECORD_ID_MAX = 1000;

/**
 * Reads one file, in which a name that differs in capitals alone names a column too.
 * FILE_MISSING, FILE_NOT_UTF8, EVALUATE_CSV, INPUT_EMPTY.
 */
export function readData(file: string): DataFile {
  const { names, rows } = readTable(file);
  const places = (name: string, fold: (text: string) => string): number[] =>
    names.flatMap((one, at) => (fold(one) === fold(name) ? [at] : []));
  const placesOf = (name: string): number[] => {
    const exact = places(name, (text) => text);
    return exact.length > 0 ? exact : places(name, (text) => text.toLowerCase());
  };
  return {
    file,
    count: rows.length,
    has: (name) => placesOf(name).length > 0,
    column(name) {
      const [at, another] = placesOf(name);
      if (at === undefined) throw new KoppelError('EVALUATE_COLUMN', { file, field: name });
      if (another !== undefined) {
        throw new KoppelError('EVALUATE_COLUMN', { file, field: name, rule: 'columnTwice' });
      }
      return rows.map((row) => row[at] ?? '');
    },
  };
}

/** The row of each record number. EVALUATE_RECORD_ID where one is missing, or there twice. */
function rowsById(data: DataFile): Map<string, number> {
  const rows = new Map<string, number>();
  const { file } = data;
  data.column('rid').forEach((rid, at) => {
    const rule =
      (rid === '' && 'recordIdMissing') ||
      (rid.length > RECORD_ID_MAX && 'recordIdTooLong') ||
      (rows.has(rid) && 'recordIdDuplicate');
    if (rule !== false) {
      throw new KoppelError('EVALUATE_RECORD_ID', { file, row: at + 1, field: 'rid', rule });
    }
    rows.set(rid, at);
  });
  return rows;
}

interface Truth {
  readonly pairs: PairColumns;
  readonly strange: number;
}

/** Pairs of truth.csv; what names a record that is not in the files is counted and left out. */
function listedTruth(file: string, a: DataFile, b: DataFile): Truth {
  const truth = readData(file);
  const inA = rowsById(a);
  const inB = rowsById(b);
  const right = truth.column('b_rid');
  const pairs = truth.column('a_rid').flatMap((rid, row): [number, number][] => {
    const [left, other] = [inA.get(rid), inB.get(right[row]!)];
    return left === undefined || other === undefined ? [] : [[left, other]];
  });
  // None at all is a truth, of registers that share nobody; none that fits is another folder's.
  if (pairs.length === 0 && truth.count > 0) {
    throw new KoppelError('EVALUATE_TRUTH', { file, rule: 'recordsUnknown' });
  }
  return {
    pairs: {
      a: Uint32Array.from(pairs, ([left]) => left),
      b: Uint32Array.from(pairs, ([, other]) => other),
    },
    strange: truth.count - pairs.length,
  };
}

/** Every pair of rows of one entity. */
function entityTruth(a: DataFile): PairColumns {
  const rows = new Map<string, number[]>();
  a.column('entity_id').forEach((entity, row) => {
    rows.set(entity, [...(rows.get(entity) ?? []), row]);
  });
  const pairs = [...rows.values()].flatMap((group) =>
    group.flatMap((first, at) =>
      group.slice(at + 1).map((second): [number, number] => [first, second]),
    ),
  );
  return {
    a: Uint32Array.from(pairs, ([first]) => first),
    b: Uint32Array.from(pairs, ([, second]) => second),
  };
}

/** The files and the truth of a folder with `a.csv` alone. */
function readForDeduplication(a: DataFile, folder: string): ReadFolder {
  rowsById(a);
  const truth = entityTruth(a);
  if (truth.a.length === 0) throw new KoppelError('EVALUATE_TRUTH', { file: folder });
  return { a, b: undefined, truth, strange: 0 };
}

/**
 * Reads the folder. FILE_MISSING, FILE_NOT_UTF8, EVALUATE_CSV, EVALUATE_COLUMN, EVALUATE_RECORD_ID,
 * EVALUATE_TRUTH, INPUT_EMPTY.
 */
export function readDataFolder(folder: string): ReadFolder {
  const a = readData(join(folder, 'a.csv'));
  const file = join(folder, 'b.csv');
  if (!existsSync(file)) return readForDeduplication(a, folder);
  const b = readData(file);
  for (const { count, file: empty } of [a, b]) {
    if (count === 0) throw new KoppelError('INPUT_EMPTY', { file: empty });
  }
  const { pairs, strange } = listedTruth(join(folder, 'truth.csv'), a, b);
  return { a, b, truth: pairs, strange };
}
