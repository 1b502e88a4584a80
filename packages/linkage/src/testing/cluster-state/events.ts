// SPDX-License-Identifier: EUPL-1.2
/** From clusters before and after a batch to events: every change, and nothing that did not change. */
import {
  compareNames,
  reasons as allReasons,
  type ClusterEvent,
  type ClusterView,
  type EventKind,
  type Reason,
} from '../../incremental/changes.ts';
import type { Cluster, Entry } from './entry.ts';

/**
 * The record that a cluster's pseudonym comes from: the one that has been in the study longest; of
 * those the one with the smallest token. A function of the cluster's records alone, so the same in
 * every order of arrival, and newcomers cannot take it over.
 */
export function anchorOf(members: readonly Entry[]): Entry {
  return members.reduce((first, one) => {
    const order =
      one.since - first.since ||
      (one.token === first.token ? compareNames(one, first) : one.token < first.token ? -1 : 1);
    return order < 0 ? one : first;
  });
}

/** A reason as a bit, so that several are one number. */
export const bitOf = (reason: Reason): number => 1 << allReasons.indexOf(reason);

const nameOf = ({ source, token }: Entry) => ({ source, token });

/** A cluster as others see it. */
export function viewOf({ members }: Cluster): ClusterView {
  const sorted = [...members].sort(compareNames);
  return { anchor: nameOf(anchorOf(members)), members: sorted.map(nameOf) };
}

/** Clusters before and after that have records in common, directly or through others. */
interface Group {
  readonly before: Set<Cluster>;
  readonly after: Set<Cluster>;
}

function groupsOf(
  oldClusters: ReadonlySet<Cluster>,
  newClusters: ReadonlySet<Cluster>,
  oldOf: ReadonlyMap<Entry, Cluster>,
): Group[] {
  const seen = new Set<Cluster>();
  const collect = (first: Cluster): Group => {
    const group: Group = { before: new Set(), after: new Set() };
    const waiting = [first];
    for (let cluster = waiting.pop(); cluster !== undefined; cluster = waiting.pop()) {
      if (seen.has(cluster)) continue;
      seen.add(cluster);
      const isNew = newClusters.has(cluster);
      group[isNew ? 'after' : 'before'].add(cluster);
      for (const member of cluster.members) {
        const other = isNew ? oldOf.get(member) : member.cluster;
        if (other !== undefined) waiting.push(other);
      }
    }
    return group;
  };
  return [...oldClusters, ...newClusters]
    .filter((cluster) => !seen.has(cluster))
    .map(collect)
    .filter(({ before, after }) => before.size + after.size > 0);
}

function kindOf({ before, after }: Group): EventKind | undefined {
  if (before.size === 0) return 'appeared';
  if (after.size === 0) return 'retracted';
  if (before.size > 1 && after.size > 1) return 'regrouped';
  if (before.size > 1) return 'merged';
  if (after.size > 1) return 'split';
  const [was, is] = [[...before][0]!.members, [...after][0]!.members];
  const now = new Set(is);
  if (was.some((member) => !now.has(member))) return 'shrunk';
  return is.length > was.length ? 'grown' : undefined;
}

/** What is known after the clusters were made anew. */
export interface Remade {
  /** Clusters that there were; those of retracted records included. */
  readonly oldClusters: ReadonlySet<Cluster>;
  readonly newClusters: ReadonlySet<Cluster>;
  /** The cluster in which a record was. */
  readonly oldOf: ReadonlyMap<Entry, Cluster>;
  /** What happened to what a record hangs together with, and to retracted records: `bitOf`, added. */
  readonly reasonsOf: (entry: Entry) => number;
}

/** All events, ordered by the first record of the cluster that they are about. */
export function eventsOf({ oldClusters, newClusters, oldOf, reasonsOf }: Remade): ClusterEvent[] {
  const found = groupsOf(oldClusters, newClusters, oldOf).flatMap((group): ClusterEvent[] => {
    const kind = kindOf(group);
    if (kind === undefined) return [];
    const views = (clusters: ReadonlySet<Cluster>): ClusterView[] =>
      [...clusters].map(viewOf).sort((m, n) => compareNames(m.members[0]!, n.members[0]!));
    let happened = 0;
    for (const { members } of [...group.before, ...group.after]) {
      for (const member of members) happened |= reasonsOf(member);
    }
    const reasons = allReasons.filter((reason) => (happened & bitOf(reason)) !== 0);
    return [{ kind, reasons, before: views(group.before), after: views(group.after) }];
  });
  const first = ({ before, after }: ClusterEvent) => (after[0] ?? before[0])!.members[0]!;
  return found.sort((m, n) => compareNames(first(m), first(n)));
}
