// SPDX-License-Identifier: EUPL-1.2
/**
 * A table as a file that leaves: a row per cell, a column per dimension, records, and the amount. The
 * number of persons and the largest contribution are for the check alone and do not leave.
 */
import { stringify } from 'csv-stringify/sync';
import { suppressedMark } from './read-table.ts';
import { isInner, placeOf, type Table } from './table.ts';

export function tableText(table: Table, total: string): string {
  const { dimensions, amounts, counts, isSuppressed, hasMargins } = table;
  const head = [...dimensions.map(({ name }) => name), 'n', ...(amounts === undefined ? [] : [amounts.name])]; // prettier-ignore
  const rows: string[][] = [];
  for (const [cell, count] of counts.entries()) {
    if (!hasMargins && !isInner(dimensions, cell)) continue;
    const labels = placeOf(dimensions, cell).map(
      (category, at) => dimensions[at]!.categories[category]?.label ?? total,
    );
    const isThere = isSuppressed[cell] === 0;
    const numbers = [count, ...(amounts === undefined ? [] : [amounts.sums[cell]!])];
    rows.push([...labels, ...numbers.map((value) => (isThere ? String(value) : suppressedMark))]);
  }
  return stringify([head, ...rows]);
}
