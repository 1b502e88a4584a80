// SPDX-License-Identifier: EUPL-1.2
/** A folder with known truth: `a.csv` and `b.csv` with `truth.csv`, or `a.csv` alone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readFileText } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { CsvError, parse } from 'csv-parse/sync';
import type { PairColumns } from '../metrics/index.ts';

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

function readRows(file: string): string[][] {
  try {
    return parse(readFileText(file), { relax_column_count: true, skip_empty_lines: true });
  } catch (thrown) {
    if (thrown instanceof CsvError) {
      const row = Number(thrown['records'] ?? 0);
      throw new KoppelError('EVALUATE_CSV', { file, row: Math.max(1, row) });
    }
    throw thrown;
  }
}

/** Reads one file. FILE_MISSING, FILE_NOT_UTF8, EVALUATE_CSV, INPUT_EMPTY. */
export function readData(file: string): DataFile {
  const [header, ...rows] = readRows(file);
  if (header === undefined) throw new KoppelError('INPUT_EMPTY', { file });
  const names = header.map((cell) => cell.trim());
  return {
    file,
    count: rows.length,
    has: (name) => names.includes(name),
    column(name) {
      const at = names.indexOf(name);
      if (at < 0) throw new KoppelError('EVALUATE_COLUMN', { file, field: name });
      return rows.map((row) => row[at] ?? '');
    },
  };
}

function rowsById(data: DataFile): Map<string, number> {
  return new Map(data.column('rid').map((rid, row) => [rid, row]));
}

/** Pairs of truth.csv; a pair whose record is not in the files is left out. */
function listedTruth(file: string, a: DataFile, b: DataFile): PairColumns {
  const truth = readData(file);
  const inA = rowsById(a);
  const inB = rowsById(b);
  const right = truth.column('b_rid');
  const pairs = truth.column('a_rid').flatMap((rid, row): [number, number][] => {
    const [left, other] = [inA.get(rid), inB.get(right[row]!)];
    return left === undefined || other === undefined ? [] : [[left, other]];
  });
  return {
    a: Uint32Array.from(pairs, ([left]) => left),
    b: Uint32Array.from(pairs, ([, other]) => other),
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

/** Reads the folder. FILE_MISSING, EVALUATE_CSV, EVALUATE_COLUMN, EVALUATE_TRUTH, INPUT_EMPTY. */
export function readDataFolder(folder: string): DataFolder {
  const a = readData(join(folder, 'a.csv'));
  const file = join(folder, 'b.csv');
  const b = existsSync(file) ? readData(file) : undefined;
  const truth = b === undefined ? entityTruth(a) : listedTruth(join(folder, 'truth.csv'), a, b);
  if (truth.a.length === 0) throw new KoppelError('EVALUATE_TRUTH', { file: folder });
  return { a, b, truth };
}
