// SPDX-License-Identifier: EUPL-1.2
/**
 * Which column of the register is which field. The mapping stays with the data owner; it holds
 * column names and no values. Every column must be named, if only under `ignore`: what nobody
 * looked at should not be in the file.
 */
import { Problems, readFileText } from '@koppel/console';
import { partsOf } from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import { line, type EncodingSpec, type Register } from '@koppel/study';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  charsetSchema,
  delimiterSchema,
  sourceSchema,
  type SourceSpec,
} from './input/source-spec.ts';

export { charsets, type Charset } from './input/source-spec.ts';

const column = z.string().min(1).max(200);

const mappingSchema = z
  .strictObject({
    register: z.string(),
    /** False in a proposal of `map` that nobody has looked at; a mapping made by hand has none. */
    confirmed: z.boolean().optional(),
    /** Where the register is and how it is read; a CSV file when left out. */
    source: sourceSchema.optional(),
    /** Short for a `source` of kind csv. */
    charset: charsetSchema.optional(),
    delimiter: delimiterSchema.optional(),
    /** The column that names a record within the register: its number or key. */
    recordId: column,
    /** The citizen service number: for checks and objections on this side. It is never encoded. */
    bsn: column.optional(),
    /** Per linkage field a column, or a column for each part of it that this register has. */
    fields: z.record(z.string(), z.union([column, z.record(z.string(), column)])),
    /** Linkage fields that this register does not have: they set no bits. Said, not forgotten. */
    absent: z.array(z.string()).default([]),
    payload: z.record(z.string(), column).default({}),
    /** In which unit this register has a variable: what the study says must be the same. */
    units: z.record(z.string(), line).optional(),
    /** Rows with one of these values in this column are left out: an indicator of secrecy. */
    excludeWhen: z
      .strictObject({ column, values: z.array(z.string().min(1).max(200)).min(1) })
      .optional(),
    ignore: z.array(column).default([]),
  })
  .refine(({ source, charset }) => source === undefined || charset === undefined, {
    path: ['charset'],
  })
  .refine(({ source, delimiter }) => source === undefined || delimiter === undefined, {
    path: ['delimiter'],
  })
  .transform(({ charset = 'utf-8', delimiter = ',', ...rest }) => ({
    ...rest,
    charset,
    delimiter,
  }));

/** `charset` and `delimiter` count where there is no `source`. */
export type Mapping = z.output<typeof mappingSchema>;

/** Where the register is: the `source` section, or what the short form says. */
export function sourceOf(mapping: Mapping): SourceSpec {
  const { source, charset, delimiter } = mapping;
  return source ?? { kind: 'csv', charset, delimiter };
}

/** Every column that a mapping takes something from; those under `ignore` are not read. */
export function mappedColumns(mapping: Mapping): string[] {
  const fields = Object.values(mapping.fields).flatMap((parts) =>
    typeof parts === 'string' ? [parts] : Object.values(parts),
  );
  const bsn = mapping.bsn === undefined ? [] : [mapping.bsn];
  const indicator = mapping.excludeWhen === undefined ? [] : [mapping.excludeWhen.column];
  return [mapping.recordId, ...bsn, ...indicator, ...fields, ...Object.values(mapping.payload)];
}

/** Other unknown names are not printed: in a file given by mistake they can be a person's. */
const nameForm = /^[a-z][A-Za-z_]{0,39}$/;

/** The member that is wrong, where there is one: broken YAML has none. */
function placeOf(issue: z.core.$ZodIssue | undefined): { path?: string } {
  const names = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const parts = [...(issue?.path ?? []), ...names].map(String);
  const path = parts.every((part) => nameForm.test(part) || /^\d+$/.test(part))
    ? parts.join('.')
    : '';
  return path === '' ? {} : { path };
}

/** Reads a mapping by itself, not held against a study. FILE_MISSING, FILE_NOT_UTF8, MAPPING_INVALID. */
export function parseMapping(file: string): Mapping {
  const text = readFileText(file);
  try {
    return mappingSchema.parse(parse(text, { logLevel: 'error' }));
  } catch (thrown) {
    const issues = thrown instanceof z.ZodError ? thrown.issues : [];
    throw new KoppelError('MAPPING_INVALID', { file, ...placeOf(issues[0]) });
  }
}

/** Names that only one side has: `missing` from the mapping, or `unknown` to the study. */
function difference(file: string, have: readonly string[], want: readonly string[]): KoppelError[] {
  return [
    ...want
      .filter((name) => !have.includes(name))
      .map((field) => new KoppelError('MAPPING_FIELD_MISSING', { file, field })),
    ...have
      .filter((name) => !want.includes(name))
      .map((field) => {
        const place = nameForm.test(field) ? { file, field } : { file };
        return new KoppelError('MAPPING_FIELD_UNKNOWN', place);
      }),
  ];
}

/** Parts of a field that its type does not have, and a field of which no part is mapped. */
function partProblems(file: string, mapping: Mapping, encoding: EncodingSpec): KoppelError[] {
  return encoding.fields.flatMap(({ name, type }) => {
    const mapped = mapping.fields[name];
    if (mapped === undefined || typeof mapped === 'string') return [];
    const parts = Object.keys(mapped);
    const known = partsOf(type, encoding.normalisation);
    return parts.length > 0 && parts.every((part) => known.includes(part))
      ? []
      : [new KoppelError('MAPPING_PART_UNKNOWN', { file, field: name })];
  });
}

/** Variables whose unit here is another than in the study: their numbers would mean something else. */
function unitProblems(file: string, { units = {} }: Mapping, register: Register): KoppelError[] {
  return Object.entries(units).flatMap(([name, unit]) => {
    const variable = register.payload.find((one) => one.name === name);
    const stated = variable?.type === 'number' ? variable.unit : undefined;
    if (stated === unit) return [];
    const place = nameForm.test(name) ? { file, field: name } : { file };
    return [new KoppelError('MAPPING_UNIT', place)];
  });
}

/**
 * Reads a mapping and holds it against the study: every linkage field is mapped or said to be
 * absent, not both; every payload variable is mapped; nothing else is. Throws all problems at once.
 * A proposal that nobody confirmed is only read to be looked at.
 */
export function readMapping(
  file: string,
  register: Register,
  encoding: EncodingSpec,
  { unconfirmed = 'refuse' }: { readonly unconfirmed?: 'refuse' | 'read' } = {},
): Mapping {
  const mapping = parseMapping(file);
  const problems = [
    ...(mapping.confirmed === false && unconfirmed === 'refuse'
      ? [new KoppelError('MAPPING_UNCONFIRMED', { file })]
      : []),
    ...(mapping.register === register.id
      ? []
      : [new KoppelError('MAPPING_REGISTER', { file, field: register.id })]),
    ...mapping.absent
      .filter((name) => Object.hasOwn(mapping.fields, name))
      .map((field) => new KoppelError('MAPPING_INVALID', { file, field })),
    ...difference(
      file,
      [...Object.keys(mapping.fields), ...mapping.absent],
      encoding.fields.map(({ name }) => name),
    ),
    ...partProblems(file, mapping, encoding),
    ...difference(
      file,
      Object.keys(mapping.payload),
      register.payload.map(({ name }) => name),
    ),
    ...unitProblems(file, mapping, register),
  ];
  if (problems.length > 0) throw new Problems(problems);
  return mapping;
}
