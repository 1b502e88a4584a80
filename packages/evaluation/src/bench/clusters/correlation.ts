// SPDX-License-Identifier: EUPL-1.2
/**
 * Correlation clustering (N. Bansal, A. Blum, S. Chawla, 2004) by local moves: the partition in which
 * the weights within clusters add up to the most that moving single records and merging two clusters
 * reaches. For comparison with ours, from which it starts.
 */
import {
  adjacencyOf,
  lowestMembers,
  type Clusterer,
  type Component,
  type Rules,
} from '@koppel/linkage';

/** Rounds over all records; it mostly ends after two or three. */
const roundsMax = 20;

/** Below this a gain is rounding. */
const least = 1e-9;

/** Weights between records: above 0 for a candidate, below 0 for compared records that are none. */
class Weights {
  readonly #component: Component;
  readonly #rules: Rules;
  readonly #known = new Map<number, number>();
  readonly #penalty: number;

  constructor(component: Component, rules: Rules, threshold: number, penalty: number) {
    [this.#component, this.#rules, this.#penalty] = [component, rules, penalty];
    const { pairs, records } = component;
    for (let pair = 0; pair < pairs.count; pair++) {
      const [left, right] = [pairs.left[pair]!, pairs.right[pair]!];
      // Linear in the similarity, as a log-odds ratio nearly is around the threshold.
      const weight = (pairs.similarity[pair]! - threshold) / (1 - threshold);
      this.#known.set(left * records + right, weight).set(right * records + left, weight);
    }
  }

  /** −∞ where the two may not be together. */
  between(one: number, other: number): number {
    const { records, sourceOf } = this.#component;
    const source = sourceOf[one]!;
    if (source === sourceOf[other] && this.#rules.oneToOne[source]!) return -Infinity;
    const known = this.#known.get(one * records + other);
    if (known !== undefined) return known;
    const compared = source !== sourceOf[other] || this.#rules.comparedWithin[source]!;
    return compared ? -this.#penalty : 0;
  }
}

function sum(values: Iterable<number>, weightOf: (value: number) => number): number {
  let total = 0;
  for (const value of values) total += weightOf(value);
  return total;
}

/**
 * @param start from which clusterer's clusters to move on
 * @param penalty for compared records that are no candidates, in units of a candidate that is equal
 */
export function correlation(start: Clusterer, threshold: number, penalty: number): Clusterer {
  return (component, rules) => {
    const clusterOf = start(component, rules).slice();
    const weights = new Weights(component, rules, threshold, penalty);
    const adjacency = adjacencyOf(component);
    const members = new Map<number, Set<number>>();
    for (let label = 0; label < component.records; label++) members.set(label, new Set());
    clusterOf.forEach((cluster, record) => members.get(cluster)!.add(record));
    const move = (record: number, to: number): void => {
      members.get(clusterOf[record]!)!.delete(record);
      members.get(to)!.add(record);
      clusterOf[record] = to;
    };
    const clustersNear = (record: number): Set<number> => {
      const from = adjacency.neighbour.subarray(
        adjacency.start[record],
        adjacency.start[record + 1],
      );
      return new Set(Array.from(from, (other) => clusterOf[other]!));
    };
    /** Moves a record to where it gains most: another cluster, or one of its own. */
    const moveRecord = (record: number): boolean => {
      const own = clusterOf[record]!;
      const others = (cluster: number): number[] =>
        [...members.get(cluster)!].filter((other) => other !== record);
      const gain = (cluster: number): number =>
        sum(others(cluster), (other) => weights.between(record, other));
      const stay = gain(own);
      const empty = [...members].find(([, inside]) => inside.size === 0)?.[0] ?? own;
      let best = { cluster: empty, gain: 0 };
      for (const cluster of clustersNear(record)) {
        if (cluster !== own && gain(cluster) > best.gain + least)
          best = { cluster, gain: gain(cluster) };
      }
      if (best.gain <= stay + least || best.cluster === own) return false;
      move(record, best.cluster);
      return true;
    };
    const mergeFrom = (record: number): boolean => {
      const own = clusterOf[record]!;
      for (const cluster of clustersNear(record)) {
        if (cluster === own) continue;
        const gain = sum(members.get(own)!, (one) =>
          sum(members.get(cluster)!, (other) => weights.between(one, other)),
        );
        if (gain <= least) continue;
        for (const one of [...members.get(own)!]) move(one, cluster);
        return true;
      }
      return false;
    };
    for (let round = 0; round < roundsMax; round++) {
      let moved = false;
      for (let record = 0; record < component.records; record++) {
        moved = moveRecord(record) || moved;
        moved = mergeFrom(record) || moved;
      }
      if (!moved) break;
    }
    return lowestMembers(clusterOf);
  };
}
