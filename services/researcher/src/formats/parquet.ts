// SPDX-License-Identifier: EUPL-1.2
/**
 * Files of Parquet: codes as text, dates as dates, and the labels of variables and values in the
 * file's own metadata. A library writes the format; here is what each variable becomes.
 */
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Variable } from '@koppel/statistics-files';
import { cellOf } from './cell.ts';
import type { Row } from './data-file.ts';
import type { FileSchema } from './schema.ts';
import type { RowWriter, Sink } from './row-writer.ts';

type Element = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** Rows of a row group: what a reader skips or reads as one, and what is held here. */
const groupRows = 65_536;

function elementOf({ kind, name }: Variable): Element {
  const common = { name, repetition_type: 'OPTIONAL' } as const;
  switch (kind) {
    case 'text':
    case 'code':
      return { ...common, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };
    case 'date':
      return { ...common, type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } };
    case 'number':
      return { ...common, type: 'DOUBLE' };
    case 'boolean':
      return { ...common, type: 'BOOLEAN' };
  }
} // prettier-ignore

function valueOf(variable: Variable, value: Row[number]): unknown {
  if (value === undefined) return undefined;
  if (variable.kind === 'code') return cellOf(variable, value);
  return variable.kind === 'boolean' ? value === 1 : value;
}

/** Labels as JSON: by variable its label and, of a code list, those of its values. */
function labelsOf({ label, variables }: FileSchema): string {
  const described = variables.map(({ variable, unit }) => [
    variable.name,
    {
      label: variable.label,
      ...(unit === '' ? {} : { unit }),
      ...(variable.kind === 'code'
        ? { values: Object.fromEntries(variable.codes.map((code) => [code.value, code.label])) }
        : {}),
    },
  ]);
  return JSON.stringify({ label, variables: Object.fromEntries(described) as unknown });
}

export function parquetWriter(schema: FileSchema, sink: Sink): RowWriter {
  const variables = schema.variables.map(({ variable }) => variable);
  const bytes = new ByteWriter();
  const file = new ParquetWriter({
    writer: bytes,
    schema: [{ name: 'root', num_children: variables.length }, ...variables.map(elementOf)],
    kvMetadata: [{ key: 'koppel', value: labelsOf(schema) }],
    createdBy: 'Koppel',
  });
  let waiting: Row[] = [];
  const handOver = (): void => {
    sink(bytes.getBytes());
    bytes.index = 0;
  };
  const writeGroup = (rows: readonly Row[]): void => {
    const columnData = variables.map((variable, at) => ({
      name: variable.name,
      data: rows.map((row) => valueOf(variable, row[at])),
    }));
    void file.write({ columnData, rowGroupSize: groupRows });
    handOver();
  };
  return {
    write(rows) {
      waiting.push(...rows);
      while (waiting.length >= groupRows) {
        writeGroup(waiting.slice(0, groupRows));
        waiting = waiting.slice(groupRows);
      }
    },
    end() {
      if (waiting.length > 0) writeGroup(waiting);
      void file.finish();
      handOver();
    },
  };
}
