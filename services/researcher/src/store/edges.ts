// SPDX-License-Identifier: EUPL-1.2
/** How records went from the persons of an earlier result to those of this one. */
import type { Edge } from '../person-events.ts';
import { wideText, type Store } from './store.ts';

/**
 * All pairs of pseudonyms before and after between which something happened. Persons of whom every
 * record stayed together, and no other came, are left out: they are most, and nothing happened.
 */
export async function changedEdges(store: Store): Promise<readonly Edge[]> {
  await store.run(
    `CREATE TABLE moves AS
       SELECT b.pseudonym AS before, a.pseudonym AS after,
         coalesce(a.source, b.source) AS source, coalesce(a.token, b.token) AS token
       FROM links_before b FULL OUTER JOIN links a ON a.source = b.source AND a.token = b.token`,
    `CREATE TABLE edges AS
       SELECT before, after, count(*) AS records, coalesce(bit_or(bits), 0) AS bits
       FROM moves LEFT JOIN (SELECT source, token, bit_or(bits) AS bits FROM reasons GROUP BY ALL)
         USING (source, token)
       GROUP BY before, after`,
    'DROP TABLE moves',
  );
  const rows = await store.all(
    `WITH was AS (SELECT before, count(*) AS n FROM edges WHERE before IS NOT NULL GROUP BY before),
          is_now AS (SELECT after, count(*) AS n FROM edges WHERE after IS NOT NULL GROUP BY after)
     SELECT before, after, records, bits FROM edges
       LEFT JOIN was USING (before) LEFT JOIN is_now USING (after)
     WHERE before IS NULL OR after IS NULL OR was.n > 1 OR is_now.n > 1`,
  );
  return rows.map(([before, after, records, bits]) => ({
    before: before === null ? '' : wideText(before!),
    after: after === null ? '' : wideText(after!),
    records: Number(records),
    reasons: Number(bits),
  }));
}
