// SPDX-License-Identifier: EUPL-1.2
/** Tables counted from the records of a data set, with what the rules need to know of each cell. */
import { KoppelError } from '@koppel/errors';
import { quotedName, quotedText, type Store } from '../store/store.ts';
import type { TableRule } from './rules.ts';
import { demandColumns, type Source } from './source.ts';
import { cellCount, strides, type Category, type Dimension, type Table } from './table.ts';

/** Values of a variable in the order in which a table shows them; unknown ones come after. */
export type ValueOrder = (variable: string) => readonly string[];

/** The most values of one dimension. */
const maxValues = 2000;

/** What a value begins with and the number after it: 9 comes before 10, and A9 before A10. */
function numbered(value: string): readonly [string, number] {
  const [, head, digits] = /^(\D*)(\d{0,15})/.exec(value)!;
  return [head!, digits === '' ? -1 : Number(digits)];
}

function byNumber(m: string, n: string): number {
  const [[head, number], [other, another]] = [numbered(m), numbered(n)];
  if (head !== other) return head < other ? -1 : 1;
  return number - another;
}

/** Groups of the rules first, then every value that is in none; records without a value go by ''. */
export function categoriesOf(
  found: readonly string[],
  groups: Readonly<Record<string, readonly string[]>>,
  order: readonly string[],
): Category[] {
  const grouped = new Set(Object.values(groups).flat());
  const rank = (value: string): number => {
    const at = order.indexOf(value);
    return value === '' ? order.length + 1 : at < 0 ? order.length : at;
  };
  const loose = found
    .filter((value) => !grouped.has(value))
    .sort((m, n) => rank(m) - rank(n) || byNumber(m, n) || (m < n ? -1 : 1));
  return [
    ...Object.entries(groups).map(([label, values]) => ({ label, values: [...values].sort() })),
    ...loose.map((value) => ({ label: value, values: [value] })),
  ];
}

const textOf = (variable: string): string => `coalesce(${quotedName(variable)}, '')`;

const listOf = (values: readonly string[]): string => `(${values.map(quotedText).join(', ')})`;

/** The condition under which a record is counted. */
export function conditionOf(where: Readonly<Record<string, readonly string[]>>): string {
  const parts = Object.entries(where).map(
    ([variable, values]) => `${textOf(variable)} IN ${listOf(values)}`,
  );
  return parts.length === 0 ? 'true' : parts.join(' AND ');
}

async function dimensionsOf(
  store: Store,
  { table, file }: Source,
  rule: TableRule,
  order: ValueOrder,
): Promise<Dimension[]> {
  const dimensions: Dimension[] = [];
  for (const { name, groups = {}, harmless } of rule.dimensions) {
    const rows = await store.all(
      `SELECT DISTINCT ${textOf(name)} FROM ${table} WHERE ${conditionOf(rule.where)} LIMIT ${String(maxValues + 1)}`,
    );
    if (rows.length > maxValues) throw new KoppelError('CHECK_TABLE_SIZE', { file, field: name });
    const found = rows.map(([value]) => String(value));
    dimensions.push({
      name,
      categories: categoriesOf(found, groups, order(name)),
      isHarmless: harmless,
    });
  }
  return dimensions;
}

/** The place of a value's category, or NULL where the group of the rules has none of the data. */
function placeOf({ name, categories }: Dimension): string {
  const cases = categories.map(
    ({ values }, at) => `WHEN ${textOf(name)} IN ${listOf(values)} THEN ${String(at)}`,
  );
  return `CASE ${cases.join(' ')} END`;
}

/** CHECK_TABLE, rule `number`, where an amount is none in any record. */
async function demandNumbers(store: Store, { table, file }: Source, sum: string): Promise<void> {
  const name = quotedName(sum);
  const [row] = await store.all(
    `SELECT min(r) FROM (SELECT row_number() OVER () AS r, ${name} AS v FROM ${table})
     WHERE v IS NOT NULL AND coalesce(isfinite(TRY_CAST(v AS DOUBLE)), false) = false`,
  );
  const first = row![0];
  if (first !== null) {
    throw new KoppelError('CHECK_TABLE', { file, row: Number(first), field: sum, rule: 'number' });
  }
}

/** Counts a table. CHECK_TABLE, CHECK_TABLE_SIZE. */
export async function makeTable(
  store: Store,
  source: Source,
  rule: TableRule,
  order: ValueOrder,
): Promise<Table> {
  const { sum, unit, where } = rule;
  const wanted = [...rule.dimensions.map(({ name }) => name), ...Object.keys(where)];
  demandColumns(source, sum === undefined ? wanted : [...wanted, sum]);
  if (sum !== undefined) await demandNumbers(store, source, sum);
  const dimensions = await dimensionsOf(store, source, rule, order);
  const size = cellCount(dimensions);
  const places = dimensions.map((one, at) => `${placeOf(one)} AS d${String(at)}`);
  const names = dimensions.map((_, at) => `d${String(at)}`);
  const amount = sum === undefined ? '0' : `TRY_CAST(${quotedName(sum)} AS DOUBLE)`;
  // Without a column for persons every record is one.
  const person = source.columns.includes(unit) ? quotedName(unit) : 'row_number() OVER ()';
  const rows = await store.all(
    `SELECT ${names.join(', ')}, sum(n), count(*), sum(s), sum(abs(s)), max(abs(s)), min(s)
     FROM (SELECT ${names.join(', ')}, count(*) AS n, coalesce(sum(a), 0) AS s
           FROM (SELECT ${places.join(', ')}, ${person} AS person, ${amount} AS a
                 FROM ${source.table} WHERE ${conditionOf(where)})
           GROUP BY CUBE (${names.join(', ')}), person)
     GROUP BY ${names.join(', ')}`,
  );
  const filled = (): Float64Array => new Float64Array(size);
  const [counts, units, sums, magnitudes, largest] = [filled(), filled(), filled(), filled(), filled()];
  const steps = strides(dimensions);
  let hasNegative = false;
  for (const row of rows) {
    const cell = dimensions.reduce((at, { categories }, dimension) => {
      const place = row[dimension];
      return at + steps[dimension]! * (place === null ? categories.length : Number(place));
    }, 0);
    const [n, u, s, m, l, least] = row.slice(dimensions.length).map(Number);
    counts[cell] = n!; units[cell] = u!; sums[cell] = s!; magnitudes[cell] = m!; largest[cell] = l!;
    hasNegative ||= least! < 0;
  }
  return {
    id: rule.id, from: rule.from ?? rule.id, dimensions, where, hasMargins: rule.margins, counts, units,
    isSuppressed: new Uint8Array(size),
    ...(sum === undefined ? {} : { amounts: { name: sum, sums, magnitudes, largest, hasNegative } }),
  };
} // prettier-ignore
