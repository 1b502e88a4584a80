// SPDX-License-Identifier: EUPL-1.2
/**
 * One process at a time, by a lock of the operating system: it is let go of when its process ends,
 * in whatever way. So no lock is left after a crash, also not in containers, where every process may
 * have the same number. SQLite holds it, as Node itself cannot lock a file.
 */
import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeError } from './files.ts';
import { KoppelError } from '@koppel/errors';

const pauseMs = 20;
const sqliteBusy = 5;

/** Number of the file that has this name now; undefined when none has. */
function fileNumber(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}

/**
 * The lock, or undefined when another holds it. Its file is never opened otherwise: the system would
 * let go of the lock when that is closed.
 */
function take(file: string): DatabaseSync | undefined {
  if (fileNumber(file) === undefined) {
    try {
      closeSync(openSync(file, 'wx', 0o600));
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    }
  }
  const before = fileNumber(file);
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    // No journal beside it: nothing is written in it.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    // The one who held it has removed its file: then this is a lock on a file without a name.
    if (before !== undefined && fileNumber(file) === before) return database;
  } catch (thrown) {
    if ((thrown as { errcode?: number }).errcode !== sqliteBusy) {
      database.close();
      throw thrown;
    }
  }
  database.close();
  return undefined;
}

export interface LockWait {
  /** Milliseconds to wait for another that holds the lock. */
  readonly waitMs: number;
  /** Called once when there is something to wait for. */
  readonly onWait?: () => void;
}

/**
 * Does `work` while holding the lock `file`, which is there only that long.
 * @throws KoppelError FILE_IN_USE after `waitMs`; WRITE_FAILED, DISK_FULL; what `work` throws
 */
export async function withKernelLock<T>(
  file: string,
  { waitMs, onWait }: LockWait,
  work: () => T | Promise<T>,
): Promise<T> {
  const until = performance.now() + waitMs;
  let lock: DatabaseSync | undefined;
  for (let waited = false; ; waited = true) {
    try {
      lock = take(file);
    } catch (thrown) {
      throw writeError(thrown, file);
    }
    if (lock !== undefined) break;
    if (performance.now() >= until) throw new KoppelError('FILE_IN_USE', { file });
    if (!waited) onWait?.();
    await sleep(pauseMs);
  }
  try {
    return await work();
  } finally {
    try {
      rmSync(file, { force: true });
    } finally {
      lock.close();
    }
  }
}
