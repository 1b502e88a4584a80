// SPDX-License-Identifier: EUPL-1.2
/** The formats of a data set: each takes the same rows, in parts, and gives bytes to a file. */
import { stringify } from 'csv-stringify/sync';
import { dtaFile, savFile, type FileDescription, type FileParts } from '@koppel/statistics-files';
import { cellOf } from './cell.ts';
import { parquetWriter } from './parquet.ts';
import type { RowWriter, Sink } from './row-writer.ts';
import type { FileSchema } from './schema.ts';

export const formats = ['csv', 'parquet', 'sav', 'dta'] as const;

export type Format = (typeof formats)[number];

const encoder = new TextEncoder();

function csvWriter({ variables }: FileSchema, sink: Sink): RowWriter {
  const columns = variables.map(({ variable }) => variable);
  sink(encoder.encode(stringify([columns.map(({ name }) => name)])));
  return {
    write(rows) {
      const cells = rows.map((row) => columns.map((column, at) => cellOf(column, row[at])));
      sink(encoder.encode(stringify(cells)));
    },
    end: () => undefined,
  };
}

function partsWriter(file: FileParts, sink: Sink): RowWriter {
  sink(file.head);
  return {
    write(rows) {
      sink(file.rows(rows));
    },
    end() {
      sink(file.end());
    },
  };
}

/** A writer of one file. STATISTICS_* where SPSS or Stata cannot hold it. */
export function rowWriter(
  format: Format,
  schema: FileSchema,
  count: number,
  sink: Sink,
): RowWriter {
  const { label, variables } = schema;
  const description = (): FileDescription => ({
    label,
    rows: count,
    variables: variables.map(({ variable }) => variable),
  });
  switch (format) {
    case 'csv':
      return csvWriter(schema, sink);
    case 'parquet':
      return parquetWriter(schema, sink);
    case 'sav':
      return partsWriter(savFile(description()), sink);
    case 'dta':
      return partsWriter(dtaFile(description()), sink);
  }
}
