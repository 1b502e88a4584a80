// SPDX-License-Identifier: EUPL-1.2
/**
 * Sets of records that grow together; each goes by its lowest record (union–find with path halving,
 * R. E. Tarjan and J. van Leeuwen, Journal of the ACM 31, 1984).
 */
export class Sets {
  readonly #parent: Uint32Array;

  /** Every record is a set of its own. */
  constructor(records: number) {
    this.#parent = Uint32Array.from({ length: records }, (_, record) => record);
  }

  /** The lowest record of the set. */
  rootOf(record: number): number {
    const parent = this.#parent;
    let root = record;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]!]!;
    return root;
  }

  /** Puts two sets together; false where they were one. */
  unite(one: number, other: number): boolean {
    const [a, b] = [this.rootOf(one), this.rootOf(other)];
    this.#parent[Math.max(a, b)] = Math.min(a, b);
    return a !== b;
  }

  /** Per record the lowest of its set. */
  roots(): Uint32Array {
    return this.#parent.map((_, record) => this.rootOf(record));
  }
}
