// SPDX-License-Identifier: EUPL-1.2
/**
 * What the linkage unit has taken in: opened batches, refusals, and how far each topic was read,
 * written in one transaction each time. Everything here can be made again from the log, so a lost
 * state costs time and no data.
 */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';
import { KoppelError, type ErrorCode } from '@koppel/errors';
import { sameBytes } from './bytes.ts';

/** A run of one register of one owner. */
export interface RunName {
  readonly owner: string;
  readonly register: string;
  /** 16 bytes. */
  readonly run: Uint8Array;
}

/** What tells a batch from every other of the study. */
export interface BatchIdentity extends RunName {
  readonly sequence: number;
}

/** An accepted batch, opened. */
export interface StoredBatch extends BatchIdentity {
  readonly runOrdinal: number;
  /** Identity of the run that this batch's run changes, 16 bytes; zero when it is a full run. */
  readonly base: Uint8Array;
  readonly batches: number;
  readonly count: number;
  /** 16 bytes a row. */
  readonly tokens: Uint8Array;
  /** One of `rowKinds` a row. */
  readonly kinds: Uint8Array;
  /** The filter of each row; zero where it retracts. */
  readonly filters: Uint8Array;
}

/** A refused batch: what it claimed to be, and the code. */
export interface Refusal extends BatchIdentity {
  readonly offset: number;
  readonly code: ErrorCode;
}

/** What one stretch of a topic brought. */
export interface Intake {
  readonly topic: string;
  readonly next: number;
  readonly accepted: readonly StoredBatch[];
  readonly refused: readonly Refusal[];
}

export interface RunState extends RunName {
  readonly runOrdinal: number;
  readonly base: Uint8Array;
  readonly batches: number;
  readonly arrived: number;
  /** Rows in the batches that arrived. */
  readonly rows: number;
}

/** What was found of the content of a run and of those it rests on; `''` when it is sound. */
export interface Verdict extends RunName {
  readonly code: ErrorCode | '';
}

/** The form of the tables; a state of an earlier one is emptied, and the log fills it again. */
const formVersion = 2;

const studyTable = `
  CREATE TABLE study (only INTEGER PRIMARY KEY CHECK (only = 1), specHash BLOB);
`;

const tables = `
  CREATE TABLE position (topic TEXT PRIMARY KEY, next INTEGER NOT NULL);
  CREATE TABLE batch (
    owner TEXT, register TEXT, run BLOB, runOrdinal INTEGER, base BLOB, sequence INTEGER,
    batches INTEGER, count INTEGER, tokens BLOB, kinds BLOB, filters BLOB, checksum BLOB NOT NULL,
    PRIMARY KEY (owner, register, run, sequence));
  CREATE TABLE refusal (
    topic TEXT, offset INTEGER, owner TEXT, register TEXT, run BLOB, sequence INTEGER, code TEXT,
    PRIMARY KEY (topic, offset));
  CREATE TABLE verdict (
    owner TEXT, register TEXT, run BLOB, code TEXT, PRIMARY KEY (owner, register, run, code));
  PRAGMA user_version = ${String(formVersion)};
`;

const emptied = `
  DROP TABLE position; DROP TABLE batch; DROP TABLE refusal; DROP TABLE IF EXISTS verdict;
`;

/** SQLITE_FULL, a primary code, and SQLITE_IOERR_SHMSIZE: no room for the write-ahead index. */
const sqliteFull = 13;
const sqliteNoRoomForIndex = 4874;

/** SQLite's own messages are not shown: they can quote a statement's values. */
function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof KoppelError) throw thrown;
    const { code, errcode = 0 } = thrown as { code?: string; errcode?: number };
    const fullDatabase = (errcode & 0xff) === sqliteFull || errcode === sqliteNoRoomForIndex;
    const fullDisk = code === 'ENOSPC' || code === 'EDQUOT';
    throw new KoppelError(fullDatabase || fullDisk ? 'DISK_FULL' : 'STATE_DAMAGED', { file });
  }
}

/** SHA-256 over a batch: SQLite itself does not notice a changed byte inside a value. */
function checksumOf(batch: StoredBatch): Uint8Array {
  const { owner, register, run, runOrdinal, base, sequence, batches, count } = batch;
  const { tokens, kinds, filters } = batch;
  const header = JSON.stringify([
    owner, register, Array.from(run), runOrdinal, Array.from(base), sequence, batches, count,
    tokens.length, kinds.length,
  ]); // prettier-ignore
  const hash = createHash('sha256').update(header);
  return hash.update(tokens).update(kinds).update(filters).digest();
}

export interface StateOptions {
  /** Bytes beyond which the file does not grow (DISK_FULL); default: what the disk holds. */
  readonly maxBytes?: number;
}

const pageBytes = 4096;

