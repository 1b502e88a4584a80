// SPDX-License-Identifier: EUPL-1.2
/**
 * Numbered releases in one folder: `release-0001`, `release-0002` and on. What is in a folder that
 * appeared is whole, so the highest number is the newest.
 */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ReleaseText, Written } from './release.ts';

/** Where a data set goes, and which one came before it. */
export interface ReleasePlace {
  readonly out: string;
  /** From 1; undefined where releases are not numbered. */
  readonly number?: number;
  readonly previous?: string;
}

const folderForm = /^release-(\d{4,9})$/;

function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder).flatMap((name) => {
      const found = folderForm.exec(name);
      return found === null ? [] : [Number(found[1])];
    });
  } catch {
    return []; // there is none yet
  }
}

const nameOf = (number: number): string => `release-${String(number).padStart(4, '0')}`;

/** The next release of a folder, and the newest one that is there. */
export function nextRelease(folder: string): ReleasePlace {
  const newest = Math.max(0, ...numbersIn(folder));
  const number = newest + 1;
  const out = join(folder, nameOf(number));
  return newest === 0 ? { out, number } : { out, number, previous: join(folder, nameOf(newest)) };
}

export interface Manifest {
  readonly release: number | null;
  readonly study: string;
  readonly specHash: string;
  readonly result: string;
  /** The result of the data set that changes are told since. */
  readonly since: string | null;
}

/** `release.json`: which data set this is, and every other file of it by its hash. */
export function manifestText(
  manifest: Manifest,
  written: Written,
  texts: readonly ReleaseText[],
): ReleaseText {
  const ofRows = [...written].flatMap(([stem, { rows, formats }]) =>
    Object.entries(formats).map(([format, content]) => ({
      name: `${stem}.${format}`,
      rows,
      ...content,
    })),
  );
  const ofTexts = texts.map(({ name, text }) => {
    const bytes = new TextEncoder().encode(text);
    return { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
  const files = [...ofRows, ...ofTexts].sort((m, n) => (m.name < n.name ? -1 : 1));
  return { name: 'release.json', text: `${JSON.stringify({ ...manifest, files }, null, 2)}\n` };
}
