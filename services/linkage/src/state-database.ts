// SPDX-License-Identifier: EUPL-1.2
/**
 * The database of the linkage unit's state: opened or made, of one version of a study, with errors
 * that name the file and nothing that stands in it.
 */
import { mkdirSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { KoppelError } from '@koppel/errors';
import { sameBytes } from './bytes.ts';
import { lookFormAdded, lookTables } from './looks/look-tables.ts';

/**
 * The form of the state; one of an earlier form is emptied, and the log fills it again. Form 3 only
 * knew no looks, and form 4 not in what form their similarities were kept.
 */
const formVersion = 5;

const studyTable = `
  CREATE TABLE study (only INTEGER PRIMARY KEY CHECK (only = 1), specHash BLOB);
`;

/**
 * `segment.length` is how far a segment is valid: what lies beyond it does not exist. `tile` holds
 * parts of a search that is not published yet.
 */
const tables = `
  CREATE TABLE position (topic TEXT PRIMARY KEY, next INTEGER NOT NULL);
  CREATE TABLE segment (number INTEGER PRIMARY KEY, length INTEGER NOT NULL);
  CREATE TABLE batch (
    owner TEXT, register TEXT, run BLOB, runOrdinal INTEGER, base BLOB, sequence INTEGER,
    batches INTEGER, count INTEGER, filterBytes INTEGER, segment INTEGER, at INTEGER,
    rowsSum BLOB, filtersSum BLOB, checksum BLOB NOT NULL,
    PRIMARY KEY (owner, register, run, sequence)) WITHOUT ROWID;
  CREATE TABLE refusal (
    topic TEXT, offset INTEGER, owner TEXT, register TEXT, run BLOB, sequence INTEGER, code TEXT,
    PRIMARY KEY (topic, offset));
  CREATE TABLE verdict (
    owner TEXT, register TEXT, run BLOB, code TEXT, PRIMARY KEY (owner, register, run, code));
  CREATE TABLE tile (
    linkage BLOB, search TEXT, tile INTEGER, hits BLOB, checksum BLOB,
    PRIMARY KEY (search, tile));
  ${lookTables}
  PRAGMA user_version = ${String(formVersion)};
`;

const withoutLooks = 3;
/** What brings a state of an earlier form to this one, where it need not be emptied. */
const additions = new Map([
  [withoutLooks, lookTables],
  [4, lookFormAdded],
]);

const emptied = `
  DROP TABLE position; DROP TABLE batch; DROP TABLE refusal; DROP TABLE IF EXISTS verdict;
`;

/** SQLITE_FULL, a primary code, and SQLITE_IOERR_SHMSIZE: no room for the write-ahead index. */
const sqliteFull = 13;
/** SQLITE_BUSY: another process has what is wanted, for longer than is waited. */
const sqliteBusy = 5;
const busyMs = 5000;
const sqliteNoRoomForIndex = 4874;

/** SQLite's own messages are not shown: they can quote a statement's values. */
export function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof KoppelError) throw thrown;
    const { code, errcode = 0 } = thrown as { code?: string; errcode?: number };
    const fullDatabase = (errcode & 0xff) === sqliteFull || errcode === sqliteNoRoomForIndex;
    if ((errcode & 0xff) === sqliteBusy) throw new KoppelError('FILE_IN_USE', { file });
    const fullDisk = code === 'ENOSPC' || code === 'EDQUOT';
    throw new KoppelError(fullDatabase || fullDisk ? 'DISK_FULL' : 'STATE_DAMAGED', { file });
  }
}

/** Work that is done as a whole or not at all, while nobody else writes. DISK_FULL, STATE_DAMAGED. */
export function wholly(database: DatabaseSync, file: string, work: () => void): void {
  guarded(file, () => {
    database.exec('BEGIN IMMEDIATE');
    try {
      work();
      database.exec('COMMIT');
    } catch (thrown) {
      // SQLite has undone it already after some errors, such as a full disk.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw thrown;
    }
  });
}

export interface DatabasePlace {
  readonly folder: string;
  readonly file: string;
  readonly specHash: Uint8Array;
  /** Bytes beyond which the file does not grow. */
  readonly maxBytes: number | undefined;
  /** Removes what the database of a state that begins anew knows nothing of. */
  readonly clear: () => void;
}

const pageBytes = 4096;

/** 0 where nothing was made yet. STATE_VERSION. */
function formOf(database: DatabaseSync, file: string): number {
  const version = database.prepare('PRAGMA user_version').get()!['user_version'] as number;
  if (version > formVersion) throw new KoppelError('STATE_VERSION', { file });
  return version;
}

/** STATE_OTHER_STUDY. */
function requireStudy(
  database: DatabaseSync,
  { file, specHash }: Pick<DatabasePlace, 'file' | 'specHash'>,
): void {
  const row = database.prepare('SELECT specHash FROM study').get() as { specHash: Uint8Array };
  if (!sameBytes(row.specHash, specHash)) throw new KoppelError('STATE_OTHER_STUDY', { file });
}

/** Makes the tables where there are none of this form. Gives the form that was found. */
function prepare(database: DatabaseSync, { file, specHash, clear }: DatabasePlace): number {
  const version = formOf(database, file);
  // Only once: a table that is missing later would hide that its batches are lost.
  if (version === 0) {
    database.exec(studyTable);
    database.prepare('INSERT INTO study VALUES (1, ?)').run(specHash);
  }
  requireStudy(database, { file, specHash });
  if (version === formVersion) return version;
  const added = additions.get(version);
  if (added !== undefined) {
    database.exec(`${added} PRAGMA user_version = ${String(formVersion)};`);
    return version;
  }
  if (version !== 0) database.exec(emptied);
  clear();
  database.exec(tables);
  return version;
}

/** Gives back the room of an emptied state, whose pages would keep what stood on them. */
function compact(database: DatabaseSync): void {
  try {
    database.exec('PRAGMA auto_vacuum = FULL; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // The state is sound as it is; another process may be at work in it, or the disk be full.
  }
}

export function openDatabase(place: DatabasePlace): DatabaseSync {
  mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(place.file, { timeout: busyMs });
  try {
    // What is deleted is overwritten, and its room given back. The latter is a property of the file.
    database.exec('PRAGMA secure_delete = ON');
    const isNew = database.prepare('PRAGMA page_count').get()!['page_count'] === 0;
    if (isNew) database.exec('PRAGMA auto_vacuum = FULL');
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    if (place.maxBytes !== undefined) {
      database.exec(`PRAGMA max_page_count = ${Math.ceil(place.maxBytes / pageBytes)}`);
    }
    database.exec('BEGIN IMMEDIATE');
    const found = prepare(database, place);
    database.exec('COMMIT');
    if (found !== 0 && found < withoutLooks) compact(database);
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/**
 * What `work` reads of a state at one moment, also while another process writes in it: nothing is
 * locked, made, emptied or brought to a newer form. Undefined for a state of an earlier form.
 * @throws STATE_OTHER_STUDY, STATE_VERSION, STATE_DAMAGED; FILE_IN_USE
 */
export function readDatabase<T>(
  { file, specHash }: Pick<DatabasePlace, 'file' | 'specHash'>,
  work: (database: DatabaseSync) => T,
): T | undefined {
  return guarded(file, () => {
    const database = new DatabaseSync(file, { readOnly: true, timeout: busyMs });
    try {
      database.exec('BEGIN');
      const version = formOf(database, file);
      if (version === 0) return undefined;
      requireStudy(database, { file, specHash });
      return version === formVersion ? work(database) : undefined;
    } finally {
      database.close();
    }
  });
}
