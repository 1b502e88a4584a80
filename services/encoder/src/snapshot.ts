// SPDX-License-Identifier: EUPL-1.2
/**
 * What was last delivered of a register, completely: an entry per record, by token. It decides what
 * is sent next, so it is used only when it is whole; without it the register is sent whole.
 *
 * The file: entries; per first byte of a token how many (u32 each); run identity (16); run ordinal
 * (u32); specification hash (32); the name of this form (8); SHA-256 of all that is before (32).
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { fstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncDescriptor, writeError } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { sameBytes } from './bytes.ts';
import { entryBytes } from './record-digest.ts';
import { buckets } from './rows/row-store.ts';

/** Which run a snapshot is of. */
export interface SnapshotOf {
  /** Identity of the run, 16 bytes. */
  readonly run: Uint8Array;
  readonly ordinal: number;
  /** SHA-256 of the study, 32 bytes. */
  readonly specHash: Uint8Array;
}

const form = Buffer.from('KOPPELS1', 'latin1');
const trailerBytes = 4 * buckets + 16 + 4 + 32 + form.length;
const checksumBytes = 32;
const chunkBytes = 2 ** 20;

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
}

/** Fills `target` from `position`; false when the file ends before. */
function readFully(descriptor: number, target: Uint8Array, position: number): boolean {
  for (let at = 0; at < target.length;) {
    const read = readSync(descriptor, target, at, target.length - at, position + at);
    if (read === 0) return false;
    at += read;
  }
  return true;
}

/** The entries of a snapshot, bucket by bucket. */
export interface EntrySource {
  /** The entries whose token begins with this byte. STATE_DAMAGED. */
  entries(bucket: number): Buffer;
}

/** A snapshot in the making: entries first, then which run they are, and at last its name. */
export class SnapshotWriter implements EntrySource {
  readonly #file: string;
  readonly #temporary: string;
  readonly #descriptor: number;
  readonly #counts = new Uint32Array(buckets);
  readonly #checksum = createHash('sha256');

  /** Begins the one that will replace `file`. DISK_FULL, WRITE_FAILED. */
  constructor(file: string) {
    this.#file = file;
    this.#temporary = `${file}.tmp`;
    this.#descriptor = this.#writing(() => openSync(this.#temporary, 'w+', 0o600));
  }

  #writing<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      throw writeError(thrown, this.#file);
    }
  }

  #add(bytes: Uint8Array): void {
    this.#checksum.update(bytes);
    this.#writing(() => {
      writeAll(this.#descriptor, bytes);
    });
  }

  /** Adds the entries of the next bucket. DISK_FULL, WRITE_FAILED. */
  append(bucket: number, entries: Buffer): void {
    this.#counts[bucket] = entries.length / entryBytes;
    this.#add(entries);
  }

  entries(bucket: number): Buffer {
    return entriesOf(this.#descriptor, this.#file, this.#counts, bucket);
  }

  /** Puts the snapshot in the place of the last one, durably. DISK_FULL, WRITE_FAILED. */
  publish(of: SnapshotOf): void {
    this.#add(trailer(this.#counts, of));
    this.#writing(() => {
      writeAll(this.#descriptor, this.#checksum.digest());
      syncDescriptor(this.#descriptor);
      renameSync(this.#temporary, this.#file);
      const folder = openSync(dirname(this.#file), 'r');
      syncDescriptor(folder);
      closeSync(folder);
    });
  }

  /** Lets go of the file; one that was not published is removed. */
  close(): void {
    closeSync(this.#descriptor);
    rmSync(this.#temporary, { force: true });
  }
}

function trailer(counts: Uint32Array, { run, ordinal, specHash }: SnapshotOf): Buffer {
  const bytes = Buffer.alloc(trailerBytes);
  counts.forEach((count, bucket) => bytes.writeUInt32BE(count, 4 * bucket));
  bytes.set(run, 4 * buckets);
  bytes.writeUInt32BE(ordinal, 4 * buckets + 16);
  bytes.set(specHash, 4 * buckets + 20);
  bytes.set(form, 4 * buckets + 52);
  return bytes;
}

function entriesOf(descriptor: number, file: string, counts: Uint32Array, bucket: number): Buffer {
  const before = counts.subarray(0, bucket).reduce((total, count) => total + count, 0);
  const entries = Buffer.alloc(counts[bucket]! * entryBytes);
  if (!readFully(descriptor, entries, before * entryBytes)) {
    throw new KoppelError('STATE_DAMAGED', { file });
  }
  return entries;
}

/** A snapshot that was found whole. */
export class Snapshot implements EntrySource {
  readonly of: SnapshotOf;
  readonly #file: string;
  readonly #descriptor: number;
  readonly #counts: Uint32Array;

  constructor(file: string, descriptor: number, trailing: Buffer) {
    this.#file = file;
    this.#descriptor = descriptor;
    this.#counts = Uint32Array.from({ length: buckets }, (_, at) => trailing.readUInt32BE(4 * at));
    const at = 4 * buckets;
    this.of = {
      run: trailing.subarray(at, at + 16),
      ordinal: trailing.readUInt32BE(at + 16),
      specHash: trailing.subarray(at + 20, at + 52),
    };
  }

  entries(bucket: number): Buffer {
    return entriesOf(this.#descriptor, this.#file, this.#counts, bucket);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** The trailer of a snapshot file, when all of it is as it was written. */
function checkedTrailer(descriptor: number): Buffer | undefined {
  const { size } = fstatSync(descriptor);
  const bodyBytes = size - trailerBytes - checksumBytes;
  if (bodyBytes < 0) return undefined;
  const checksum = createHash('sha256');
  const chunk = Buffer.alloc(chunkBytes);
  for (let at = 0; at < size - checksumBytes; at += chunkBytes) {
    const part = chunk.subarray(0, Math.min(chunkBytes, size - checksumBytes - at));
    if (!readFully(descriptor, part, at)) return undefined;
    checksum.update(part);
  }
  const stored = Buffer.alloc(checksumBytes);
  if (!readFully(descriptor, stored, size - checksumBytes)) return undefined;
  if (!sameBytes(checksum.digest(), stored)) return undefined;
  const trailing = Buffer.alloc(trailerBytes);
  if (!readFully(descriptor, trailing, bodyBytes)) return undefined;
  return trailing.subarray(-form.length).equals(form) ? trailing : undefined;
}

/** Opens the snapshot at `file`: `missing` and `damaged` are not faults, as the log is what counts. */
export function openSnapshot(file: string): Snapshot | 'missing' | 'damaged' {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'damaged';
  }
  try {
    const trailing = checkedTrailer(descriptor);
    if (trailing !== undefined) return new Snapshot(file, descriptor, trailing);
  } catch {
    // Such as a folder of this name, or a disk that cannot read it.
  }
  closeSync(descriptor);
  return 'damaged';
}
