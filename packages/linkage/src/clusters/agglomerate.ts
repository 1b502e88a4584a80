// SPDX-License-Identifier: EUPL-1.2
/**
 * Clusters by merging: pairs are decided in order, and a pair merges the clusters of its two records
 * when the rules allow it and enough of the record pairs between the two clusters that were compared
 * are candidates. A share of 0 is single linkage, of 1 complete linkage, both one per source.
 */
import { adjacencyOf, type Clusterer, type Component, type Rules } from './component.ts';
import { Partition } from './partition.ts';

/** A third of three is one. */
const ROUNDING = 1e-9;

/**
 * @param share of the compared pairs between two clusters that must be candidates, 0–1
 * @param eligible per pair whether it may merge; the others still count as candidates. All, if absent
 */
export function agglomerate(
  component: Component,
  rules: Rules,
  share: number,
  eligible?: Uint8Array,
): Partition {
  const { pairs } = component;
  const { start, neighbour } = adjacencyOf(component);
  const partition = new Partition(component, rules);
  const { clusterOf } = partition;
  for (let pair = 0; pair < pairs.count; pair++) {
    if (eligible?.[pair] === 0) continue;
    const [left, right] = [clusterOf[pairs.left[pair]!]!, clusterOf[pairs.right[pair]!]!];
    if (left === right) continue;
    const [small, large] = partition.bySize(left, right);
    const compared = partition.comparedBetween(small, large);
    if (compared === 0) continue;
    let candidates = 0;
    for (const record of partition.members(small)) {
      for (let at = start[record]!; at < start[record + 1]!; at++) {
        if (clusterOf[neighbour[at]!] === large) candidates++;
      }
    }
    if (candidates >= share * compared - ROUNDING) partition.merge(small, large);
  }
  return partition;
}

/** Agglomeration with a share, as a clusterer. */
export function agglomerative(share: number): Clusterer {
  return (component, rules) => agglomerate(component, rules, share).lowest();
}
