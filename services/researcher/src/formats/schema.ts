// SPDX-License-Identifier: EUPL-1.2
/**
 * What a data set holds: its files and their variables, from the study alone. Data, codebooks, the
 * descriptor, DDI and the twin are all made of this, so that they cannot tell different things.
 */
import type { Language } from '@koppel/errors';
import type { Code, Variable } from '@koppel/statistics-files';
import type { PayloadVariable, Register, Study } from '@koppel/study';
import {
  eventColumns,
  ownColumn,
  personColumns,
  registerColumns,
  type FixedColumn,
} from '../columns.ts';
import { coarseWords } from './words.ts';

/** A variable with what no file of statistics has a place for. */
export interface DataVariable {
  readonly variable: Variable;
  /** As the study calls it, such as `euro`; '' where it has none. */
  readonly unit: string;
  readonly min?: number;
  readonly max?: number;
  /** How it was made coarser at the source, for people; absent when it was not. */
  readonly coarse?: string;
  /** What words in a text mean, where it holds several of a closed list. */
  readonly meanings?: Readonly<Record<string, string>>;
}

export interface FileSchema {
  /** Name of the file without its extension. */
  readonly stem: string;
  /** The register that it holds, if it does. */
  readonly register?: string;
  readonly label: string;
  readonly variables: readonly DataVariable[];
}

const words = {
  en: {
    persons: 'Persons', events: 'What became of persons since an earlier data set',
    records: 'Records in this register: ', no: 'no', yes: 'yes',
  },
  nl: {
    persons: 'Personen', events: 'Wat er van personen werd sinds een eerder gegevensbestand',
    records: 'Records in dit register: ', no: 'nee', yes: 'ja',
  },
} as const; // prettier-ignore

type StudyCode = (PayloadVariable & { type: 'code' })['codes'][number];

/** Files that are in every data set, whatever its registers are called. */
export const fixedStems = {
  persons: 'persons',
  spells: 'spells',
  events: 'events',
  codebook: 'codebook',
} as const;

/** The stem of a register's file: never that of another file. */
export function registerStem(id: string): string {
  return Object.hasOwn(fixedStems, id) ? `register-${id}` : id;
}

/** Bytes of the text columns that no closed list describes. */
function textBytes(name: string, study: Study): number {
  if (name === 'owner') return Math.max(...study.owners.map(({ id }) => id.length));
  if (name === 'reasons') return 60;
  return 32; // a pseudonym
}

function fixedVariable(column: FixedColumn, study: Study, language: Language): DataVariable {
  const { name, label, decimals = 0, values } = column;
  const { no, yes } = words[language];
  const variable = ((): Variable => {
    switch (column.type) {
      case 'text':
        return { kind: 'text', name, label, bytes: textBytes(name, study) };
      case 'number':
        return { kind: 'number', name, label, decimals };
      case 'boolean':
        return { kind: 'boolean', name, label, no, yes };
      case 'code': {
        // Several of a list in one cell: no format has a type for that.
        if (name === 'reasons') return { kind: 'text', name, label, bytes: textBytes(name, study) };
        const codes = Object.entries(values ?? {});
        return { kind: 'code', name, label, codes: codes.map(([value, meaning]) => ({ value, label: meaning })) };
      }
    }
  })(); // prettier-ignore
  const meanings = name === 'reasons' && values !== undefined ? { meanings: values } : {};
  return { variable, unit: '', ...meanings };
}

/** A code without what only its owner needs. */
const codeOf = ({ value, label, missing }: StudyCode): Code =>
  missing === true ? { value, label, missing } : { value, label };

/** How coarse the study has a variable, in words. */
function coarseness(variable: PayloadVariable, language: Language): { coarse?: string } {
  const text = coarseWords[language];
  const said: string[] = [];
  if (variable.type === 'date' && variable.precision !== undefined)
    said.push(text[variable.precision]);
  if (variable.type === 'number') {
    const { bottom, top, roundTo } = variable;
    if (bottom !== undefined) said.push(`${String(bottom)} ${text.less}`);
    if (top !== undefined) said.push(`${String(top)} ${text.more}`);
    if (roundTo !== undefined) said.push(`${text.rounded} ${String(roundTo)}`);
  }
  return said.length === 0 ? {} : { coarse: said.join('; ') };
}

function payloadVariable(variable: PayloadVariable, language: Language): DataVariable {
  const name = ownColumn(variable.name, registerColumns);
  const { label } = variable;
  switch (variable.type) {
    case 'code':
      return {
        variable: { kind: 'code', name, label, codes: variable.codes.map(codeOf) },
        unit: '',
      };
    case 'date':
      return {
        variable: { kind: 'date', name, label },
        unit: '',
        ...coarseness(variable, language),
      };
    case 'boolean':
      return { variable: { kind: 'boolean', name, label, ...pick(words[language]) }, unit: '' };
    case 'number': {
      const { unit = '', min, max, missing, roundTo } = variable;
      const decimals = roundTo !== undefined && Number.isInteger(roundTo) ? 0 : 2;
      return {
        variable: {
          kind: 'number',
          name,
          label,
          decimals,
          ...(missing === undefined ? {} : { missing }),
        },
        unit,
        ...coarseness(variable, language),
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
      };
    }
  }
}

const pick = ({ no, yes }: { no: string; yes: string }): { no: string; yes: string } => ({
  no,
  yes,
});

/** The file of persons: a row per pseudonym. */
export function personSchema(study: Study, language: Language): FileSchema {
  const { persons, records } = words[language];
  const fixed = personColumns[language].map((one) => fixedVariable(one, study, language));
  const counts = study.registers.map(({ id, label }): DataVariable => {
    const name = ownColumn(id, personColumns);
    return { variable: { kind: 'number', name, label: records + label, decimals: 0 }, unit: '' };
  });
  return { stem: fixedStems.persons, label: persons, variables: [...fixed, ...counts] };
}

/** The file of a register: a row per record. */
export function registerSchema(study: Study, register: Register, language: Language): FileSchema {
  const fixed = registerColumns[language].map((one) => fixedVariable(one, study, language));
  const own = register.payload.map((one) => payloadVariable(one, language));
  const { id, label } = register;
  return { stem: registerStem(id), register: id, label, variables: [...fixed, ...own] };
}

/** The file of events: a row per move from one pseudonym to another. */
export function eventSchema(study: Study, language: Language): FileSchema {
  const variables = eventColumns[language].map((one) => fixedVariable(one, study, language));
  return { stem: fixedStems.events, label: words[language].events, variables };
}
