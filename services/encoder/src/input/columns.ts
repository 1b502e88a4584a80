// SPDX-License-Identifier: EUPL-1.2
/** From a header and a mapping to positions of columns. A header cell is never printed: where the
 * header row is missing, it is somebody's record. */
import { Problems } from '@koppel/console';
import { MAIN_PART, type FieldInput } from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import { mappedColumns, type Mapping } from '../mapping.ts';

export interface Columns {
  readonly width: number;
  readonly recordId: number;
  /** -1 where the register has no citizen service number. */
  readonly bsn: number;
  /** -1 where no value of a column leaves rows out. */
  readonly indicator: number;
  /** Position per input of the encoding profile, in its order; -1 where the register lacks it. */
  readonly inputs: readonly number[];
  /** The same for the profile of the second round; empty for a study without one. */
  readonly lookInputs: readonly number[];
  /** Position per payload variable, in the study's order. */
  readonly payload: readonly number[];
}

/**
 * `variables` are names in the study's order. Throws every INPUT_COLUMN_MISSING (with
 * the mapping's column name), INPUT_COLUMN_EXTRA and INPUT_COLUMN_DUPLICATE (with the ordinal).
 */
export function findColumns(
  file: string,
  header: readonly string[],
  mapping: Mapping,
  inputs: readonly FieldInput[],
  variables: readonly string[],
  lookInputs: readonly FieldInput[] = [],
): Columns {
  const names = header.map((cell) => cell.trim());
  const mapped = mappedColumns(mapping);
  const known = new Set([...mapped, ...mapping.ignore]);
  const positions = new Map<string, number>();
  names.forEach((name, at) => {
    if (!positions.has(name)) positions.set(name, at);
  });
  const problems = [
    ...[...new Set(mapped)]
      .filter((name) => !positions.has(name))
      .map((field) => new KoppelError('INPUT_COLUMN_MISSING', { file, field })),
    ...names.flatMap((name, at) => {
      const column = at + 1;
      if (positions.get(name)! < at)
        return [new KoppelError('INPUT_COLUMN_DUPLICATE', { file, column })];
      return known.has(name) ? [] : [new KoppelError('INPUT_COLUMN_EXTRA', { file, column })];
    }),
  ];
  if (problems.length > 0) throw new Problems(problems);
  const position = (column: string | undefined): number =>
    column === undefined ? -1 : positions.get(column)!;
  const placesOf = (of: readonly FieldInput[]): number[] =>
    of.map(({ name, part }) => position(columnOf(mapping, name, part)));
  return {
    width: names.length,
    recordId: positions.get(mapping.recordId)!,
    bsn: position(mapping.bsn),
    indicator: position(mapping.excludeWhen?.column),
    inputs: placesOf(inputs),
    lookInputs: placesOf(lookInputs),
    payload: variables.map((name) => position(mapping.payload[name])),
  };
}

/** A field that is mapped to one column takes its main part from there. */
function columnOf(mapping: Mapping, field: string, part: string): string | undefined {
  const mapped = mapping.fields[field];
  if (typeof mapped === 'string') return part === MAIN_PART ? mapped : undefined;
  return mapped?.[part];
}
