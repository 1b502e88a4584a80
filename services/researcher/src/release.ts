// SPDX-License-Identifier: EUPL-1.2
/** Writes a data set into a folder that appears whole or not at all. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { writeError, writeFileWhole } from '@koppel/console';
import { isKoppelError, KoppelError } from '@koppel/errors';
import { stringify } from 'csv-stringify/sync';
import type { Cell, Table } from './tables.ts';

/** Rows that are made into text at a time: enough for speed, little to hold. */
const ROWS_PER_PART = 1024;

/** The text of a table in parts, header first. */
function* csvParts({ header, rows }: Table): Generator<string> {
  let part: (readonly Cell[])[] = [header];
  for (const row of rows) {
    part.push(row);
    if (part.length === ROWS_PER_PART) {
      yield stringify(part);
      part = [];
    }
  }
  if (part.length > 0) yield stringify(part);
}

/** What a data set is called until it is whole. A crash leaves one, and the next try removes it. */
const unfinished = '.koppel-unfinished';

/** A page of the data set. */
export interface ReleasePage {
  readonly name: string;
  readonly text: string;
}

/**
 * Writes tables, pages and `quality.json` beside the target and renames the folder when all is on disk.
 * FILE_EXISTS when there is one already; DISK_FULL, WRITE_FAILED leave nothing.
 */
export function writeRelease(
  folder: string,
  tables: readonly Table[],
  quality: object,
  pages: readonly ReleasePage[] = [],
): void {
  if (existsSync(folder)) throw new KoppelError('FILE_EXISTS', { file: folder });
  const temporary = resolve(folder) + unfinished;
  try {
    rmSync(temporary, { recursive: true, force: true });
    mkdirSync(dirname(temporary), { recursive: true });
    mkdirSync(temporary, { mode: 0o700 });
    for (const table of tables) writeFileWhole(join(temporary, table.name), csvParts(table));
    for (const { name, text } of pages) writeFileWhole(join(temporary, name), text);
    writeFileWhole(join(temporary, 'quality.json'), `${JSON.stringify(quality, null, 2)}\n`);
    renameSync(temporary, folder);
  } catch (thrown) {
    rmSync(temporary, { recursive: true, force: true });
    // What was being written is gone again: the folder that was asked for is what the reader knows.
    const { code } = isKoppelError(thrown) ? thrown : writeError(thrown, folder);
    throw new KoppelError(code, { file: folder });
  }
}
