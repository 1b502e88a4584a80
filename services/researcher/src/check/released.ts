// SPDX-License-Identifier: EUPL-1.2
/** A table as its readers have it: what is held against later ones. Pure. */
import type { Category, Table } from './table.ts';

/** A table as it left: null where the number did not. */
export interface ReleasedTable {
  readonly kind: 'table';
  readonly id: string;
  readonly from: string;
  readonly where: Readonly<Record<string, readonly string[]>>;
  readonly hasMargins: boolean;
  readonly dimensions: readonly {
    readonly name: string;
    readonly categories: readonly Category[];
  }[];
  readonly counts: readonly (number | null)[];
}

/** What a table tells of itself when it leaves. */
export function releasedForm(table: Table, isThere: (cell: number) => boolean): ReleasedTable {
  const { id, from, where, hasMargins, dimensions, counts } = table;
  return {
    kind: 'table', id, from, where, hasMargins,
    dimensions: dimensions.map(({ name, categories }) => ({ name, categories })),
    counts: [...counts].map((count, cell) => (isThere(cell) ? count : null)),
  }; // prettier-ignore
}
