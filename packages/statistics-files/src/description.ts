// SPDX-License-Identifier: EUPL-1.2
/**
 * What a file of statistics holds: named, labelled variables and rows of plain values. Everything
 * that a format cannot hold is refused here or where it is written, never bent.
 */
import { KoppelError } from '@koppel/errors';

/** One value of a closed list. `missing`: it says why there is no value, and is not one. */
export interface Code {
  readonly value: string;
  readonly label: string;
  readonly missing?: boolean;
}

/** A number that is no amount, such as 999 for "unknown". */
export interface NumberCode {
  readonly value: number;
  readonly label: string;
}

interface Named {
  readonly name: string;
  /** In full; a format that holds less gets the beginning. */
  readonly label: string;
}

export type Variable = Named &
  (
    | {
        readonly kind: 'text';
        /** Most bytes of a value in UTF-8, 1–255. */ readonly bytes: number;
      }
    | { readonly kind: 'code'; readonly codes: readonly Code[] }
    | { readonly kind: 'date' }
    | {
        readonly kind: 'number';
        /** Decimals to show; what is stored has all. */
        readonly decimals: number;
        /** At most three. */
        readonly missing?: readonly NumberCode[];
      }
    | { readonly kind: 'boolean'; readonly no: string; readonly yes: string }
  );

/**
 * A value as it comes: text; the place of a code in its list, from 0; a date in days since
 * 1970-01-01; a number; 0 or 1. `undefined` where there is none.
 */
export type Value = string | number | undefined;

export interface FileDescription {
  readonly label: string;
  /** The number of rows that will follow: both formats have it before the first one. */
  readonly rows: number;
  readonly variables: readonly Variable[];
}

/** A file in the parts in which it is written. */
export interface FileParts {
  readonly head: Uint8Array;
  /** The next rows; STATISTICS_VALUE (field, row), STATISTICS_ROWS. */
  rows(rows: Iterable<readonly Value[]>): Uint8Array;
  /** What follows the last row. STATISTICS_ROWS when there were fewer than described. */
  end(): Uint8Array;
}

/** The most codes of one variable that SPSS can count as missing. */
const maxMissing = 3;

const isUnusual = (value: number): boolean => !Number.isFinite(value) || Math.abs(value) > 8.9e307;

/** STATISTICS_VARIABLE (field, rule) for what no file can describe. */
export function checkDescription({ rows, variables }: FileDescription): void {
  if (!Number.isSafeInteger(rows) || rows < 0) throw new KoppelError('STATISTICS_ROWS');
  for (const variable of variables) {
    const refuse = (rule: string): never => {
      throw new KoppelError('STATISTICS_VARIABLE', { field: variable.name, rule });
    };
    if (variable.kind === 'text' && !(variable.bytes >= 1 && variable.bytes <= 255)) {
      refuse('textWidth');
    }
    if (variable.kind === 'code') {
      if (variable.codes.filter(({ missing }) => missing === true).length > maxMissing) {
        refuse('missingCodes');
      }
      const values = variable.codes.map(({ value }) => value);
      if (new Set(values).size < values.length) refuse('codeTwice');
    }
    if (variable.kind === 'number') {
      const { missing = [] } = variable;
      if (missing.length > maxMissing) refuse('missingCodes');
      if (missing.some(({ value }) => isUnusual(value))) refuse('missingCodes');
    }
  }
}

/** Refuses a value that does not fit its variable. */
export function refuseValue(field: string, row: number): never {
  throw new KoppelError('STATISTICS_VALUE', { field, row });
}

/** A number that both formats can hold: their largest ones mean that there is no value. */
export function isStorable(value: Value): value is number {
  return typeof value === 'number' && !isUnusual(value);
}

/** Days since 1970-01-01 from a first one to the end of the year 9999. */
export function isDay(value: Value, first: number): value is number {
  return Number.isInteger(value) && Number(value) >= first && Number(value) <= 2_932_896;
}

/** Counts rows as they come, against the number that was described. */
export class RowCount {
  #count = 0;
  readonly #expected: number;

  constructor(expected: number) {
    this.#expected = expected;
  }

  /** The number of the next row, from 1. STATISTICS_ROWS when it is one too many. */
  next(): number {
    this.#count += 1;
    if (this.#count > this.#expected) throw new KoppelError('STATISTICS_ROWS');
    return this.#count;
  }

  /** STATISTICS_ROWS unless all have come. */
  end(): void {
    if (this.#count !== this.#expected) throw new KoppelError('STATISTICS_ROWS');
  }
}
