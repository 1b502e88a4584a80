// SPDX-License-Identifier: EUPL-1.2
/**
 * A table that a researcher made elsewhere: a row per cell, a column per dimension, `n` (records),
 * and, where there are, `units` (persons), `sum` or the name of the amount, and `largest` (the largest
 * contribution of one person). A total has the word for it; a suppressed number is `x`.
 */
import { KoppelError } from '@koppel/errors';
import { quotedName, type Store } from '../store/store.ts';
import { categoriesOf, type ValueOrder } from './make-table.ts';
import type { TableRule } from './rules.ts';
import { demandColumns, type Source } from './source.ts';
import {
  cellCount,
  isInner,
  linesOf,
  maxCells,
  strides,
  type Dimension,
  type Table,
} from './table.ts';

export const suppressedMark = 'x';
const ownColumns = ['n', 'units', 'sum', 'largest'];

/** A rule for a table of which no rule tells anything: every column that is no number of ours. */
export function tableRuleOf(id: string, { columns }: Source): TableRule {
  const dimensions = columns.filter((name) => !ownColumns.includes(name));
  return {
    id,
    unit: 'pseudonym',
    dimensions: dimensions.map((name) => ({ name, harmless: false })),
    where: {},
    margins: true,
    total: 'total',
    ...(columns.includes('sum') ? { sum: 'sum' } : {}),
  };
}

interface Numbers {
  readonly counts: Float64Array;
  readonly units: Float64Array;
  readonly sums: Float64Array;
  readonly largest: Float64Array;
  /** Cells that have a row. */
  readonly isThere: Uint8Array;
  readonly isSuppressed: Uint8Array;
}

/** Numbers of a row; undefined where it is suppressed. */
function numberOf(value: unknown, row: number, field: string, file: string): number | undefined {
  const text = (value ?? '') as string;
  if (text === suppressedMark || text === '') return undefined;
  const number = Number(text);
  const isCount = field === 'n' || field === 'units';
  const isRight =
    Number.isFinite(number) && (!isCount || (Number.isInteger(number) && number >= 0));
  if (!isRight) throw new KoppelError('CHECK_TABLE', { file, row, field, rule: 'number' });
  return number;
}

function readNumbers(
  dimensions: readonly Dimension[],
  rows: readonly (readonly unknown[])[],
  columns: readonly (string | undefined)[],
  { total }: TableRule,
  file: string,
): Numbers {
  const size = cellCount(dimensions);
  const filled = (): Float64Array => new Float64Array(size);
  const found: Numbers = {
    counts: filled(), units: filled(), sums: filled(), largest: filled(),
    isThere: new Uint8Array(size), isSuppressed: new Uint8Array(size),
  }; // prettier-ignore
  const steps = strides(dimensions);
  const places = dimensions.map(
    ({ categories }) =>
      new Map([
        ...categories.flatMap(({ values }, at) => values.map((value) => [value, at] as const)),
        [total, categories.length] as const,
      ]),
  );
  for (const [at, row] of rows.entries()) {
    const cell = steps.reduce(
      (sum, step, dimension) =>
        sum + step * places[dimension]!.get((row[dimension] ?? '') as string)!,
      0,
    );
    if (found.isThere[cell] === 1) {
      throw new KoppelError('CHECK_TABLE', { file, row: at + 1, rule: 'twice' });
    }
    found.isThere[cell] = 1;
    const [n, units, sum, largest] = columns.map((name, which) =>
      name === undefined ? undefined : numberOf(row[steps.length + which], at + 1, name, file),
    );
    // A cell is told whole or not at all: an amount that is left out beside its count is no 0.
    const told = [
      [columns[0], n],
      [columns[2], sum],
      [columns[3], largest],
    ] as const;
    if (
      told.some(
        ([name, value]) => name !== undefined && (value === undefined) !== (n === undefined),
      )
    ) {
      throw new KoppelError('CHECK_TABLE', { file, row: at + 1, rule: 'number' });
    }
    if (n === undefined) found.isSuppressed[cell] = 1;
    found.counts[cell] = n ?? 0;
    found.units[cell] = units ?? n ?? 0;
    found.sums[cell] = sum ?? 0;
    found.largest[cell] = Math.abs(largest ?? 0);
  }
  return found;
}

