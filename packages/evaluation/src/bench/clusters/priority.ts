// SPDX-License-Identifier: EUPL-1.2
/** Published clusterers that go by the rank of links, for comparison with ours. */
import { adjacencyOf, Partition, type Clusterer, type Component } from '@koppel/linkage';

/** Per pair how many of its two records have it as their first of the other's source: 0, 1 or 2. */
function strengths(component: Component): Uint8Array {
  const { start, neighbour, pair } = adjacencyOf(component);
  const votes = new Uint8Array(component.pairs.count);
  for (let record = 0; record < component.records; record++) {
    const seen = new Set<number>();
    for (let at = start[record]!; at < start[record + 1]!; at++) {
      const source = component.sourceOf[neighbour[at]!]!;
      if (seen.has(source)) continue;
      seen.add(source);
      votes[pair[at]!]!++;
    }
  }
  return votes;
}

/** Joins the ends of the pairs in their order, where the rules allow it. */
function joinAll(partition: Partition, { pairs }: Component, order: readonly number[]): void {
  for (const pair of order) {
    const [left, right] = [pairs.left[pair]!, pairs.right[pair]!];
    const [a, b] = [partition.clusterOf[left]!, partition.clusterOf[right]!];
    if (a === b) continue;
    const [small, large] = partition.bySize(a, b);
    if (partition.mayMerge(small, large)) partition.merge(small, large);
  }
}

/**
 * CLIP (A. Saeedi, E. Peukert, E. Rahm, ESWC 2018): strong links first, those that are the best from
 * both sides; clusters of them with a record of every source are final; then the other links that are
 * the best from at least one side, strong before normal and similar before less similar. Weak links
 * are dropped. Meant for sources without duplicates.
 */
export const clip: Clusterer = (component, rules) => {
  const votes = strengths(component);
  const pairNumbers = Array.from(votes.keys());
  const { pairs } = component;
  const strong = new Partition(component, rules);
  joinAll(strong, component, pairNumbers.filter((pair) => votes[pair] === 2)); // prettier-ignore
  const isFinal = (record: number): boolean =>
    strong.size(strong.clusterOf[record]!) === rules.oneToOne.length;
  const kept = pairNumbers.filter((pair) => {
    const ends = [pairs.left[pair]!, pairs.right[pair]!];
    const own = strong.clusterOf[ends[0]!] === strong.clusterOf[ends[1]!];
    return votes[pair]! > 0 && (own || !ends.some(isFinal));
  });
  const partition = new Partition(component, rules);
  joinAll(partition, component, kept.sort((m, n) => votes[n]! - votes[m]! || m - n)); // prettier-ignore
  return partition.lowest();
};

/**
 * CENTER (O. Hassanzadeh et al., VLDB 2009), one per source: the first record of a pair that nobody
 * has claimed is a centre, and what is similar to a centre and still free becomes its member.
 */
export const center: Clusterer = (component, rules) => {
  const { pairs, records } = component;
  const partition = new Partition(component, rules);
  const role = new Uint8Array(records); // 0 free, 1 centre, 2 member
  for (let pair = 0; pair < pairs.count; pair++) {
    let [one, other] = [pairs.left[pair]!, pairs.right[pair]!];
    if (role[other] === 1) [one, other] = [other, one];
    if (role[other] !== 0 || role[one] === 2) continue;
    const [a, b] = [partition.clusterOf[one]!, partition.clusterOf[other]!];
    if (!partition.mayMerge(...partition.bySize(a, b))) continue;
    partition.merge(...partition.bySize(a, b));
    role[one] = 1;
    role[other] = 2;
  }
  return partition.lowest();
};

/**
 * STAR (J. Aslam et al., 2004), one per source and without overlap: records by the number of their
 * neighbours; the first free one is a centre and takes its free neighbours, most similar first.
 */
export const star: Clusterer = (component, rules) => {
  const { start, neighbour } = adjacencyOf(component);
  const partition = new Partition(component, rules);
  const degree = (record: number): number => start[record + 1]! - start[record]!;
  const order = Array.from({ length: component.records }, (_, record) => record);
  order.sort((m, n) => degree(n) - degree(m) || m - n);
  const taken = new Uint8Array(component.records);
  for (const record of order) {
    if (taken[record] === 1) continue;
    taken[record] = 1;
    for (const other of neighbour.subarray(start[record], start[record + 1])) {
      if (taken[other] === 1) continue;
      const ends = partition.bySize(partition.clusterOf[record]!, partition.clusterOf[other]!);
      if (!partition.mayMerge(...ends)) continue;
      partition.merge(...ends);
      taken[other] = 1;
    }
  }
  return partition.lowest();
};
