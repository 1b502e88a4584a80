// SPDX-License-Identifier: EUPL-1.2
/** Clusters of a component while they grow, and what may never be in one. */
import { KoppelError } from '@koppel/errors';
import type { Component, Rules } from './component.ts';

/** Clusters that grow by merging. A cluster goes by the number of one of its records. */
export class Partition {
  /** Per record, its cluster. */
  readonly clusterOf: Uint32Array;
  readonly #sourceOf: Uint32Array;
  readonly #rules: Rules;
  readonly #size: Uint32Array;
  /** Per record the next of its cluster, in a ring. */
  readonly #next: Uint32Array;
  /** Per record those that were decided to be of somebody else. */
  readonly #parted = new Map<number, number[]>();

  /** Begins with what was decided to be one. LINKAGE_DECISIONS_CONFLICT when that cannot be. */
  constructor({ records, sourceOf, joined, parted }: Component, rules: Rules) {
    this.#sourceOf = sourceOf;
    this.#rules = rules;
    this.clusterOf = Uint32Array.from({ length: records }, (_, record) => record);
    this.#next = this.clusterOf.slice();
    this.#size = new Uint32Array(records).fill(1);
    for (const [left, right] of parted) {
      this.#parted.set(left, [...(this.#parted.get(left) ?? []), right]);
      this.#parted.set(right, [...(this.#parted.get(right) ?? []), left]);
    }
    for (const [left, right] of joined) {
      const [small, large] = this.bySize(this.clusterOf[left]!, this.clusterOf[right]!);
      if (small === large) continue;
      if (!this.mayMerge(small, large)) throw new KoppelError('LINKAGE_DECISIONS_CONFLICT');
      this.merge(small, large);
    }
  }

  *members(cluster: number): Generator<number> {
    let record = cluster;
    do {
      yield record;
      record = this.#next[record]!;
    } while (record !== cluster);
  }

  size(cluster: number): number {
    return this.#size[cluster]!;
  }

  /** The two clusters, the smaller first. */
  bySize(a: number, b: number): [number, number] {
    return this.#size[a]! <= this.#size[b]! ? [a, b] : [b, a];
  }

  /** Records of a cluster per source. */
  #tally(cluster: number): number[] {
    const counts = this.#rules.oneToOne.map(() => 0);
    for (const record of this.members(cluster)) counts[this.#sourceOf[record]!]!++;
    return counts;
  }

  #areParted(small: number, large: number): boolean {
    if (this.#parted.size === 0) return false;
    for (const record of this.members(small)) {
      const others = this.#parted.get(record) ?? [];
      if (others.some((other) => this.clusterOf[other] === large)) return true;
    }
    return false;
  }

  /** Whether the two together have at most one record of each one-to-one source, and none parted. */
  mayMerge(small: number, large: number): boolean {
    const counts = this.#tally(large);
    const allowed = this.#tally(small).every(
      (count, source) => count === 0 || counts[source] === 0 || !this.#rules.oneToOne[source]!,
    );
    return allowed && !this.#areParted(small, large);
  }

  /** How many record pairs between two clusters were compared; 0 when they may not merge. */
  comparedBetween(small: number, large: number): number {
    const { oneToOne, comparedWithin } = this.#rules;
    const counts = this.#tally(large);
    let compared = this.#size[small]! * this.#size[large]!;
    for (const [source, count] of this.#tally(small).entries()) {
      const both = count * counts[source]!;
      if (both > 0 && oneToOne[source]!) return 0;
      if (!comparedWithin[source]!) compared -= both;
    }
    return this.#areParted(small, large) ? 0 : compared;
  }

  merge(small: number, large: number): void {
    for (const record of this.members(small)) this.clusterOf[record] = large;
    const after = this.#next[small]!;
    this.#next[small] = this.#next[large]!;
    this.#next[large] = after;
    this.#size[large]! += this.#size[small]!;
  }

  /** Per record the lowest record of its cluster. */
  lowest(): Uint32Array {
    return lowestMembers(this.clusterOf);
  }
}

/** Renames every cluster to its lowest record. Labels are numbers below the number of records. */
export function lowestMembers(clusterOf: Uint32Array): Uint32Array {
  const lowest = new Uint32Array(clusterOf.length).fill(0xffffffff);
  clusterOf.forEach((cluster, record) => {
    lowest[cluster] = Math.min(lowest[cluster]!, record);
  });
  return clusterOf.map((cluster) => lowest[cluster]!);
}
