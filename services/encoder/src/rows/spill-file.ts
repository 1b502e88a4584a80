// SPDX-License-Identifier: EUPL-1.2
/**
 * Rows on disk that do not fit in memory. They are encrypted (AES-256-GCM) under a random key that
 * is in memory alone: whoever finds the file, also after a crash, finds noise.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { writeError } from '@koppel/console';
import { KoppelError } from '@koppel/errors';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;

interface Segment {
  readonly position: number;
  readonly length: number;
  readonly nonce: Uint8Array;
  readonly tag: Uint8Array;
}

/** Segments of bytes, each under the number of a bucket. Synchronous: nothing waits per row. */
export class SpillFile {
  readonly #file: string;
  readonly #descriptor: number;
  readonly #spillKey = randomBytes(32);
  readonly #segments = new Map<number, Segment[]>();
  #position = 0;
  #count = 0;

  /** Makes the file. DISK_FULL, WRITE_FAILED (also where it is there already). */
  constructor(file: string) {
    this.#file = file;
    try {
      this.#descriptor = openSync(file, 'wx+', 0o600);
    } catch (thrown) {
      throw writeError(thrown, file);
    }
  }

  /** Adds bytes to a bucket. DISK_FULL, WRITE_FAILED. */
  append(bucket: number, bytes: Uint8Array): void {
    // One key, a nonce counted up: no two segments share one.
    const nonce = Buffer.alloc(nonceBytes);
    nonce.writeUInt32BE(this.#count, 0);
    this.#count += 1;
    const cipher = createCipheriv(algorithm, this.#spillKey, nonce);
    const sealed = cipher.update(bytes);
    cipher.final();
    try {
      for (let at = 0; at < sealed.length;) {
        at += writeSync(this.#descriptor, sealed, at, sealed.length - at, this.#position + at);
      }
    } catch (thrown) {
      throw writeError(thrown, this.#file);
    }
    const { length } = sealed;
    const segment = { position: this.#position, length, nonce, tag: cipher.getAuthTag() };
    const segments = this.#segments.get(bucket);
    if (segments === undefined) this.#segments.set(bucket, [segment]);
    else segments.push(segment);
    this.#position += length;
  }

  /** All bytes of a bucket, in the order in which they came. STATE_DAMAGED when they changed. */
  read(bucket: number): Buffer {
    const segments = this.#segments.get(bucket) ?? [];
    const all = Buffer.alloc(segments.reduce((total, { length }) => total + length, 0));
    let at = 0;
    for (const segment of segments) {
      this.#open(segment, all.subarray(at, at + segment.length));
      at += segment.length;
    }
    return all;
  }

  #open({ position, length, nonce, tag }: Segment, target: Buffer): void {
    try {
      for (let at = 0; at < length;) {
        const read = readSync(this.#descriptor, target, at, length - at, position + at);
        if (read === 0) throw new KoppelError('STATE_DAMAGED', { file: this.#file });
        at += read;
      }
      const decipher = createDecipheriv(algorithm, this.#spillKey, nonce).setAuthTag(tag);
      target.set(decipher.update(target));
      decipher.final();
    } catch {
      throw new KoppelError('STATE_DAMAGED', { file: this.#file });
    }
  }

  /** Removes the file and forgets the key. */
  close(): void {
    this.#spillKey.fill(0);
    closeSync(this.#descriptor);
    rmSync(this.#file, { force: true });
  }
}
