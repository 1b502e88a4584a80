// SPDX-License-Identifier: EUPL-1.2
/** One process at a time on a file that is read, changed and written back. */
import { linkSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { KoppelError } from '@koppel/errors';
import { writeError } from './files.ts';

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Who holds a lock says so this often; who has not said so for long has ended. */
const signOfLifeMs = 10_000;
const silentMs = 120_000;

/**
 * Whether the process that holds a lock has ended: then the lock is of a crash. Its number may be
 * ours or another one's by now, as in a container that is started again.
 */
function isAbandoned(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (!Number.isSafeInteger(pid) || pid <= 0) return false;
    return !isRunning(pid) || Date.now() - statSync(lock).mtimeMs > silentMs;
  } catch {
    return false;
  }
}

/** Makes the lock whole, with our number in it, or fails: a link is all or nothing. */
function take(file: string, lock: string): boolean {
  const own = `${lock}.${process.pid}`;
  try {
    writeFileSync(own, String(process.pid), { mode: 0o600 });
    linkSync(own, lock);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw writeError(thrown, file);
  } finally {
    rmSync(own, { force: true });
  }
}

/** Nothing to be done where the lock is gone: the work goes on. */
function showLife(lock: string): void {
  try {
    const now = new Date();
    utimesSync(lock, now, now);
  } catch {
    // removed by hand
  }
}

/**
 * Does `work` while holding `<file>.lock`. The lock of a process that has ended is taken over.
 * @throws KoppelError FILE_IN_USE when another process of this machine holds it; WRITE_FAILED
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  if (!take(file, lock)) {
    if (isAbandoned(lock)) rmSync(lock, { force: true });
    if (!take(file, lock)) throw new KoppelError('FILE_IN_USE', { file });
  }
  const life = setInterval(() => {
    showLife(lock);
  }, signOfLifeMs);
  life.unref();
  try {
    return await work();
  } finally {
    clearInterval(life);
    rmSync(lock, { force: true });
  }
}
