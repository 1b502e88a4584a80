// SPDX-License-Identifier: EUPL-1.2
/**
 * The segments of a state on disk: written at their end, read part by part into memory that the
 * caller gives, so that nothing is copied on the way and threads can share it. This file knows no
 * batches' names and decides nothing: the database says how far each segment is valid, and what lies
 * beyond is left of a crash, ignored, and written over.
 */
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { syncDescriptor, writeError } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { sameBytes } from '../bytes.ts';
import { headerBytes, segmentHeader } from './format.ts';

/** A segment, and how many of its bytes are valid. */
export interface SegmentEnd {
  readonly number: number;
  readonly length: number;
}

/** Where something begins. */
export interface SegmentPlace {
  readonly segment: number;
  /** In bytes from the beginning of the file. */
  readonly at: number;
}

export interface SegmentLimits {
  /** A segment of this many bytes or more is not added to. */
  readonly segmentBytes: number;
  /** Bytes beyond which a segment is not written (DISK_FULL). */
  readonly maxBytes: number;
}

function readFully(descriptor: number, target: Uint8Array, at: number): boolean {
  for (let done = 0; done < target.length;) {
    const read = readSync(descriptor, target, done, target.length - done, at + done);
    if (read === 0) return false;
    done += read;
  }
  return true;
}

function writeFully(descriptor: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length;) {
    const written = writeSync(descriptor, bytes, done, bytes.length - done, at + done);
    // A file system that takes nothing and reports no error would keep this going forever.
    if (written === 0) throw Object.assign(new Error(), { code: 'ENOSPC' });
    done += written;
  }
}

export class SegmentFiles {
  readonly #folder: string;
  readonly #specHash: Uint8Array;
  readonly #limits: SegmentLimits;

  constructor(folder: string, specHash: Uint8Array, limits: SegmentLimits) {
    this.#folder = folder;
    this.#specHash = specHash;
    this.#limits = limits;
  }

  fileOf(segment: number): string {
    return join(this.#folder, `${String(segment).padStart(6, '0')}.segment`);
  }

  /** Removes every segment, for a state that begins anew. WRITE_FAILED. */
  clear(): void {
    try {
      rmSync(this.#folder, { recursive: true, force: true });
    } catch (thrown) {
      throw writeError(thrown, this.#folder);
    }
  }

  /**
   * Looks at the length and the header of a segment.
   * @throws STATE_SEGMENT_SHORT, STATE_SEGMENT_DAMAGED
   */
  check({ number, length }: SegmentEnd): void {
    const file = this.fileOf(number);
    this.#reading(file, (descriptor) => {
      const header = new Uint8Array(headerBytes);
      if (fstatSync(descriptor).size < length || !readFully(descriptor, header, 0)) {
        throw new KoppelError('STATE_SEGMENT_SHORT', { file });
      }
      if (!sameBytes(header, segmentHeader(number, this.#specHash))) {
        throw new KoppelError('STATE_SEGMENT_DAMAGED', { file, path: 'header' });
      }
    });
  }

  /** Fills `target` with what stands from a place on. STATE_SEGMENT_SHORT. */
  read({ segment, at }: SegmentPlace, target: Uint8Array): void {
    const file = this.fileOf(segment);
    this.#reading(file, (descriptor) => {
      if (!readFully(descriptor, target, at))
        throw new KoppelError('STATE_SEGMENT_SHORT', { file });
    });
  }

  #reading(file: string, work: (descriptor: number) => void): void {
    let descriptor: number;
    try {
      descriptor = openSync(file, 'r');
    } catch (thrown) {
      const { code } = thrown as NodeJS.ErrnoException;
      throw new KoppelError(code === 'ENOENT' ? 'STATE_SEGMENT_SHORT' : 'STATE_DAMAGED', { file });
    }
    try {
      work(descriptor);
    } catch (thrown) {
      if (thrown instanceof KoppelError) throw thrown;
      throw new KoppelError('STATE_DAMAGED', { file });
    } finally {
      closeSync(descriptor);
    }
  }

  /**
   * Writes batches after the valid end of the last segment, in new segments when it is full, and
   * returns when they are on disk. Nothing counts until the caller has noted the new ends.
   * Only for a caller that keeps others from writing meanwhile. DISK_FULL, WRITE_FAILED.
   */
  append(
    last: SegmentEnd | undefined,
    batches: readonly Uint8Array[],
  ): { readonly places: readonly SegmentPlace[]; readonly ends: readonly SegmentEnd[] } {
    const places: SegmentPlace[] = [];
    const ends: SegmentEnd[] = [];
    let end = last ?? { number: 0, length: 0 };
    for (let next = 0; next < batches.length;) {
      if (end.length >= this.#limits.segmentBytes) end = { number: end.number + 1, length: 0 };
      const before = next;
      let length = Math.max(end.length, headerBytes);
      while (next < batches.length && (next === before || length < this.#limits.segmentBytes)) {
        places.push({ segment: end.number, at: length });
        length += batches[next]!.length;
        next += 1;
      }
      this.#write(end, batches.slice(before, next), length);
      end = { number: end.number, length };
      ends.push(end);
    }
    return { places, ends };
  }

  #write({ number, length }: SegmentEnd, batches: readonly Uint8Array[], newLength: number): void {
    const file = this.fileOf(number);
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      if (newLength > this.#limits.maxBytes) throw new KoppelError('DISK_FULL', { file });
      const isNew = length === 0;
      // A new one is emptied: it may be left of a crash before it was first noted.
      const descriptor = openSync(file, isNew ? 'w' : 'r+', 0o600);
      try {
        this.#fill(descriptor, number, length, batches);
        syncDescriptor(descriptor);
      } finally {
        closeSync(descriptor);
      }
      if (isNew) this.#syncNames();
    } catch (thrown) {
      throw writeError(thrown, file);
    }
  }

  #fill(descriptor: number, number: number, length: number, batches: readonly Uint8Array[]): void {
    let at = Math.max(length, headerBytes);
    try {
      if (length === 0) writeFully(descriptor, segmentHeader(number, this.#specHash), 0);
      for (const bytes of batches) {
        writeFully(descriptor, bytes, at);
        at += bytes.length;
      }
    } catch (thrown) {
      // Gives a full disk its room back. What is valid stays as it is.
      ftruncateSync(descriptor, length);
      throw thrown;
    }
  }

  /** Forces the names of the segments, and of their folder, to disk. */
  #syncNames(): void {
    for (const folder of [this.#folder, join(this.#folder, '..')]) {
      const descriptor = openSync(folder, 'r');
      try {
        syncDescriptor(descriptor);
      } finally {
        closeSync(descriptor);
      }
    }
  }
}
