// SPDX-License-Identifier: EUPL-1.2
/** What became of the clusters, as counts for the summary and as lines for who has to act on it. */
import type { ClusterEvent, ClusterView } from '@koppel/linkage';
import type { ToldEvents } from './link-again.ts';

export type EventCounts = Partial<Record<ClusterEvent['kind'], number>>;

/** How many events there are of each kind. */
export function countEvents(events: Pick<ToldEvents, 'kinds'>): EventCounts {
  const counts: EventCounts = {};
  for (const kind of events.kinds()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A line of JSON per event: its kind, its reasons, and the clusters before and after by pseudonym. */
export function* eventLines(
  events: Iterable<ClusterEvent>,
  pseudonymOf: (token: Uint8Array) => Uint8Array,
): Generator<string> {
  const view = ({ anchor, members }: ClusterView) => ({
    pseudonym: hex(pseudonymOf(new Uint8Array(Buffer.from(anchor.token, 'hex')))),
    records: members.map(({ source, token }) => ({ register: source, token })),
  });
  for (const { kind, reasons, before, after } of events) {
    yield `${JSON.stringify({ kind, reasons, before: before.map(view), after: after.map(view) })}\n`;
  }
}
