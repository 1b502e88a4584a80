// SPDX-License-Identifier: EUPL-1.2
/** Which columns of a data file give what an encoder takes. */
import { MAIN_PART, type FieldInput } from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import type { DataFile } from './data-folder.ts';
import { columnsOf, type EvaluateField } from './fields.ts';

/**
 * The values that an encoder takes, a column for each; undefined where a file lacks a part other
 * than the main one, as a register without partners' names does.
 */
export function columnsFor(
  inputs: readonly FieldInput[],
  fields: readonly EvaluateField[],
  data: DataFile,
): (readonly string[] | undefined)[] {
  return inputs.map(({ field, part }) => {
    const column = columnsOf(fields[field]!)[part];
    const optional = part !== MAIN_PART && column !== undefined && !data.has(column);
    return column === undefined || optional ? undefined : data.column(column);
  });
}

/** Throws EVALUATE_COLUMN for a column that no file has. */
export function checkColumns(fields: readonly EvaluateField[], files: readonly DataFile[]): void {
  for (const column of fields.flatMap((field) => Object.values(columnsOf(field)))) {
    if (files.some((file) => file.has(column))) continue;
    throw new KoppelError('EVALUATE_COLUMN', { file: files[0]!.file, field: column });
  }
}
