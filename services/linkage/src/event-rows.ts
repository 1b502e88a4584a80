// SPDX-License-Identifier: EUPL-1.2
/**
 * What became of the clusters, as rows for the researcher: per record of a person who did not stay the
 * same, the pseudonym before and after, what happened and why. In the order of sources and tokens.
 */
import type { ClusterEvent, ClusterView } from '@koppel/linkage';
import { eventKinds, reasonBits, type EventBlock, type LinkSource } from '@koppel/wire';
import { sourceName } from './follow/names.ts';

const tokenBytes = 16;

/** A row: token, pseudonym before and after, kind and reasons; zeros for a pseudonym that there is not. */
const AT = { token: 0, before: tokenBytes, after: 2 * tokenBytes, kind: 48, reasons: 49 } as const;
const rowBytes = 50;

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

/** Rows of one source, one behind the other in memory that grows: they can be as many as persons. */
class EventRows {
  #bytes = new Uint8Array(64 * rowBytes);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** A new row, to be filled before the next one is made. */
  add(): Uint8Array {
    if (this.#count * rowBytes === this.#bytes.length) {
      const wider = new Uint8Array(2 * this.#bytes.length);
      wider.set(this.#bytes);
      this.#bytes = wider;
    }
    return this.at(this.#count++);
  }

  at(row: number): Uint8Array {
    return this.#bytes.subarray(row * rowBytes, (row + 1) * rowBytes);
  }

  /** Rows in the order of their tokens. */
  order(): Uint32Array {
    const bytes = this.#bytes;
    const order = Uint32Array.from({ length: this.#count }, (_, row) => row);
    return order.sort((one, other) => {
      for (let at = 0; at < tokenBytes; at += 1) {
        const difference = bytes[one * rowBytes + at]! - bytes[other * rowBytes + at]!;
        if (difference !== 0) return difference;
      }
      return 0;
    });
  }
}

/** Puts the rows of one event, one per record, to those of its sources. */
function addRows(
  { kind, reasons, before, after }: ClusterEvent,
  pseudonymOf: (token: Uint8Array) => Uint8Array,
  rowsOf: (source: string) => EventRows,
): void {
  const records = new Map<string, { source: string; row: Uint8Array }>();
  const add = (views: readonly ClusterView[], side: 'before' | 'after'): void => {
    for (const { anchor, members } of views) {
      const pseudonym = pseudonymOf(bytesOf(anchor.token));
      for (const { source, token } of members) {
        const name = `${token} ${source}`;
        const known = records.get(name) ?? { source, row: new Uint8Array(rowBytes) };
        known.row.set(bytesOf(token), AT.token);
        known.row.set(pseudonym, AT[side]);
        records.set(name, known);
      }
    }
  };
  add(before, 'before');
  add(after, 'after');
  for (const { source, row } of records.values()) {
    row[AT.kind] = eventKinds.indexOf(kind);
    row[AT.reasons] = reasonBits(reasons);
    rowsOf(source).add().set(row);
  }
}

/** Rows as a block of the study's capacity. */
function blockOf(
  source: string,
  rows: EventRows,
  chosen: Uint32Array,
  capacity: number,
): EventBlock {
  const [owner, register] = source.split('/') as [string, string];
  const column = (width: number): Uint8Array => new Uint8Array(capacity * width);
  const block = {
    count: chosen.length, owner, register, tokens: column(16), before: column(16), after: column(16),
    kinds: column(1), reasons: column(1),
  }; // prettier-ignore
  chosen.forEach((number, at) => {
    const row = rows.at(number);
    block.tokens.set(row.subarray(AT.token, AT.before), at * tokenBytes);
    block.before.set(row.subarray(AT.before, AT.after), at * tokenBytes);
    block.after.set(row.subarray(AT.after, AT.kind), at * tokenBytes);
    block.kinds[at] = row[AT.kind]!;
    block.reasons[at] = row[AT.reasons]!;
  });
  return block;
}

/** Blocks, each made when it is asked for, and how many there are. */
export interface EventBlocks {
  readonly count: number;
  readonly blocks: Iterable<EventBlock>;
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
): EventBlocks {
  const all = new Map(sources.map((source) => [sourceName(source), new EventRows()]));
  const rowsOf = (source: string): EventRows => {
    const known = all.get(source) ?? new EventRows();
    all.set(source, known);
    return known;
  };
  for (const event of events) addRows(event, pseudonymOf, rowsOf);
  const blocksOf = (rows: EventRows): number => Math.max(1, Math.ceil(rows.count / capacity));
  function* blocks(): Generator<EventBlock> {
    for (const source of [...all.keys()].sort()) {
      const rows = all.get(source)!;
      const order = rows.order();
      for (let at = 0; at < blocksOf(rows); at += 1) {
        const chosen = order.subarray(at * capacity, (at + 1) * capacity);
        yield blockOf(source, rows, chosen, capacity);
      }
    }
  }
  const count = [...all.values()].reduce((sum, rows) => sum + blocksOf(rows), 0);
  return { count, blocks: blocks() };
}
