// SPDX-License-Identifier: EUPL-1.2
/** A new file that bytes are added to, on disk when it is closed. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { syncDescriptor } from '@koppel/console';
import type { Sink } from './row-writer.ts';

/** A file by its content. */
export interface FileContent {
  readonly bytes: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

export interface FileSink {
  readonly write: Sink;
  /** Forces it to disk, closes it and says what is in it. */
  close(): FileContent;
  /** Closes it, whatever was written. */
  abandon(): void;
}

/** Bytes that are gathered before the operating system is asked. */
const bufferBytes = 1 << 20;

export function fileSink(file: string): FileSink {
  const descriptor = openSync(file, 'wx', 0o600);
  const buffer = new Uint8Array(bufferBytes);
  const digest = createHash('sha256');
  let filled = 0;
  let total = 0;
  const put = (bytes: Uint8Array): void => {
    digest.update(bytes);
    total += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const written = writeSync(descriptor, bytes, at);
      // A file system that takes nothing and reports no error would keep this going forever.
      if (written === 0) throw Object.assign(new Error(), { code: 'ENOSPC' });
      at += written;
    }
  };
  const flush = (): void => {
    put(buffer.subarray(0, filled));
    filled = 0;
  };
  return {
    write(bytes) {
      if (filled + bytes.length > bufferBytes) flush();
      if (bytes.length > bufferBytes) {
        put(bytes);
        return;
      }
      buffer.set(bytes, filled);
      filled += bytes.length;
    },
    close() {
      try {
        flush();
        syncDescriptor(descriptor);
      } finally {
        closeSync(descriptor);
      }
      return { bytes: total, sha256: digest.digest('hex') };
    },
    abandon() {
      closeSync(descriptor);
    },
  };
}
