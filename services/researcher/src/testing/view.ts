// SPDX-License-Identifier: EUPL-1.2
/** A file of a data set as its CSV reads. For tests only. */
import { cellOf, type Cell } from '../formats/cell.ts';
import type { DataFile } from '../formats/data-file.ts';

/** Its rows as cells. */
export async function rowsOf({ schema, rows }: DataFile): Promise<Cell[][]> {
  const all: Cell[][] = [];
  for await (const part of rows) {
    for (const row of part) {
      all.push(schema.variables.map(({ variable }, at) => cellOf(variable, row[at])));
    }
  }
  return all;
}

/** The names of its variables. */
export function headerOf({ schema }: DataFile): string[] {
  return schema.variables.map(({ variable }) => variable.name);
}

/** Nothing that explains the files. */
export const noTexts = (): [] => [];
