// SPDX-License-Identifier: EUPL-1.2
/**
 * What each column would become, before anything is encoded: for the owner's own screen. Values are
 * shown by their shape (`Aaaaa 99`) unless the owner asks for them; they never go to the diagnostics.
 */
import { normalise, partsOf, tokenise } from '@koppel/encoding';
import type { FieldSpec, PayloadVariable } from '@koppel/study';
import { payloadNumber } from '../payload.ts';
import { isBsn, type ColumnSample } from './evidence.ts';

export interface Example {
  readonly cells: readonly string[];
  readonly becomes: readonly string[];
  readonly tokens: number;
}

export interface Preview {
  /** A field or variable of the study, or `recordId`, or `bsn`. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
  /** Rows without a value. */
  readonly missing: number;
  /** Rows whose value breaks a rule. */
  readonly broken: Readonly<Record<string, number>>;
  /** Tokens of the rows that have any, on average. */
  readonly tokensMean: number;
  readonly examples: readonly Example[];
}

const exampleCount = 3;

/** The shape of a text: letters and digits lose what they say. */
export function shape(text: string): string {
  return text
    .replace(/\p{Lu}/gu, 'A')
    .replace(/[\p{L}\p{M}]/gu, (letter) => (letter === 'A' ? 'A' : 'a'))
    .replace(/\p{N}/gu, '9');
}

interface Reading {
  readonly rule?: string | undefined;
  readonly tokens: number;
  readonly becomes: readonly string[];
}

/** Reads all rows of one thing that a mapping names. */
function readAll(
  name: string,
  columns: readonly (ColumnSample | undefined)[],
  read: (cells: readonly string[]) => Reading,
): Preview {
  const found = columns.filter((column) => column !== undefined);
  const rows = found[0]?.cells.length ?? 0;
  const broken: Record<string, number> = {};
  const examples: Example[] = [];
  const seen = new Set<string>();
  let missing = 0;
  let tokens = 0;
  for (let row = 0; row < rows; row += 1) {
    const cells = columns.map((column) => column?.cells[row] ?? '');
    const reading = read(cells);
    tokens += reading.tokens;
    if (reading.rule !== undefined) broken[reading.rule] = (broken[reading.rule] ?? 0) + 1;
    else if (reading.tokens === 0) missing += 1;
    const shown = cells.filter((_, at) => columns[at] !== undefined);
    const shapes = shown.map(shape).join('\n');
    if (reading.tokens === 0 || examples.length >= exampleCount || seen.has(shapes)) continue;
    seen.add(shapes);
    examples.push({ cells: shown, becomes: reading.becomes, tokens: reading.tokens });
  }
  const full = rows - missing - Object.values(broken).reduce((sum, one) => sum + one, 0);
  const tokensMean = full === 0 ? 0 : tokens / full;
  return {
    name,
    columns: found.map((column) => column.name),
    rows,
    missing,
    broken,
    tokensMean,
    examples,
  };
}

/** A linkage field: the parts in the order of its type, undefined where the register lacks one. */
export function previewField(
  field: FieldSpec,
  columns: readonly (ColumnSample | undefined)[],
): Preview {
  return readAll(field.name, columns, ([value = '', ...others]) => {
    const { tokens, rule } = tokenise(value, field, others);
    return { rule, tokens: tokens.length, becomes: [normalise(value)] };
  });
}

/** The columns of a field in the order of its parts. */
export function partColumns(
  field: FieldSpec,
  columnOf: (part: string) => ColumnSample | undefined,
): (ColumnSample | undefined)[] {
  return partsOf(field.type).map(columnOf);
}

/** A research variable: how many rows have a value that may leave. */
export function previewPayload(variable: PayloadVariable, column: ColumnSample): Preview {
  return readAll(variable.name, [column], ([cell = '']) => {
    const number = payloadNumber(variable, cell);
    if (!number.ok) return { rule: number.rule, tokens: 0, becomes: [] };
    return { tokens: number.value === undefined ? 0 : 1, becomes: [String(number.value ?? '')] };
  });
}

/** The record number: rows without one, and rows that repeat one. */
export function previewRecordId(column: ColumnSample): Preview {
  const seen = new Set<string>();
  return readAll('recordId', [column], ([cell = '']) => {
    const id = cell.trim();
    const rule = seen.has(id) ? 'recordIdDuplicate' : undefined;
    if (id !== '') seen.add(id);
    return { rule: id === '' ? undefined : rule, tokens: id === '' ? 0 : 1, becomes: [id] };
  });
}

/** The citizen service number: rows whose number fails the elfproef. */
export function previewBsn(column: ColumnSample): Preview {
  return readAll('bsn', [column], ([cell = '']) => {
    const number = cell.trim();
    if (number === '') return { tokens: 0, becomes: [] };
    return isBsn(number)
      ? { tokens: 1, becomes: [] }
      : { rule: 'bsnElfproef', tokens: 0, becomes: [] };
  });
}
