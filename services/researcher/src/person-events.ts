// SPDX-License-Identifier: EUPL-1.2
/**
 * What became of persons between two data sets: from the pseudonyms that their records had and have.
 * What the linkage unit tells adds why. However many results lie between the two, an event is told
 * once, and what was undone in the meantime is none.
 */
import { reasonsIn, type EventKind, type EventReason } from '@koppel/wire';

/** Records that went from one pseudonym to another; '' where they were not there, or are no more. */
export interface Move {
  readonly before: string;
  readonly after: string;
  readonly records: number;
}

export interface PersonEvent {
  readonly kind: EventKind;
  /** Empty when the linkage unit does not tell. */
  readonly reasons: readonly EventReason[];
  /** By pseudonym before, then after. */
  readonly moves: readonly Move[];
}

/** Records that went from one pseudonym to another, and why, as `reasonBits`. */
export interface Edge extends Move {
  readonly reasons: number;
}

/** Edges that hang together through a pseudonym before or after. */
function groupsOf(edges: readonly Edge[]): Edge[][] {
  const bySide = { before: new Map<string, Edge[]>(), after: new Map<string, Edge[]>() };
  const sides = ['before', 'after'] as const;
  for (const edge of edges) {
    for (const side of sides) {
      const known = bySide[side].get(edge[side]);
      if (known === undefined) bySide[side].set(edge[side], [edge]);
      else known.push(edge);
    }
  }
  const seen = new Set<Edge>();
  return edges.flatMap((first) => {
    if (seen.has(first)) return [];
    seen.add(first);
    const group = [first];
    for (const edge of group) {
      for (const side of sides) {
        // Newcomers have nothing in common, nor have those who left.
        if (edge[side] === '') continue;
        for (const other of bySide[side].get(edge[side])!) {
          if (seen.has(other)) continue;
          seen.add(other);
          group.push(other);
        }
      }
    }
    return [group];
  });
}

/** Undefined when nothing happened. */
function kindOf(group: readonly Edge[]): EventKind | undefined {
  const count = (side: 'before' | 'after'): number =>
    new Set(group.map((edge) => edge[side]).filter((name) => name !== '')).size;
  const [before, after] = [count('before'), count('after')];
  if (before === 0) return 'appeared';
  if (after === 0) return 'retracted';
  if (before > 1 && after > 1) return 'regrouped';
  if (before > 1) return 'merged';
  if (after > 1) return 'split';
  if (group.some((edge) => edge.after === '')) return 'shrunk';
  return group.some((edge) => edge.before === '') ? 'grown' : undefined;
}

const inOrder = (m: Move, n: Move): number => {
  if (m.before !== n.before) return m.before < n.before ? -1 : 1;
  return m.after < n.after ? -1 : 1;
};

/** All events, in the order of their first move; the same for the same two results. */
export function personEvents(edges: readonly Edge[]): PersonEvent[] {
  const events = groupsOf(edges).flatMap((group): PersonEvent[] => {
    const kind = kindOf(group);
    if (kind === undefined) return [];
    const happened = group.reduce((bits, edge) => bits | edge.reasons, 0);
    const moves = group.map(({ before: was, after: is, records }) => ({
      before: was,
      after: is,
      records,
    }));
    return [{ kind, reasons: reasonsIn(happened), moves: moves.sort(inOrder) }];
  });
  return events.sort((m, n) => inOrder(m.moves[0]!, n.moves[0]!));
}

/** How many events there are of each kind. */
export function countEvents(events: readonly PersonEvent[]): Partial<Record<EventKind, number>> {
  const counts: Partial<Record<EventKind, number>> = {};
  for (const { kind } of events) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
