// SPDX-License-Identifier: EUPL-1.2
/** The fields file of `evaluate`: which columns are linked on, as what. */
import { readFileText } from '@koppel/console';
import { MAIN_PART, partsOf } from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import type { Normalisation } from '@koppel/study';
import { parse } from 'yaml';
import { z } from 'zod';

/** The types that only `nl-1` has: a file that names one of them is read under `nl-1`. */
const dutchTypes = ['surname', 'givenNames', 'postcode', 'houseNumber', 'sex'] as const;

const column = z.string().min(1);

const common = {
  type: z.enum(['text', 'date', 'code', 'number', ...dutchTypes]),
  /** Relative: a field of weight 2 sets twice the bits of a field of weight 1. */
  weight: z.number().positive().max(100).default(1),
  /** Columns of one group share a key. Default: all text shares one, others stand alone. */
  group: z
    .string()
    .regex(/^[a-z][A-Za-z0-9]{0,39}$/)
    .optional(),
};

const fieldSchema = z.union([
  z.strictObject({ column, ...common }),
  /** A column for each part that the data have: `value`, and such as `prefix`. */
  z.strictObject({ columns: z.record(z.string(), column), ...common }),
]);

export type EvaluateField = z.output<typeof fieldSchema>;

/** The columns of a field by its parts. */
export function columnsOf(field: EvaluateField): Readonly<Record<string, string>> {
  return 'column' in field ? { [MAIN_PART]: field.column } : field.columns;
}

/** The column of a field's main part. */
export function mainColumn(field: EvaluateField): string {
  return columnsOf(field)[MAIN_PART]!;
}

/** By what the values of these fields are read. */
export function normalisationOf(fields: readonly EvaluateField[]): Normalisation {
  const isDutch = fields.some(({ type }) => (dutchTypes as readonly string[]).includes(type));
  return isDutch ? 'nl-1' : 'plain-1';
}

function partsFit(fields: readonly EvaluateField[]): boolean {
  const normalisation = normalisationOf(fields);
  return fields.every((field) => {
    const parts = Object.keys(columnsOf(field));
    const known = partsOf(field.type, normalisation);
    return parts.includes(MAIN_PART) && parts.every((part) => known.includes(part));
  });
}

/** For scoring, or never to be encoded: national numbers. */
const scoringColumns = new Set(['rid', 'entity_id', 'soc_sec_id', 'bsn', 'ssn']);

/** Where it is wrong, such as `0.type`; undefined where it is no list. */
function pathOf(input: unknown, issue: z.core.$ZodIssue | undefined): string | undefined {
  if (issue === undefined || issue.path.length === 0) return undefined;
  const member: unknown = Array.isArray(input) ? input[Number(issue.path[0])] : undefined;
  const hasParts = typeof member === 'object' && member !== null && 'columns' in member;
  const within = issue.code === 'invalid_union' ? issue.errors[hasParts ? 1 : 0]?.[0] : undefined;
  return [...issue.path, ...(within?.path ?? [])].join('.');
}

/** Reads and checks the file. EVALUATE_FIELDS, EVALUATE_SCORING_COLUMN, FILE_MISSING. */
export function readFields(file: string): EvaluateField[] {
  const text = readFileText(file);
  let input: unknown;
  try {
    input = parse(text);
  } catch {
    throw new KoppelError('EVALUATE_FIELDS', { file });
  }
  const parsed = z.array(fieldSchema).min(1).max(32).safeParse(input);
  if (!parsed.success) {
    const path = pathOf(input, parsed.error.issues[0]);
    throw new KoppelError('EVALUATE_FIELDS', { file, ...(path !== undefined && { path }) });
  }
  if (!partsFit(parsed.data)) throw new KoppelError('EVALUATE_FIELDS', { file, rule: 'parts' });
  const columns = parsed.data.flatMap((field) => Object.values(columnsOf(field)));
  if (new Set(columns).size < columns.length) {
    throw new KoppelError('EVALUATE_FIELDS', { file, rule: 'columnTwice' });
  }
  const scoring = columns.find((column) => scoringColumns.has(column.toLowerCase()));
  if (scoring !== undefined)
    throw new KoppelError('EVALUATE_SCORING_COLUMN', { file, field: scoring });
  return parsed.data;
}
