// SPDX-License-Identifier: EUPL-1.2
/**
 * Erasing files: each is overwritten once, then removed. On media that keep old blocks (flash, copies
 * on write, snapshots) the old content can outlive that; what makes it worthless is the loss of keys,
 * and the certificate says what is left to do.
 */
import {
  closeSync,
  existsSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readdirSync,
  realpathSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { syncDescriptor, syncFolder, writeError } from '@koppel/console';
import type { FileKind } from './certificate.ts';

/** Files of one kind that are to go. */
export interface EraseTarget {
  readonly kind: FileKind;
  readonly file: string;
  readonly bytes: number;
}

const zeros = new Uint8Array(2 ** 20);

/**
 * Every file below a folder, or the file itself. A place that is itself a link is followed, and named
 * last; links below it are named and not followed. Sorted.
 */
export function filesBelow(place: string): string[] {
  const found = lstatSync(place, { throwIfNoEntry: false });
  if (found?.isSymbolicLink() !== true || !existsSync(place)) return filesIn(place);
  return [...filesIn(realpathSync(place)), place];
}

function filesIn(place: string): string[] {
  const found = lstatSync(place, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [place];
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesIn(join(place, name)));
}

/** Targets of a kind for all files below these places. */
export function targetsOf(kind: FileKind, ...places: readonly string[]): EraseTarget[] {
  return places
    .flatMap(filesBelow)
    .map((file) => ({ kind, file: resolve(file), bytes: lstatSync(file).size }));
}

/** Where a place really is, whatever links lead to it. */
function realPlace(place: string): string {
  const full = resolve(place);
  if (existsSync(full)) return realpathSync(full);
  const parent = dirname(full);
  return parent === full ? full : join(realPlace(parent), basename(full));
}

/** Whether a place is another, or lies in it, by whatever links. */
export function isWithin(inner: string, outer: string): boolean {
  const [one, other] = [realPlace(inner), realPlace(outer)];
  return one === other || one.startsWith(other.endsWith(sep) ? other : other + sep);
}

function overwrite(file: string, size: number): void {
  const descriptor = openSync(file, 'r+');
  try {
    for (let at = 0; at < size;) {
      at += writeSync(descriptor, zeros, 0, Math.min(zeros.length, size - at), at);
    }
    syncDescriptor(descriptor);
    ftruncateSync(descriptor, 0);
  } finally {
    closeSync(descriptor);
  }
}

/** Overwrites and removes a file; one that is gone already is fine. WRITE_FAILED. */
export function eraseFile(file: string): void {
  try {
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (found === undefined) return;
    // A second name elsewhere would keep the content: it goes with it. Of a link only the link goes.
    if (found.isFile()) overwrite(file, found.size);
    rmSync(file);
    syncFolder(dirname(file));
  } catch (thrown) {
    throw writeError(thrown, file);
  }
}

/** Removes the folders below a place, and the place itself, that are empty. */
export function removeEmptyFolders(place: string): void {
  const found = lstatSync(place, { throwIfNoEntry: false });
  if (found?.isDirectory() !== true) return;
  for (const name of readdirSync(place)) removeEmptyFolders(join(place, name));
  try {
    rmdirSync(place);
  } catch {
    // Something else stands in it, which was not ours to remove.
  }
}
