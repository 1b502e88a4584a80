// SPDX-License-Identifier: EUPL-1.2
/** Writes a data set into a folder that appears whole or not at all. */
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeError, writeFileWhole } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { stringify } from 'csv-stringify';
import type { Table } from './tables.ts';

async function writeTable(folder: string, table: Table): Promise<void> {
  const file = join(folder, table.name);
  const csv = stringify({ header: true, columns: [...table.header] });
  await pipeline(
    Readable.from(table.rows),
    csv,
    createWriteStream(file, { flags: 'wx', flush: true }),
  );
}

/** What a data set is called until it is whole. A crash leaves one, and the next try removes it. */
const unfinished = '.koppel-unfinished';

/**
 * Writes tables and `quality.json` beside the target and renames the folder when all is on disk.
 * FILE_EXISTS when there is one already; DISK_FULL, WRITE_FAILED leave nothing.
 */
export async function writeRelease(
  folder: string,
  tables: readonly Table[],
  quality: object,
): Promise<void> {
  if (existsSync(folder)) throw new KoppelError('FILE_EXISTS', { file: folder });
  const temporary = resolve(folder) + unfinished;
  try {
    rmSync(temporary, { recursive: true, force: true });
    mkdirSync(dirname(temporary), { recursive: true });
    mkdirSync(temporary, { mode: 0o700 });
    for (const table of tables) await writeTable(temporary, table);
    writeFileWhole(join(temporary, 'quality.json'), `${JSON.stringify(quality, null, 2)}\n`);
    renameSync(temporary, folder);
  } catch (thrown) {
    rmSync(temporary, { recursive: true, force: true });
    throw writeError(thrown, folder);
  }
}
