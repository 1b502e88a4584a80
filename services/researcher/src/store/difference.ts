// SPDX-License-Identifier: EUPL-1.2
/** Which records of which source came, went or have other values since an earlier data set. */
import type { Study } from '@koppel/study';
import type { Store } from './store.ts';

export interface SourceDifference {
  readonly owner: string;
  readonly register: string;
  readonly added: number;
  readonly removed: number;
  /** Records with another value in at least one variable. */
  readonly changed: number;
  /** Records with another value, by variable; only those that have any. */
  readonly variables: Readonly<Record<string, number>>;
}

/** In the order of owners and registers; sources of which nothing differs are left out. */
export async function differences(
  store: Store,
  study: Study,
): Promise<readonly SourceDifference[]> {
  const found: [number, SourceDifference][] = [];
  const registers = study.registers.length;
  for (const [at, { id, payload }] of study.registers.entries()) {
    const differs = payload.map((_, variable) => {
      const name = `v${String(variable)}`;
      return `(a.token IS NOT NULL AND b.token IS NOT NULL AND p.${name} IS DISTINCT FROM q.${name})`;
    });
    const any = differs.length === 0 ? 'false' : differs.join(' OR ');
    const counts = [
      'a.token IS NOT NULL AND b.token IS NULL', 'a.token IS NULL AND b.token IS NOT NULL', any, ...differs,
    ].map((condition) => `count(*) FILTER (${condition})`); // prettier-ignore
    const ofRegister = `source % ${String(registers)} = ${String(at)}`;
    const rows = await store.all(
      `SELECT coalesce(a.source, b.source), ${counts.join(', ')}
       FROM (SELECT source, token FROM links WHERE ${ofRegister}) a
       FULL OUTER JOIN (SELECT source, token FROM links_before WHERE ${ofRegister}) b
         ON a.source = b.source AND a.token = b.token
       LEFT JOIN newest_${String(at)} p ON p.source = a.source AND p.token = a.token
       LEFT JOIN newest_before_${String(at)} q ON q.source = b.source AND q.token = b.token
       GROUP BY 1`,
    );
    for (const row of rows) {
      const [source, added, removed, changed, ...each] = row.map(Number) as [number, number, number, number];
      if (added + removed + changed === 0) continue;
      const owner = study.owners[Math.floor(source / registers)]!.id;
      const variables = Object.fromEntries(
        payload.map(({ name }, variable) => [name, (each as number[])[variable]!] as const).filter(([, count]) => count > 0),
      );
      found.push([source, { owner, register: id, added, removed, changed, variables }]);
    }
  }
  return found.sort(([m], [n]) => m - n).map(([, one]) => one);
} // prettier-ignore
