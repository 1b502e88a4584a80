// SPDX-License-Identifier: EUPL-1.2
/** Values as text, for CSV and for people. */
import type { Value, Variable } from '@koppel/statistics-files';

export type Cell = string | number;

const msPerDay = 86_400_000;

/** A day, counted from 1970-01-01, as `YYYY-MM-DD`. */
export function isoDay(day: number): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}

/** A value as the researcher reads it: the code of the code list, an ISO date, a number, 0 or 1. */
export function cellOf(variable: Variable, value: Value): Cell {
  if (value === undefined) return '';
  switch (variable.kind) {
    case 'code':
      return variable.codes[Number(value)]?.value ?? '';
    case 'date':
      return isoDay(Number(value));
    case 'text':
    case 'number':
    case 'boolean':
      return value;
  }
}
