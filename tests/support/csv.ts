// SPDX-License-Identifier: EUPL-1.2
/** Reads a CSV file of ours back, by column. A reader of its own: the writer is under test. */
import { readFileSync } from 'node:fs';

export type Row = Readonly<Record<string, string>>;

function cellsOf(line: string): string[] {
  const cells: string[] = [];
  for (const [, quoted, plain] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    cells.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
  }
  return cells;
}

/** Header and rows. An error when a row has another number of cells than the header. */
export function readTable(file: string): { readonly header: string[]; readonly rows: Row[] } {
  const [first, ...rest] = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/);
  const header = cellsOf(first!);
  const rows = rest.map((line) => {
    const cells = cellsOf(line);
    if (cells.length !== header.length) throw new Error('a row of another width');
    return Object.fromEntries(header.map((name, at) => [name, cells[at]!]));
  });
  return { header, rows };
}
