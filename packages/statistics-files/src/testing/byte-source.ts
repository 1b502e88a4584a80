// SPDX-License-Identifier: EUPL-1.2
/** Bytes in memory as a source, given in small parts, and all that is read of them. For tests only. */
import { readDta } from '../read/dta.ts';
import { readSav } from '../read/sav.ts';
import type { ByteSource, ReadCell, ReadColumn } from '../read/table.ts';

export function byteSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    // Never more than was asked for at least once: where parts meet is tested too.
    read: (at, length) => bytes.slice(at, at + Math.min(length, 4096 + (at % 7))),
  };
}

export type Format = 'sav' | 'dta';

export interface WholeTable {
  readonly columns: readonly ReadColumn[];
  readonly rows: readonly (readonly ReadCell[])[];
}

/** A file without what no reader shows, and in how many places it had some. */
export function cleaned(format: Format, bytes: Uint8Array): { clean: Uint8Array; places: number } {
  const { idle } = (format === 'sav' ? readSav : readDta)(byteSource(bytes));
  const clean = bytes.slice();
  for (const { at, clean: put } of idle) clean.set(put, at);
  return { clean, places: idle.length };
}

/** Everything that a file holds. */
export function readWhole(format: Format, bytes: Uint8Array): WholeTable {
  const { columns, parts } = (format === 'sav' ? readSav : readDta)(byteSource(bytes));
  return { columns, rows: [...parts()].flat() };
}