/** Fills totals that have no row, and finds those that contradict their cells. */
function complete(dimensions: readonly Dimension[], numbers: Numbers, file: string): void {
  const { counts, units, sums, largest, isThere, isSuppressed } = numbers;
  const lines = [...linesOf(dimensions)];
  const adder =
    (parts: readonly number[]) =>
    (values: Float64Array): number =>
      parts.reduce((sum, part) => sum + values[part]!, 0);
  // First those without a row, so that a total of totals is held against what is filled in.
  for (const { parts, total } of lines) {
    if (isThere[total] === 1) continue;
    const add = adder(parts);
    if (parts.some((part) => isSuppressed[part] === 1)) isSuppressed[total] = 1;
    for (const values of [counts, units, sums]) values[total] = add(values);
    largest[total] = Math.max(...parts.map((part) => largest[part]!));
  }
  for (const { parts, total } of lines) {
    const isHidden = parts.some((part) => isSuppressed[part] === 1);
    const add = adder(parts);
    if (isThere[total] === 1) {
      if (!isHidden && isSuppressed[total] === 0 && add(counts) !== counts[total]) {
        throw new KoppelError('CHECK_TABLE', { file, rule: 'sum' });
      }
      // A total without a column of its own for it has at least the largest of its cells.
      largest[total] = Math.max(largest[total]!, ...parts.map((part) => largest[part]!));
    }
  }
}

/** CHECK_TABLE, CHECK_TABLE_SIZE. */
export async function readTable(
  store: Store,
  source: Source,
  rule: TableRule,
  order: ValueOrder,
): Promise<Table> {
  const { file, columns } = source;
  if (source.rows > maxCells) throw new KoppelError('CHECK_TABLE_SIZE', { file, most: maxCells });
  const names = rule.dimensions.map(({ name }) => name);
  demandColumns(source, [...names, 'n', ...(rule.sum === undefined ? [] : [rule.sum])]);
  if (rule.sum !== undefined && !columns.includes('largest')) {
    throw new KoppelError('CHECK_TABLE', { file, field: rule.sum, rule: 'largest' });
  }
  const own = ['n', columns.includes('units') ? 'units' : undefined, rule.sum, rule.sum === undefined ? undefined : 'largest']; // prettier-ignore
  const selected = [...names, ...own].map((name) =>
    name === undefined ? 'NULL' : quotedName(name),
  );
  const rows = await store.all(`SELECT ${selected.join(', ')} FROM ${source.table}`);
  const dimensions = rule.dimensions.map(({ name, harmless }, at): Dimension => {
    const found = new Set(rows.map((row) => (row[at] ?? '') as string));
    found.delete(rule.total);
    const categories = categoriesOf([...found], {}, order(name));
    return { name, isHarmless: harmless, categories };
  });
  const numbers = readNumbers(dimensions, rows, own, rule, file);
  const { isThere, counts, units, isSuppressed, sums, largest } = numbers;
  const hasMargins = isThere.some((there, cell) => there === 1 && !isInner(dimensions, cell));
  complete(dimensions, numbers, file);
  const amounts = {
    name: rule.sum ?? '',
    sums,
    // Where contributions can be negative this is too little, so that more is found, not less.
    magnitudes: sums.map((sum, cell) => Math.max(Math.abs(sum), largest[cell]!)),
    largest,
    hasNegative: sums.some((sum) => sum < 0),
  };
  return {
    id: rule.id, from: rule.from ?? rule.id, dimensions, where: rule.where, hasMargins, counts, units,
    isSuppressed, ...(rule.sum === undefined ? {} : { amounts }),
  }; // prettier-ignore
}
