// SPDX-License-Identifier: EUPL-1.2
/** What clusters need to know of the records of all sources: whose they are, and what may not meet. */
import { firstRecords } from './candidates.ts';
import type { RecordShape } from './clusters/component.ts';
import type { OrderedSource } from './source.ts';

/** @param oneToOne a cluster holds at most one record of each unique source */
export function shapeOf(sources: readonly OrderedSource[], oneToOne: boolean): RecordShape {
  const first = firstRecords(sources);
  const sourceOf = new Uint32Array(first.at(-1)!);
  sources.forEach((_, n) => sourceOf.fill(n, first[n], first[n + 1]));
  return {
    records: sourceOf.length,
    sourceOf,
    oneToOne: sources.map(({ unique }) => unique && oneToOne),
    comparedWithin: sources.map(({ unique }) => !unique),
  };
}
