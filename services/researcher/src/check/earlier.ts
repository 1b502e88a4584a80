// SPDX-License-Identifier: EUPL-1.2
/**
 * The folder of releases: `release-0001` and on, each whole or not there, with `released.json` that
 * says what left. A data set leaves as the very bytes that were checked, but for those that no reader
 * shows.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { syncDescriptor, syncFolder, writeError, writeFileWhole } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { unfinishedFolder } from '../release.ts';
import { nextRelease } from '../versions.ts';
import { cleanFile } from './clean-file.ts';
import type { ReleasedTable } from './released.ts';
import type { DataSetRule } from './rules.ts';

/** A data set as it left. */
export interface ReleasedDataSet {
  readonly kind: 'dataSet';
  /** The name of the file in its release. */
  readonly file: string;
  readonly rule: DataSetRule;
  readonly sha256: string;
}

export interface Earlier {
  readonly tables: readonly ReleasedTable[];
  readonly dataSets: readonly (ReleasedDataSet & { readonly path: string })[];
}

interface Ledger {
  readonly study: string;
  readonly released: readonly (ReleasedTable | ReleasedDataSet)[];
}

const ledgerName = 'released.json';

/** Everything that left before, oldest first. CHECK_EARLIER where a release cannot be read. */
export function earlierReleases(folder: string | undefined, study: string): Earlier {
  if (folder === undefined || !existsSync(folder)) return { tables: [], dataSets: [] };
  const tables: ReleasedTable[] = [];
  const dataSets: Earlier['dataSets'][number][] = [];
  for (const name of readdirSync(folder).filter((one) => /^release-\d{4,9}$/.test(one)).sort()) {
    const file = join(folder, name, ledgerName);
    let ledger: Ledger;
    try {
      ledger = JSON.parse(readFileSync(file, 'utf8')) as Ledger;
    } catch {
      // What left and is not known cannot be taken into account, so nothing more may leave.
      throw new KoppelError('CHECK_EARLIER', { file });
    }
    if (ledger.study !== study) throw new KoppelError('CHECK_EARLIER', { file });
    for (const one of ledger.released) {
      if (one.kind === 'table') tables.push(one);
      else {
        const path = join(folder, name, one.file);
        // Later releases are held against what left, not against what lies there now.
        if (hashOf(path) !== one.sha256) throw new KoppelError('CHECK_EARLIER', { file: path });
        dataSets.push({ ...one, path });
      }
    }
  }
  return { tables, dataSets };
} // prettier-ignore

/** What leaves: files as they are, tables as text. */
export interface Leaving {
  readonly study: string;
  readonly files: readonly { readonly path: string; readonly rule: DataSetRule; readonly sha256: string }[];
  readonly tables: readonly { readonly name: string; readonly text: string; readonly released: ReleasedTable }[];
} // prettier-ignore

const partBytes = 1 << 20;

/** The SHA-256 of a file as it lies there now, read in parts. FILE_MISSING. */
export function hashOf(path: string): string {
  const digest = createHash('sha256');
  const part = new Uint8Array(partBytes);
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    throw new KoppelError('FILE_MISSING', { file: path });
  }
  try {
    for (;;) {
      const read = readSync(descriptor, part);
      if (read === 0) return digest.digest('hex');
      digest.update(part.subarray(0, read));
    }
  } finally {
    closeSync(descriptor);
  }
}

function syncFile(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    syncDescriptor(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Puts everything into the next numbered folder, whole or not at all, and gives its path. CHECK_CHANGED
 * where a file is no longer the one that was checked; DISK_FULL, WRITE_FAILED.
 */
export function putRelease(folder: string, { study, files, tables }: Leaving): string {
  const { out } = nextRelease(folder);
  const temporary = unfinishedFolder(out);
  try {
    rmSync(temporary, { recursive: true, force: true });
    mkdirSync(dirname(temporary), { recursive: true });
    mkdirSync(temporary, { mode: 0o700 });
    const released: (ReleasedTable | ReleasedDataSet)[] = [];
    for (const { path, rule, sha256 } of files) {
      const file = basename(path);
      const copy = join(temporary, file);
      copyFileSync(path, copy);
      if (hashOf(copy) !== sha256) throw new KoppelError('CHECK_CHANGED', { file: path });
      const isSame = cleanFile(copy) === 0;
      syncFile(copy);
      released.push({ kind: 'dataSet', file, rule, sha256: isSame ? sha256 : hashOf(copy) });
    }
    for (const { name, text, released: one } of tables) {
      writeFileWhole(join(temporary, name), text);
      released.push(one);
    }
    const ledger: Ledger = { study, released };
    writeFileWhole(join(temporary, ledgerName), `${JSON.stringify(ledger, null, 1)}\n`);
    syncFolder(temporary);
    renameSync(temporary, out);
    syncFolder(dirname(out));
    return out;
  } catch (thrown) {
    rmSync(temporary, { recursive: true, force: true });
    throw writeError(thrown, out);
  }
}
