// SPDX-License-Identifier: EUPL-1.2
/** A file of a data set with its rows, which come in parts and are never held as a whole. */
import type { Value } from '@koppel/statistics-files';
import type { FileSchema } from './schema.ts';

export type Row = readonly Value[];

export interface DataFile {
  readonly schema: FileSchema;
  /** Known before the first row: files of SPSS and Stata begin with it. */
  readonly count: number;
  /** In the order of the schema's variables. */
  readonly rows: Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>;
}

const rowsPerPart = 4096;

/** Rows that come one by one, in parts. */
export function* inParts(rows: Iterable<Row>): Generator<readonly Row[]> {
  let part: Row[] = [];
  for (const row of rows) {
    part.push(row);
    if (part.length === rowsPerPart) {
      yield part;
      part = [];
    }
  }
  if (part.length > 0) yield part;
}
