// SPDX-License-Identifier: EUPL-1.2
/**
 * Takes out of a file of SPSS or Stata what no reader shows, such as what stands behind the end of a
 * name in its place: programs leave there what they happened to have in memory, and people can hide
 * something. Rows, names and labels stay as they are.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { extname } from 'node:path';
import { readDta, readSav } from '@koppel/statistics-files';
import { fileSource } from './statistics-source.ts';

const readers: Readonly<Record<string, typeof readSav>> = { '.sav': readSav, '.dta': readDta };

/** Overwrites it in the file itself, and gives in how many places. STATISTICS_READ; WRITE_FAILED. */
export function cleanFile(path: string): number {
  const read = readers[extname(path).toLowerCase()];
  if (read === undefined) return 0;
  const descriptor = openSync(path, 'r+');
  try {
    const { idle } = read(fileSource(descriptor));
    for (const { at, clean } of idle) {
      for (let done = 0; done < clean.length;) {
        done += writeSync(descriptor, clean, done, clean.length - done, at + done);
      }
    }
    return idle.length;
  } finally {
    closeSync(descriptor);
  }
}
