// SPDX-License-Identifier: EUPL-1.2
/** Data sets of a study, found in the folders that the researcher names: nobody else knows where they are. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { filesBelow, isWithin, targetsOf, type EraseTarget } from '@koppel/accountability';
import { readFileText } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import type { Study } from '@koppel/study';
import { workingFolders } from '../store/store.ts';

export interface DataPlaces {
  readonly study: Study;
  /** Data sets, or folders of data sets. */
  readonly named: readonly string[];
  /** What must stay: the study, the key file, the log's folder. */
  readonly staying: readonly string[];
}

/** Whether a folder is a data set of this study, by what it says of itself. */
function isDataSet(folder: string, study: Study): boolean {
  const file = join(folder, 'quality.json');
  if (!existsSync(file)) return false;
  try {
    return (JSON.parse(readFileText(file)) as { study?: unknown }).study === study.id;
  } catch {
    return false;
  }
}

const isFolder = (place: string): boolean =>
  statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;

/**
 * FILE_MISSING, DESTRUCTION_PLACE, or DESTRUCTION_NOT_OURS for a folder without a data set of this study
 * in it or one level below.
 * @param begun of a destruction that was begun, the files that it is of: a folder may be gone, or hold
 *   only these
 */
export function requireDataSets(
  { study, named, staying }: DataPlaces,
  begun?: readonly { readonly file: string }[],
): void {
  const known = new Set(begun?.map(({ file }) => file));
  for (const place of named) {
    if (begun !== undefined && !existsSync(place)) continue;
    if (!isFolder(place)) throw new KoppelError('FILE_MISSING', { file: place });
    if (staying.some((one) => isWithin(one, place))) {
      throw new KoppelError('DESTRUCTION_PLACE', { file: place });
    }
    if (begun !== undefined && filesBelow(place).every((file) => known.has(resolve(file))))
      continue;
    const inside = readdirSync(place).map((name) => join(place, name));
    const found = [place, ...inside.filter(isFolder)].some((one) => isDataSet(one, study));
    if (!found) throw new KoppelError('DESTRUCTION_NOT_OURS', { file: place });
  }
}

/** What runs that were broken off left beside a data set. */
export function unfinishedBeside(place: string): string[] {
  return [`${resolve(place)}.koppel-unfinished`, ...workingFolders(place)].filter(existsSync);
}

/** All files of the data sets; also of those that were never finished. */
export function findDataSets({ named }: DataPlaces): EraseTarget[] {
  return [
    ...targetsOf('dataSets', ...named).filter(({ file }) => basename(file) !== 'serve.lock'),
    ...targetsOf('unfinished', ...named.flatMap(unfinishedBeside)),
  ];
}
