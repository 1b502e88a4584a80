// SPDX-License-Identifier: EUPL-1.2
/** A register as a file on disk, of which the size is known and which can be read again. */
import { statSync, type Stats } from 'node:fs';
import { KoppelError } from '@koppel/errors';

function statsOf(file: string): Stats {
  try {
    return statSync(file);
  } catch {
    throw new KoppelError('FILE_MISSING', { file });
  }
}

/** In bytes. FILE_MISSING; INPUT_NOT_A_FILE for a pipe, of which the beginning can be read only once. */
export function fileSize(file: string): number {
  const stats = statsOf(file);
  if (!stats.isFile()) throw new KoppelError('INPUT_NOT_A_FILE', { file });
  return stats.size;
}
