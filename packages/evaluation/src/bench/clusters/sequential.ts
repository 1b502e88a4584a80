// SPDX-License-Identifier: EUPL-1.2
/** Sources one after the other, each assigned to the clusters so far; for comparison with ours. */
import { adjacencyOf, Partition, type Clusterer, type Component } from '@koppel/linkage';

interface Offer {
  readonly record: number;
  readonly cluster: number;
  readonly similarity: number;
}

/** Clusters that every member of which is a candidate for the record, with the least similarity. */
function offersOf(
  record: number,
  { pairs }: Component,
  { start, neighbour, pair }: ReturnType<typeof adjacencyOf>,
  partition: Partition,
  placed: Uint8Array,
): Offer[] {
  const found = new Map<number, { members: number; least: number }>();
  for (let at = start[record]!; at < start[record + 1]!; at++) {
    const other = neighbour[at]!;
    if (placed[other] === 0) continue;
    const cluster = partition.clusterOf[other]!;
    const known = found.get(cluster) ?? { members: 0, least: 1 };
    const least = Math.min(known.least, pairs.similarity[pair[at]!]!);
    found.set(cluster, { members: known.members + 1, least });
  }
  return [...found]
    .filter(([cluster, { members }]) => members === partition.size(cluster))
    .map(([cluster, { least }]) => ({ record, cluster, similarity: least }));
}

/**
 * Sequential one-to-one assignment with complete link, as in systems for many parties (the family of
 * D. Vatsalan, P. Christen, E. Rahm, 2020): the records of the next source go to the clusters of which they are
 * similar to all members, most similar first, one to a cluster. For sources without duplicates.
 */
export const sequential: Clusterer = (component, rules) => {
  const partition = new Partition(component, rules);
  const adjacency = adjacencyOf(component);
  const placed = new Uint8Array(component.records);
  const numbers = Array.from({ length: component.records }, (_, record) => record);
  for (const source of rules.oneToOne.keys()) {
    const own = numbers.filter((record) => component.sourceOf[record] === source);
    const offers = own.flatMap((record) =>
      offersOf(record, component, adjacency, partition, placed),
    );
    offers.sort(
      (m, n) => n.similarity - m.similarity || m.record - n.record || m.cluster - n.cluster,
    );
    const [given, filled] = [new Set<number>(), new Set<number>()];
    for (const { record, cluster } of offers) {
      if (given.has(record) || filled.has(cluster)) continue;
      given.add(record);
      filled.add(cluster);
      partition.merge(partition.clusterOf[record]!, cluster);
    }
    for (const record of own) placed[record] = 1;
  }
  return partition.lowest();
};