function openDatabase(
  folder: string,
  file: string,
  specHash: Uint8Array,
  { maxBytes }: StateOptions,
): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file);
  try {
    database.exec(
      'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL',
    );
    if (maxBytes !== undefined) {
      database.exec(`PRAGMA max_page_count = ${Math.ceil(maxBytes / pageBytes)}`);
    }
    database.exec('BEGIN IMMEDIATE');
    const version = database.prepare('PRAGMA user_version').get()!['user_version'] as number;
    if (version > formVersion) throw new KoppelError('STATE_VERSION', { file });
    // Only once: a table that is missing later would hide that its batches are lost.
    if (version === 0) {
      database.exec(studyTable);
      database.prepare('INSERT INTO study VALUES (1, ?)').run(specHash);
    }
    const row = database.prepare('SELECT specHash FROM study').get() as { specHash: Uint8Array };
    if (!sameBytes(row.specHash, specHash)) throw new KoppelError('STATE_OTHER_STUDY', { file });
    if (version !== 0 && version < formVersion) database.exec(emptied);
    if (version < formVersion) database.exec(tables);
    database.exec('COMMIT');
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/** Every method throws DISK_FULL or STATE_DAMAGED when the folder does not do what it should. */
export class LinkageState {
  readonly #database: DatabaseSync;
  readonly #file: string;

  /** Opens or makes the state of one version of a study. STATE_OTHER_STUDY when it is another's. */
  constructor(folder: string, specHash: Uint8Array, options: StateOptions = {}) {
    const file = join(folder, 'linkage.sqlite');
    this.#file = file;
    this.#database = guarded(file, () => openDatabase(folder, file, specHash, options));
  }

  /** The rows of a query, in objects by column. */
  #rows(sql: string, ...values: SQLInputValue[]): Record<string, SQLOutputValue>[] {
    return guarded(this.#file, () => this.#database.prepare(sql).all(...values));
  }

  #batches(sql: string, ...values: SQLInputValue[]): StoredBatch[] {
    return this.#rows(sql, ...values).map((row) => {
      const { checksum, ...columns } = row;
      const batch = columns as unknown as StoredBatch;
      const blobs = [checksum, batch.run, batch.base, batch.tokens, batch.kinds, batch.filters];
      const sound = blobs.every((blob) => blob instanceof Uint8Array);
      if (!sound || !sameBytes(checksum as Uint8Array, checksumOf(batch))) {
        throw new KoppelError('STATE_DAMAGED', { file: this.#file });
      }
      return batch;
    });
  }

  close(): void {
    this.#database.close();
  }

  /** The offset from which a topic has not been read. */
  position(topic: string): number {
    const [row] = this.#rows('SELECT next FROM position WHERE topic = ?', topic);
    return (row as { next: number } | undefined)?.next ?? 0;
  }

  /** Batches, refusals and the position, all or none of them. */
  store(intake: Intake): void {
    guarded(this.#file, () => {
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        this.#insert(intake);
        this.#database.exec('COMMIT');
      } catch (thrown) {
        // SQLite has undone it already after some errors, such as a full disk.
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw thrown;
      }
    });
  }

  #insert({ topic, next, accepted, refused }: Intake): void {
    const batch = this.#database.prepare(
      'INSERT OR IGNORE INTO batch VALUES (?,?,?,?,?,?,?,?,?,?,?,?)',
    );
    for (const one of accepted) {
      batch.run(
        one.owner, one.register, one.run, one.runOrdinal, one.base, one.sequence, one.batches,
        one.count, one.tokens, one.kinds, one.filters, checksumOf(one),
      ); // prettier-ignore
    }
    const refusal = this.#database.prepare('INSERT OR IGNORE INTO refusal VALUES (?,?,?,?,?,?,?)');
    for (const { offset, owner, register, run, sequence, code } of refused) {
      refusal.run(topic, offset, owner, register, run, sequence, code);
    }
    this.#database.prepare('INSERT OR REPLACE INTO position VALUES (?, ?)').run(topic, next);
  }

  /** The batch of this identity, if it was accepted before. */
  find(batch: BatchIdentity): StoredBatch | undefined {
    const { owner, register, run, sequence } = batch;
    const sql = 'SELECT * FROM batch WHERE owner = ? AND register = ? AND run = ? AND sequence = ?';
    return this.#batches(sql, owner, register, run, sequence)[0];
  }

  /** Every run, complete or not, the newest of a register first. */
  runs(): RunState[] {
    const sql = `SELECT owner, register, run, runOrdinal, base, batches, COUNT(*) AS arrived,
      SUM(count) AS rows FROM batch GROUP BY owner, register, run
      ORDER BY owner, register, runOrdinal DESC, run`;
    return this.#rows(sql) as unknown as RunState[];
  }

  /** The batches of a run in their sequence, one in memory at a time. */
  *batchesOf({ owner, register, run }: RunName): Generator<StoredBatch> {
    const sql = `SELECT sequence FROM batch WHERE owner = ? AND register = ? AND run = ?
      ORDER BY sequence`;
    for (const { sequence } of this.#rows(sql, owner, register, run)) {
      yield this.find({ owner, register, run, sequence: sequence as number })!;
    }
  }

  /** Whether the run was found sound, or the code that it was refused with, if it was judged. */
  verdictOf({ owner, register, run }: RunName): ErrorCode | '' | undefined {
    const sql = `SELECT code FROM verdict WHERE owner = ? AND register = ? AND run = ?
      AND code <> 'CONTRACT_BASE'`;
    const [row] = this.#rows(sql, owner, register, run);
    return row?.['code'] as ErrorCode | '' | undefined;
  }

  /** Notes a verdict; noting it again changes nothing. */
  judge({ owner, register, run, code }: Verdict): void {
    this.#rows('INSERT OR IGNORE INTO verdict VALUES (?, ?, ?, ?)', owner, register, run, code);
  }

  /** Runs that were refused though their batches were accepted, as refusals of their first batch. */
  refusedRuns(): Omit<Refusal, 'offset'>[] {
    const sql = `SELECT owner, register, run, 0 AS sequence, code FROM verdict
      WHERE code <> '' ORDER BY 1, 2, 3, 5`;
    return this.#rows(sql) as unknown as Omit<Refusal, 'offset'>[];
  }

  /** The identities of all accepted batches, without their content. */
  accepted(): BatchIdentity[] {
    const sql = 'SELECT owner, register, run, sequence FROM batch ORDER BY 1, 2, 3, 4';
    return this.#rows(sql) as unknown as BatchIdentity[];
  }

  refusals(): (Refusal & { readonly topic: string })[] {
    const sql = 'SELECT * FROM refusal ORDER BY topic, offset';
    return this.#rows(sql) as unknown as (Refusal & { topic: string })[];
  }
}
