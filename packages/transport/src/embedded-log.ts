// SPDX-License-Identifier: EUPL-1.2
/**
 * The embedded log: the log port on one machine, a database file in a folder that the parties'
 * processes share. More than the port asks: what one call appends is there all or none, side by side. Who can write in the folder can destroy the log, but not forge or read a message.
 */
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { isKoppelError, KoppelError } from '@koppel/errors';
import { checkFormat, createLogFile, lockWaitMs, logFileExists, openLogFile } from './log-file.ts';
import { logFault } from './log-fault.ts';
import { checkEntries, checkRange, checkTopic, type LogEntry, type LogPort } from './log-port.ts';
import { LogStore } from './log-store.ts';

export interface EmbeddedLogOptions {
  /** Make the folder and the log where they are missing; default false. */
  readonly create?: boolean | undefined;
  /** Milliseconds to wait while other processes write, default 30,000; then LOG_BUSY. */
  readonly busyMs?: number | undefined;
  /** Only to read: nothing is written, also not when it is opened or closed; default false. */
  readonly readOnly?: boolean | undefined;
  /** Bytes beyond which the file does not grow (LOG_FULL); default: what the disk holds. */
  readonly maxBytes?: number | undefined;
}

/** Milliseconds between two tries for a lock, in which this process does other work. */
const pauseMs = 10;

/**
 * Opens the log in `folder`. Throws LOG_MISSING, LOG_UNWRITABLE (folder or file is read-only),
 * LOG_DAMAGED (no log, or half of one), LOG_VERSION (of a later format), LOG_FULL or LOG_BUSY.
 */
export async function openEmbeddedLog(
  folder: string,
  options: EmbeddedLogOptions = {},
): Promise<LogPort> {
  const { create = false, busyMs = 30_000, maxBytes, readOnly = false } = options;
  const tries = Math.ceil(busyMs / (lockWaitMs + pauseMs));
  return persistently(tries, folder, () => {
    if (create && !logFileExists(folder)) createLogFile(folder);
    if (!logFileExists(folder)) throw new KoppelError('LOG_MISSING', { file: folder });
    const database = openLogFile(folder, maxBytes, readOnly);
    try {
      checkFormat(database, folder, readOnly);
      return new EmbeddedLog(database, folder, tries);
    } catch (thrown) {
      database.close();
      throw thrown;
    }
  });
}

class EmbeddedLog implements LogPort {
  readonly #database: DatabaseSync;
  readonly #store: LogStore;
  readonly #folder: string;
  readonly #tries: number;

  constructor(database: DatabaseSync, folder: string, tries: number) {
    this.#database = database;
    this.#store = new LogStore(database, folder);
    this.#folder = folder;
    this.#tries = tries;
  }

  async append(topic: string, values: readonly Uint8Array[]): Promise<number> {
    checkTopic(topic);
    checkEntries(values);
    if (values.length === 0) return this.end(topic);
    return this.#transaction('IMMEDIATE', () => this.#store.append(topic, values));
  }

  async read(topic: string, from: number, limit: number): Promise<readonly LogEntry[]> {
    checkTopic(topic);
    checkRange(from, limit);
    return this.#transaction('DEFERRED', () => this.#store.read(topic, from, limit));
  }

  async end(topic: string): Promise<number> {
    checkTopic(topic);
    return this.#transaction('DEFERRED', () => this.#store.topic(topic).next);
  }

  /** What is deleted is overwritten in the file; a copy of the file keeps it. */
  async erase(topic: string): Promise<boolean> {
    checkTopic(topic);
    await this.#transaction('IMMEDIATE', () => {
      this.#database.exec('PRAGMA secure_delete = ON');
      this.#store.erase(topic);
    });
    try {
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // Another process is reading: what was deleted goes from the file when that ends.
    }
    return true;
  }

  close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
    return Promise.resolve();
  }

  /** Does `action` in one transaction, which is undone when it throws. */
  #transaction<T>(kind: 'IMMEDIATE' | 'DEFERRED', action: () => T): Promise<T> {
    const database = this.#database;
    return persistently(this.#tries, this.#folder, () => {
      if (!database.isOpen) throw new KoppelError('LOG_REQUEST', { rule: 'closed' });
      try {
        database.exec(`BEGIN ${kind}`);
        const result = action();
        database.exec('COMMIT');
        return result;
      } catch (thrown) {
        // SQLite has undone it already after some errors, such as a full disk.
        if (database.isTransaction) database.exec('ROLLBACK');
        throw thrown;
      }
    });
  }
}

/** Tries `action` as often as allowed while others hold the lock. All else that it throws is final. */
async function persistently<T>(tries: number, folder: string, action: () => T): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return action();
    } catch (thrown) {
      const fault = logFault(thrown, folder);
      if (!isKoppelError(fault, 'LOG_BUSY') || attempt >= tries) throw fault;
    }
    await setTimeout(pauseMs);
  }
}
