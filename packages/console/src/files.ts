// SPDX-License-Identifier: EUPL-1.2
/** Files that are there whole or not at all, with errors that name the path and nothing else. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
} from 'node:fs';
import { rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { KoppelError } from '@koppel/errors';

const fullDisk = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** DISK_FULL or WRITE_FAILED for what the operating system reported. */
export function writeError(thrown: unknown, file: string): KoppelError {
  if (thrown instanceof KoppelError) return thrown;
  const { code } = thrown as NodeJS.ErrnoException;
  const full = code !== undefined && fullDisk.has(code);
  return new KoppelError(full ? 'DISK_FULL' : 'WRITE_FAILED', { file });
}

/** All bytes of a file. FILE_MISSING when it cannot be read. */
export function readFileBytes(file: string): Uint8Array {
  try {
    // Not the Buffer itself: its `slice` shares memory, unlike that of every other byte array.
    return new Uint8Array(readFileSync(file));
  } catch {
    throw new KoppelError('FILE_MISSING', { file });
  }
}

/** A UTF-8 text file, without its byte order mark. FILE_MISSING, FILE_NOT_UTF8. */
export function readFileText(file: string): string {
  const bytes = readFileBytes(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new KoppelError('FILE_NOT_UTF8', { file });
  }
}

/**
 * Forces what was written to disk. Node refuses that to a program that it confines (`--permission`),
 * which then has to do with what the operating system gives.
 */
export function syncDescriptor(descriptor: number): void {
  try {
    fsyncSync(descriptor);
  } catch (thrown) {
    unlessConfined(thrown);
  }
}

function unlessConfined(thrown: unknown): void {
  if ((thrown as NodeJS.ErrnoException).code !== 'ERR_ACCESS_DENIED') throw thrown;
}

/** As `syncDescriptor`, while other work goes on. */
async function syncBeside(descriptor: number): Promise<void> {
  await promisify(fsync)(descriptor).catch(unlessConfined);
}

/** Forces the names in a folder to disk, as a rename alone is not durable. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    syncDescriptor(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function writeAll(descriptor: number, part: Uint8Array | string): void {
  const bytes = typeof part === 'string' ? new TextEncoder().encode(part) : part;
  for (let at = 0; at < bytes.length;) {
    const written = writeSync(descriptor, bytes, at);
    // A file system that takes nothing and reports no error would keep this going forever.
    if (written === 0) throw Object.assign(new Error(), { code: 'ENOSPC' });
    at += written;
  }
}

/** The name under which a file is written before it has its own. */
function temporaryOf(file: string): string {
  return `${file}.${randomBytes(6).toString('hex')}.tmp`;
}

/** What to throw of a write that failed, whose temporary file goes, if it was ever there. */
function failedWrite(thrown: unknown, file: string, temporary: string): KoppelError {
  try {
    rmSync(temporary, { force: true });
  } catch {
    // Where it could not be made it cannot be looked for either.
  }
  return writeError(thrown, file);
}

/**
 * The steps of a write that a crash leaves undone or done: to a temporary name, synced, then renamed.
 * Gives each descriptor that is to be forced to disk before the next step; an error in that is thrown in.
 */
function* durably(
  file: string,
  content: Uint8Array | string | Iterable<Uint8Array | string>,
  { replace, mode }: { replace: boolean; mode: number },
): Generator<number, void> {
  if (!replace && existsSync(file)) throw new KoppelError('FILE_EXISTS', { file });
  const temporary = temporaryOf(file);
  try {
    mkdirSync(dirname(file), { recursive: true });
    const descriptor = openSync(temporary, 'wx', mode);
    try {
      const parts =
        typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
      for (const part of parts) writeAll(descriptor, part);
      yield descriptor;
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
    const folder = openSync(dirname(file), 'r');
    try {
      yield folder;
    } finally {
      closeSync(folder);
    }
  } catch (thrown) {
    throw failedWrite(thrown, file, temporary);
  }
}

/**
 * Writes a new file durably: a crash leaves the old state or the new one. Content that comes in parts
 * is never held as a whole. `mode` 0o600 keeps secrets from other accounts.
 * FILE_EXISTS unless `replace`; DISK_FULL; WRITE_FAILED.
 */
export function writeFileWhole(
  file: string,
  content: Uint8Array | string | Iterable<Uint8Array | string>,
  { replace = false, mode = 0o644 }: { replace?: boolean; mode?: number } = {},
): void {
  const writing = durably(file, content, { replace, mode });
  for (let step = writing.next(); step.done !== true; step = writing.next()) {
    try {
      syncDescriptor(step.value);
    } catch (thrown) {
      writing.throw(thrown);
    }
  }
}

/**
 * As `writeFileWhole`, for one of many files that are written at once: other work goes on while the disk
 * takes them. FILE_EXISTS; DISK_FULL; WRITE_FAILED.
 */
export async function writeFileBeside(
  file: string,
  content: Uint8Array,
  { mode }: { mode: number },
): Promise<void> {
  const writing = durably(file, content, { replace: false, mode });
  for (let step = writing.next(); step.done !== true; step = writing.next()) {
    try {
      await syncBeside(step.value);
    } catch (thrown) {
      writing.throw(thrown);
    }
  }
}
