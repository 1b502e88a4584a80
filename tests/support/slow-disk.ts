// SPDX-License-Identifier: EUPL-1.2
/** A disk that is slow in itself, for programs of any kind that a test starts. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const source = join(import.meta.dirname, 'slow-disk.c');

export interface Slowness {
  /** Milliseconds that a write to a file takes longer. */
  readonly writeMs: number;
  /** Milliseconds that it takes longer to force a file to disk. */
  readonly syncMs: number;
}

/**
 * What the environment of a program must hold; undefined where no C compiler is.
 * @param folder for what is compiled
 */
export function slowDisk(folder: string, slowness: Slowness): Record<string, string> | undefined {
  const library = join(folder, 'slow-disk.so');
  const args = ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'];
  if (spawnSync('cc', args, { stdio: 'ignore' }).status !== 0) return undefined;
  return {
    LD_PRELOAD: library,
    KOPPEL_SLOW_WRITE_MS: String(slowness.writeMs),
    KOPPEL_SLOW_SYNC_MS: String(slowness.syncMs),
  };
}
