// SPDX-License-Identifier: EUPL-1.2
/** Columns over all sources, source by source, and what of a snapshot stays in them. */
import {
  fates,
  pairsWhere,
  type CurrentSource,
  type EncodedSource,
  type MetRecords,
  type RecordPairs,
} from '@koppel/linkage';
import type { LinkedRows } from '../outcome.ts';
import type { Snapshot } from './snapshot.ts';

/** Per record, numbered over all sources, its cluster. */
export function clusterColumn(rows: readonly Pick<LinkedRows, 'cluster'>[]): Uint32Array {
  const column = new Uint32Array(rows.reduce((sum, { cluster }) => sum + cluster.length, 0));
  let at = 0;
  for (const { cluster } of rows) {
    column.set(cluster, at);
    at += cluster.length;
  }
  return column;
}

/** A column over all sources, source by source. */
export function bySource<T extends Uint32Array | Float64Array>(
  column: T,
  sources: readonly { readonly count: number }[],
): T[] {
  let first = 0;
  return sources.map(({ count }) => {
    const from = first;
    first += count;
    return column.subarray(from, first) as T;
  });
}

/** The sources as they are now, with the rows that are new or changed. */
export function currentSources(
  sources: readonly EncodedSource[],
  met: MetRecords,
): CurrentSource[] {
  return bySource(met.now, sources).map((places, at): CurrentSource => {
    const { name, unique, tokens, count, filters, filterBytes } = sources[at]!;
    const rows = new Uint32Array(count);
    let fresh = 0;
    places.forEach((place, row) => {
      const fate = met.fate[place]!;
      if (fate === fates.added || fate === fates.changed) rows[fresh++] = row;
    });
    const set = { count, bytes: filterBytes, filters };
    return { name, unique, tokens, set, fresh: rows.slice(0, fresh) };
  });
}

/** The pairs of a snapshot whose records stayed what they were, in the numbers of now. */
export function keptPairs(last: Snapshot, met: MetRecords): RecordPairs {
  const { before, fate } = met;
  const stays = (record: number): boolean => fate[before[record]!] === fates.same;
  const { left, right, similarity } = pairsWhere(
    last,
    (at) => stays(last.left[at]!) && stays(last.right[at]!),
  );
  const numberAt = new Uint32Array(met.count);
  met.now.forEach((place, number) => {
    numberAt[place] = number;
  });
  const number = (column: Uint32Array): Uint32Array =>
    column.map((record) => numberAt[before[record]!]!);
  return { left: number(left), right: number(right), similarity };
}
