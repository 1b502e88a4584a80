// SPDX-License-Identifier: EUPL-1.2
/** The fields file of `evaluate`: which columns are linked on, as what. */
import { readFileText } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { parse } from 'yaml';
import { z } from 'zod';

const fieldSchema = z.strictObject({
  column: z.string().min(1),
  type: z.enum(['text', 'date', 'code', 'number']),
  /** Relative: a field of weight 2 sets twice the bits of a field of weight 1. */
  weight: z.number().positive().max(100).default(1),
  /** Columns of one group share a key. Default: all text shares one, others stand alone. */
  group: z
    .string()
    .regex(/^[a-z][A-Za-z0-9]{0,39}$/)
    .optional(),
});

export type EvaluateField = z.output<typeof fieldSchema>;

/** For scoring, or never to be encoded: national numbers. */
const scoringColumns = new Set(['rid', 'entity_id', 'soc_sec_id', 'bsn', 'ssn']);

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
    const path = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new KoppelError('EVALUATE_FIELDS', { file, path });
  }
  const columns = parsed.data.map(({ column }) => column);
  if (new Set(columns).size < columns.length) {
    throw new KoppelError('EVALUATE_FIELDS', { file, rule: 'columnTwice' });
  }
  const scoring = columns.find((column) => scoringColumns.has(column.toLowerCase()));
  if (scoring !== undefined)
    throw new KoppelError('EVALUATE_SCORING_COLUMN', { file, field: scoring });
  return parsed.data;
}
