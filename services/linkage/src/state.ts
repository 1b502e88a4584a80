// SPDX-License-Identifier: EUPL-1.2
/**
 * What the linkage unit has taken in: opened batches, refusals, and how far each topic was read,
 * written in one transaction each time. Everything here can be made again from the log, so a lost
 * state costs time and no data.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { KoppelError, type ErrorCode } from '@koppel/errors';

/** An accepted batch, opened. */
export interface StoredBatch {
  readonly owner: string;
  readonly register: string;
  readonly run: Uint8Array;
  readonly runOrdinal: number;
  readonly sequence: number;
  readonly batches: number;
  readonly count: number;
  readonly tokens: Uint8Array;
  readonly filters: Uint8Array;
}

/** A refused batch: what it claimed to be, and the code. */
export interface Refusal {
  readonly offset: number;
  readonly owner: string;
  readonly register: string;
  readonly run: Uint8Array;
  readonly sequence: number;
  readonly code: ErrorCode;
}

/** What one stretch of a topic brought. */
export interface Intake {
  readonly topic: string;
  readonly next: number;
  readonly accepted: readonly StoredBatch[];
  readonly refused: readonly Refusal[];
}

export interface RunState {
  readonly owner: string;
  readonly register: string;
  readonly run: Uint8Array;
  readonly runOrdinal: number;
  readonly batches: number;
  readonly arrived: number;
}

const schema = `
  CREATE TABLE IF NOT EXISTS study (only INTEGER PRIMARY KEY CHECK (only = 1), specHash BLOB);
  CREATE TABLE IF NOT EXISTS position (topic TEXT PRIMARY KEY, next INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS batch (
    owner TEXT, register TEXT, run BLOB, runOrdinal INTEGER, sequence INTEGER, batches INTEGER,
    count INTEGER, tokens BLOB, filters BLOB,
    PRIMARY KEY (owner, register, run, sequence));
  CREATE TABLE IF NOT EXISTS refusal (
    topic TEXT, offset INTEGER, owner TEXT, register TEXT, run BLOB, sequence INTEGER, code TEXT,
    PRIMARY KEY (topic, offset));
`;

const sqliteFull = 13;

/** SQLite's own messages are not shown: they can quote a statement's values. */
function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof KoppelError) throw thrown;
    const { errcode } = thrown as { errcode?: number };
    throw new KoppelError(errcode === sqliteFull ? 'DISK_FULL' : 'STATE_DAMAGED', { file });
  }
}

export class LinkageState {
  readonly #database: DatabaseSync;
  readonly #file: string;

  /** Opens or makes the state of one version of a study. STATE_OTHER_STUDY when it is another's. */
  constructor(folder: string, specHash: Uint8Array) {
    this.#file = join(folder, 'linkage.sqlite');
    this.#database = guarded(this.#file, () => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const database = new DatabaseSync(this.#file);
      database.exec(
        'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000',
      );
      database.exec(schema);
      database.prepare('INSERT OR IGNORE INTO study VALUES (1, ?)').run(specHash);
      return database;
    });
    const row = this.#statement('SELECT specHash FROM study').get() as { specHash: Uint8Array };
    if (row.specHash.some((byte, at) => byte !== specHash[at])) {
      this.#database.close();
      throw new KoppelError('STATE_OTHER_STUDY', { file: this.#file });
    }
  }

  #statement(sql: string): StatementSync {
    return this.#database.prepare(sql);
  }

  close(): void {
    this.#database.close();
  }

  /** The offset from which a topic has not been read. */
  position(topic: string): number {
    const row = this.#statement('SELECT next FROM position WHERE topic = ?').get(topic);
    return (row as { next: number } | undefined)?.next ?? 0;
  }

  /** Batches, refusals and the position, all or none of them. */
  store(intake: Intake): void {
    guarded(this.#file, () => {
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        const batch = this.#statement('INSERT OR IGNORE INTO batch VALUES (?,?,?,?,?,?,?,?,?)');
        for (const one of intake.accepted) {
          batch.run(
            one.owner, one.register, one.run, one.runOrdinal, one.sequence, one.batches,
            one.count, one.tokens, one.filters,
          ); // prettier-ignore
        }
        const refusal = this.#statement('INSERT OR IGNORE INTO refusal VALUES (?,?,?,?,?,?,?)');
        for (const { offset, owner, register, run, sequence, code } of intake.refused) {
          refusal.run(intake.topic, offset, owner, register, run, sequence, code);
        }
        this.#statement('INSERT OR REPLACE INTO position VALUES (?, ?)').run(
          intake.topic,
          intake.next,
        );
        this.#database.exec('COMMIT');
      } catch (thrown) {
        this.#database.exec('ROLLBACK');
        throw thrown;
      }
    });
  }

  /** The batch of this identity, if it was accepted before. */
  find(
    owner: string,
    register: string,
    run: Uint8Array,
    sequence: number,
  ): StoredBatch | undefined {
    const sql = 'SELECT * FROM batch WHERE owner = ? AND register = ? AND run = ? AND sequence = ?';
    return this.#statement(sql).get(owner, register, run, sequence) as unknown as
      StoredBatch | undefined;
  }

  /** Every run, complete or not, the newest of a register first. */
  runs(): RunState[] {
    const sql = `SELECT owner, register, run, runOrdinal, batches, COUNT(*) AS arrived FROM batch
      GROUP BY owner, register, run, runOrdinal, batches
      ORDER BY owner, register, runOrdinal DESC, run`;
    return this.#statement(sql).all() as unknown as RunState[];
  }

  /** The batches of a run in their sequence. */
  batchesOf({ owner, register, run }: RunState): StoredBatch[] {
    const sql =
      'SELECT * FROM batch WHERE owner = ? AND register = ? AND run = ? ORDER BY sequence';
    return this.#statement(sql).all(owner, register, run) as unknown as StoredBatch[];
  }

  /** The identities of all accepted batches, without their content. */
  accepted(): Pick<StoredBatch, 'owner' | 'register' | 'run' | 'sequence'>[] {
    const sql = 'SELECT owner, register, run, sequence FROM batch ORDER BY 1, 2, 3, 4';
    return this.#statement(sql).all() as unknown as StoredBatch[];
  }

  refusals(): (Refusal & { readonly topic: string })[] {
    const sql = 'SELECT * FROM refusal ORDER BY topic, offset';
    return this.#statement(sql).all() as unknown as (Refusal & { topic: string })[];
  }
}
