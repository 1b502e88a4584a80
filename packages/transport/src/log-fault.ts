// SPDX-License-Identifier: EUPL-1.2
/**
 * What SQLite and the file system throw, as closed codes. Their own texts hold paths, statements and
 * sometimes values, so neither text nor cause is kept.
 */
import { KoppelError, type ErrorCode } from '@koppel/errors';

/** SQLite's primary result codes, https://sqlite.org/rescode.html. */
const sqliteCodes: Readonly<Record<number, ErrorCode>> = {
  1: 'LOG_DAMAGED', // ERROR: a table is missing, as every statement here is fixed
  3: 'LOG_UNWRITABLE', // PERM
  5: 'LOG_BUSY', // BUSY
  6: 'LOG_BUSY', // LOCKED
  8: 'LOG_UNWRITABLE', // READONLY
  11: 'LOG_DAMAGED', // CORRUPT
  13: 'LOG_FULL', // FULL
  14: 'LOG_UNWRITABLE', // CANTOPEN
  19: 'LOG_DAMAGED', // CONSTRAINT: an offset that is taken, although the topic's row says it is free
  20: 'LOG_DAMAGED', // MISMATCH
  26: 'LOG_DAMAGED', // NOTADB
};

/** Its extended codes that say more than their primary one, IOERR. */
const sqliteExtendedCodes: Readonly<Record<number, ErrorCode>> = {
  522: 'LOG_DAMAGED', // IOERR_SHORT_READ: the file ends too early
  4874: 'LOG_FULL', // IOERR_SHMSIZE: no room for the index of the write-ahead file
};

const systemCodes: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'LOG_FULL',
  EDQUOT: 'LOG_FULL',
  ENOENT: 'LOG_MISSING',
  EACCES: 'LOG_UNWRITABLE',
  EPERM: 'LOG_UNWRITABLE',
  EROFS: 'LOG_UNWRITABLE',
  ENOTDIR: 'LOG_UNWRITABLE',
  EEXIST: 'LOG_UNWRITABLE',
  ERR_OUT_OF_RANGE: 'LOG_DAMAGED', // node:sqlite, for an integer that was never written
};

/** The error to throw for whatever was thrown at the log in `folder`; LOG_FAILED when unknown. */
export function logFault(thrown: unknown, folder: string): KoppelError {
  if (thrown instanceof KoppelError) return thrown;
  const { code = '', errcode = 0 } = thrown as { code?: string; errcode?: number };
  const known = sqliteExtendedCodes[errcode] ?? sqliteCodes[errcode & 0xff] ?? systemCodes[code];
  return new KoppelError(known ?? 'LOG_FAILED', { file: folder });
}
