// SPDX-License-Identifier: EUPL-1.2
/** `codebook.csv`: every variable of every file and every code of it, in the language of the study. */
import { dtaNames, savNames, wholeCodes } from '@koppel/statistics-files';
import { stringify } from 'csv-stringify/sync';
import type { DataVariable, FileSchema } from '../formats/schema.ts';

const header = [
  'file', 'variable', 'type', 'unit', 'value', 'label', 'missing', 'spss', 'stata',
] as const; // prettier-ignore

/** A code with what it is in the files of SPSS and Stata. */
export interface CodeRow {
  readonly value: string;
  readonly label: string;
  readonly isMissing: boolean;
  readonly sav: string;
  readonly dta: string;
}

const letterOf = (at: number): string => `.${String.fromCharCode(97 + at)}`;

/** The closed list of a variable; empty where it has none. */
export function codesOf({ variable, meanings = {} }: DataVariable): readonly CodeRow[] {
  switch (variable.kind) {
    case 'code': {
      const numbers = wholeCodes(variable.codes);
      let letters = 0;
      return variable.codes.map(({ value, label, missing }, at) => {
        const isMissing = missing === true;
        const number = String(numbers === undefined ? at + 1 : numbers[at]!);
        const dta = isMissing ? letterOf(letters) : number;
        if (isMissing) letters += 1;
        return { value, label, isMissing, sav: value, dta };
      });
    }
    case 'boolean':
      return [variable.no, variable.yes].map((label, at) => {
        const value = String(at);
        return { value, label, isMissing: false, sav: value, dta: value };
      });
    case 'number':
      return (variable.missing ?? []).map(({ value, label }, at) => {
        const text = String(value);
        return { value: text, label, isMissing: true, sav: text, dta: letterOf(at) };
      });
    case 'text':
      return Object.entries(meanings).map(([value, label]) => {
        return { value, label, isMissing: false, sav: value, dta: value };
      });
    case 'date':
      return [];
  }
}

/** The names of a file's variables in SPSS and Stata, in their order. */
export function namesIn({ variables }: FileSchema): {
  readonly sav: readonly string[];
  readonly dta: readonly string[];
} {
  const names = variables.map(({ variable }) => variable.name);
  return { sav: savNames(names), dta: dtaNames(names) };
}

function* variableRows(
  file: string,
  one: DataVariable,
  names: { readonly sav: string; readonly dta: string },
): Generator<readonly string[]> {
  const { variable, unit } = one;
  const { name, kind, label } = variable;
  yield [file, name, kind, unit, '', label, '', names.sav, names.dta];
  for (const { value, label: meaning, isMissing, sav, dta } of codesOf(one)) {
    yield [file, name, 'value', '', value, meaning, isMissing ? '1' : '', sav, dta];
  }
}

export function codebookTable(schema: readonly FileSchema[]): string {
  const rows = schema.flatMap((file) => {
    const names = namesIn(file);
    return file.variables.flatMap((one, at) => [
      ...variableRows(file.stem, one, { sav: names.sav[at]!, dta: names.dta[at]! }),
    ]);
  });
  return stringify([header, ...rows]);
}
