// SPDX-License-Identifier: EUPL-1.2
/**
 * What became of the clusters, as rows for the researcher: per record of a person who did not stay the
 * same, the pseudonym before and after, what happened and why. In the order of sources and tokens.
 */
import type { ClusterEvent, ClusterView } from '@koppel/linkage';
import { eventKinds, reasonBits, type EventBlock, type LinkSource } from '@koppel/wire';
import { sourceName } from './follow/names.ts';

const tokenBytes = 16;

/** One row: token and pseudonyms of 16 bytes, undefined where there is none. */
interface EventRow {
  readonly token: string;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
  readonly kind: number;
  readonly reasons: number;
}

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

/** Per source the rows of one event, as one row per record. */
function addRows(
  { kind, reasons, before, after }: ClusterEvent,
  pseudonymOf: (token: Uint8Array) => Uint8Array,
  rows: Map<string, EventRow[]>,
): void {
  const records = new Map<string, { source: string; row: EventRow }>();
  const common = { kind: eventKinds.indexOf(kind), reasons: reasonBits(reasons) };
  const add = (views: readonly ClusterView[], side: 'before' | 'after'): void => {
    for (const { anchor, members } of views) {
      const pseudonym = pseudonymOf(bytesOf(anchor.token));
      for (const { source, token } of members) {
        const name = `${token} ${source}`;
        const row = records.get(name)?.row ?? {
          token,
          before: undefined,
          after: undefined,
          ...common,
        };
        records.set(name, { source, row: { ...row, [side]: pseudonym } });
      }
    }
  };
  add(before, 'before');
  add(after, 'after');
  for (const { source, row } of records.values()) {
    const known = rows.get(source);
    if (known === undefined) rows.set(source, [row]);
    else known.push(row);
  }
}

/** Rows as a block of the study's capacity. */
function blockOf(source: string, rows: readonly EventRow[], capacity: number): EventBlock {
  const [owner, register] = source.split('/') as [string, string];
  const column = (width: number): Uint8Array => new Uint8Array(capacity * width);
  const block = {
    count: rows.length, owner, register, tokens: column(16), before: column(16), after: column(16),
    kinds: column(1), reasons: column(1),
  }; // prettier-ignore
  rows.forEach(({ token, before, after, kind, reasons }, at) => {
    block.tokens.set(bytesOf(token), at * tokenBytes);
    if (before !== undefined) block.before.set(before, at * tokenBytes);
    if (after !== undefined) block.after.set(after, at * tokenBytes);
    block.kinds[at] = kind;
    block.reasons[at] = reasons;
  });
  return block;
}

/**
 * Events as blocks, in the order of source names. Every source that was linked has one at least, so
 * that the number of batches does not tell whether anything happened.
 */
export function eventBlocks(
  events: Iterable<ClusterEvent>,
  sources: readonly Pick<LinkSource, 'owner' | 'register'>[],
  pseudonymOf: (token: Uint8Array) => Uint8Array,
  capacity: number,
): EventBlock[] {
  const rows = new Map<string, EventRow[]>(sources.map((source) => [sourceName(source), []]));
  for (const event of events) addRows(event, pseudonymOf, rows);
  return [...rows.keys()].sort().flatMap((source) => {
    const sorted = rows.get(source)!.sort((m, n) => (m.token < n.token ? -1 : 1));
    const number = Math.max(1, Math.ceil(sorted.length / capacity));
    return Array.from({ length: number }, (_, at) =>
      blockOf(source, sorted.slice(at * capacity, (at + 1) * capacity), capacity),
    );
  });
}
