// SPDX-License-Identifier: EUPL-1.2
/**
 * The file of the embedded log: making it, opening it, and refusing what is not one. It is an SQLite
 * database in write-ahead mode, so several processes of one machine can write and read at once.
 */
import { existsSync, linkSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { KoppelError } from '@koppel/errors';

const fileName = 'koppel-log.sqlite';

/** "Kopl": tells the file from any other SQLite database. */
const applicationId = 0x4b6f706c;
const formatVersion = 1;

/** Bytes of one page of the database, the unit in which it grows. */
const pageBytes = 4096;

/** How long SQLite itself waits for a lock, in milliseconds. It blocks the process, so: briefly. */
export const lockWaitMs = 100;

const schema = `
  PRAGMA page_size = ${pageBytes};
  PRAGMA journal_mode = WAL;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${formatVersion};
  CREATE TABLE topic (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    next INTEGER NOT NULL,
    checksum BLOB NOT NULL
  ) STRICT;
  CREATE TABLE entry (
    topic_id INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    checksum BLOB NOT NULL,
    value BLOB NOT NULL,
    UNIQUE (topic_id, offset)
  ) STRICT;
`;

/** Synchronous FULL: a commit is on disk when it returns. The others see to that on macOS as well. */
const settings = `
  PRAGMA synchronous = FULL;
  PRAGMA fullfsync = ON;
  PRAGMA checkpoint_fullfsync = ON;
  PRAGMA trusted_schema = OFF;
`;

/** True when the folder holds a log. */
export function logFileExists(folder: string): boolean {
  return existsSync(join(folder, fileName));
}

/**
 * Makes the folder where needed, and an empty log in it. The file is made aside and then linked into
 * place, so that nobody ever sees half of one; when another process was first, its file stands.
 */
export function createLogFile(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const aside = mkdtempSync(join(folder, '.koppel-log-'));
  try {
    const database = new DatabaseSync(join(aside, fileName));
    try {
      database.exec(schema);
    } finally {
      database.close();
    }
    linkSync(join(aside, fileName), join(folder, fileName));
  } catch (thrown) {
    if (!logFileExists(folder)) throw thrown;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/**
 * The database of an existing log, with its settings made, not yet known to be sound.
 * `maxBytes`: the size beyond which it does not grow.
 */
export function openLogFile(
  folder: string,
  maxBytes: number | undefined,
  readOnly: boolean,
): DatabaseSync {
  const database = new DatabaseSync(join(folder, fileName), { timeout: lockWaitMs, readOnly });
  database.exec(settings);
  if (maxBytes !== undefined) {
    database.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maxBytes / pageBytes))}`);
  }
  return database;
}

/**
 * Throws LOG_DAMAGED unless the file says it is a log, LOG_VERSION when of a later format, and
 * SQLite's error when it cannot be written.
 */
export function checkFormat(database: DatabaseSync, folder: string, readOnly: boolean): void {
  const application = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  if (application === applicationId && version > formatVersion) {
    throw new KoppelError('LOG_VERSION', { file: folder });
  }
  if (application !== applicationId || version !== formatVersion) {
    throw new KoppelError('LOG_DAMAGED', { file: folder, rule: 'format' });
  }
  if (readOnly) return;
  // SQLite opens a read-only file without a word. A statement that would write, of nothing, tells.
  database.exec('DELETE FROM topic WHERE FALSE');
}

function pragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return database.prepare(`PRAGMA ${name}`).get()![name] as number;
}
