// SPDX-License-Identifier: EUPL-1.2
/** What the linkage unit has of a study on disk. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, isWithin, targetsOf, type EraseTarget } from '@koppel/accountability';
import { isKoppelError, KoppelError } from '@koppel/errors';
import type { Study } from '@koppel/study';
import { accountFileOf } from '../review/decision-log.ts';

export interface UnitPlaces {
  readonly study: Study;
  readonly studyFile: string;
  readonly keyFile: string;
  readonly stateFolder: string;
  /** Log folder, if there is one on this machine. */
  readonly log: string | undefined;
  /** Files and folders that were named: exports of lists, reports, events. */
  readonly named: readonly string[];
}

/** What the state folder holds, apart by what it is; the rest of it is `other`. */
const known = [
  ['encodings', ['segments']],
  ['state', ['linkage.sqlite', 'linkage.sqlite-wal', 'linkage.sqlite-shm', 'clusters.bin', 'serve.json']],
  ['report', ['report', 'history']],
  ['review', ['review.json']],
] as const; // prettier-ignore

/** DESTRUCTION_PLACE for a place that holds what must stay. */
function requireApart(place: string, { studyFile, keyFile, log }: UnitPlaces): void {
  const staying = [studyFile, keyFile, ...(log === undefined ? [] : [log])];
  if (staying.some((one) => isWithin(one, place))) {
    throw new KoppelError('DESTRUCTION_PLACE', { file: place });
  }
}

/**
 * Every file that is to go. In a state folder that also holds the key file, the study or the log only
 * what is known by its name goes.
 * @throws KoppelError DESTRUCTION_PLACE, FILE_MISSING for a place that was named
 */
export function findUnitFiles(places: UnitPlaces): EraseTarget[] {
  const { study, keyFile, stateFolder, named } = places;
  const ours = known.flatMap(([kind, names]) =>
    targetsOf(kind, ...names.map((name) => join(stateFolder, name))),
  );
  const found = new Set(ours.map(({ file }) => file));
  let rest: EraseTarget[] = [];
  try {
    requireApart(stateFolder, places);
    const lock = join(stateFolder, 'state.lock');
    rest = targetsOf('other', ...filesBelow(stateFolder).filter((file) => file !== lock));
  } catch (thrown) {
    if (!isKoppelError(thrown, 'DESTRUCTION_PLACE')) throw thrown;
    // Only what is ours by name.
  }
  for (const place of named) requireApart(place, places);
  return [
    ...ours,
    ...rest.filter(({ file }) => !found.has(file)),
    ...targetsOf('review', accountFileOf(keyFile, study)),
    ...targetsOf('named', ...named),
  ];
}

/** FILE_MISSING for a place that was named and is not there, unless destroying goes on. */
export function requireNamed(named: readonly string[]): void {
  const missing = named.find((place) => !existsSync(place));
  if (missing !== undefined) throw new KoppelError('FILE_MISSING', { file: missing });
}
