// SPDX-License-Identifier: EUPL-1.2
/**
 * The state folder of a data owner: what it remembers between runs. Names no person: keyed tags,
 * tokens and counts. One process at a time works in it; the operating system lets go of the lock
 * when that process ends, in whatever way, also in a container where numbers of processes repeat.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeError } from '@koppel/console';
import { KoppelError } from '@koppel/errors';

const pauseMs = 50;
const sqliteBusy = 5;

/** Where the state is, unless `--state` names a folder: beside the key file. */
export function stateFolderOf(keyFile: string, named: string | undefined): string {
  return named ?? `${keyFile}.state`;
}

function take(folder: string): DatabaseSync | undefined {
  const database = new DatabaseSync(join(folder, 'lock.sqlite'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (thrown) {
    database.close();
    const { errcode } = thrown as { errcode?: number };
    if (errcode === sqliteBusy) return undefined;
    throw thrown;
  }
}

/**
 * Does `work` alone in the state folder, which is made where it is missing (for this account only).
 * Waits for another process that is in it, `waitMs` at most.
 * @throws KoppelError FILE_IN_USE, WRITE_FAILED, DISK_FULL
 */
export async function withState<T>(
  folder: string,
  work: () => Promise<T>,
  waitMs = 60_000,
): Promise<T> {
  const until = performance.now() + waitMs;
  let lock: DatabaseSync | undefined;
  for (;;) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      lock = take(folder);
    } catch (thrown) {
      throw writeError(thrown, folder);
    }
    if (lock !== undefined) break;
    if (performance.now() >= until) throw new KoppelError('FILE_IN_USE', { file: folder });
    await sleep(pauseMs);
  }
  try {
    return await work();
  } finally {
    lock.close();
  }
}
