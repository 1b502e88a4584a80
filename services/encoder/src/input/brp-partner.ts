// SPDX-License-Identifier: EUPL-1.2
/**
 * Which partner's name a person can bear. A marriage that ended keeps its place on the person list,
 * with the date on which it ended; one that never was keeps it without a name.
 */

type Row = readonly string[];

const surname = '05.02.40';
const begun = '05.06.10';
const ended = '05.07.10';

/** E: the own name. With P, V and N a name of the partner, or of the last one there was. */
const ownName = new Set(['', 'E']);

/** The last by date; of equal dates the later one on the list. Unknown parts of a date are zeros. */
function latest(rows: readonly Row[], at: number): Row | undefined {
  return rows.reduce<Row | undefined>(
    (best, row) => (best === undefined || (row[at] ?? '') >= (best[at] ?? '') ? row : best),
    undefined,
  );
}

/**
 * The partner of the most recent marriage that was not ended. Where there is none and the person
 * bears a partner's name all the same, the one of the marriage that ended last: so the BRP itself
 * composes the name. Undefined where there is no such partner.
 * @param rows current occurrences of category 05
 * @param places of its elements in a row
 * @param usage 01.61.10, naamgebruik
 */
export function currentPartner(
  rows: readonly Row[],
  places: ReadonlyMap<string, number>,
  usage: string,
): Row | undefined {
  const of = (row: Row, name: string): string => row[places.get(name) ?? -1] ?? '';
  const named = rows.filter((row) => of(row, surname) !== '' || of(row, begun) !== '');
  const living = named.filter((row) => of(row, ended) === '');
  if (living.length > 0) return latest(living, places.get(begun) ?? -1);
  return ownName.has(usage) ? undefined : latest(named, places.get(ended) ?? -1);
}
