// SPDX-License-Identifier: EUPL-1.2
/** What is counted in a store, for the quality of a data set. */
import type { Study } from '@koppel/study';
import type { Store } from './store.ts';

export interface SourceCounts {
  readonly linked: number;
  readonly payloadWithoutLink: number;
  readonly linkWithoutPayload: number;
}

/**
 * By the number of the source; sources without links are absent. Where an owner sends no variables
 * (`hasPayload` false), nothing is missing.
 */
export async function countSources(
  store: Store,
  study: Study,
  hasPayload: (source: number) => boolean,
): Promise<ReadonlyMap<number, SourceCounts>> {
  const counts = new Map<number, SourceCounts>();
  for (const at of study.registers.keys()) {
    const rows = await store.all(
      `WITH linked AS (SELECT source, count(*) FILTER (size > 1) AS linked,
         count(*) FILTER (has_payload) AS matched, count(*) FILTER (NOT has_payload) AS bare
         FROM register_${String(at)} GROUP BY source),
       sent AS (SELECT source, count(*) AS sent FROM newest_${String(at)} GROUP BY source)
       SELECT source, coalesce(linked, 0), coalesce(sent, 0) - coalesce(matched, 0), coalesce(bare, 0)
       FROM linked FULL OUTER JOIN sent USING (source)`,
    );
    for (const row of rows) {
      const [source, linked, orphans, bare] = row.map(Number) as [number, number, number, number];
      counts.set(source, {
        linked,
        payloadWithoutLink: orphans,
        linkWithoutPayload: hasPayload(source) ? bare : 0,
      });
    }
  }
  return counts;
}

/** Records of a register by the value of one variable and by whether they are linked. */
export interface ValueCount {
  readonly value: number | undefined;
  readonly isLinked: boolean;
  readonly records: number;
}

export async function countValues(
  store: Store,
  register: number,
  variable: number,
): Promise<readonly ValueCount[]> {
  const rows = await store.all(
    `SELECT v${String(variable)}, size > 1, count(*) FROM register_${String(register)} GROUP BY ALL`,
  );
  return rows.map(([value, isLinked, records]) => ({
    value: value === null ? undefined : Number(value),
    isLinked: isLinked === true,
    records: Number(records),
  }));
}
