// SPDX-License-Identifier: EUPL-1.2
/** Records with several filters each, made ready for measuring single pairs quickly. */
import { filterAt, popcount, type FilterSet } from '../filter-set.ts';
import { ones32, shared, wordsOf } from '../ordered-set.ts';
import { similarityFrom, type Similarity } from '../similarity.ts';

interface Group {
  readonly set: FilterSet;
  /** The filters in words; a copy only where they do not lie on a word's border. */
  readonly words: Uint32Array;
  readonly ones: Uint32Array;
}

export interface Records {
  readonly count: number;
  readonly groups: readonly Group[];
}

export function recordsOf(sets: readonly FilterSet[]): Records {
  const groups = sets.map((set) => ({
    set,
    words: wordsOf(set),
    ones: Uint32Array.from({ length: set.count }, (_, row) => popcount(filterAt(set, row))),
  }));
  return { count: sets[0]!.count, groups };
}

/** The similarity of two records in a group; NaN when it is missing in one of them. */
export function similarityAt(
  kind: Similarity,
  group: number,
  a: Records,
  rowA: number,
  b: Records,
  rowB: number,
): number {
  const [left, right] = [a.groups[group]!, b.groups[group]!];
  const [onesA, onesB] = [left.ones[rowA]!, right.ones[rowB]!];
  if (onesA === 0 || onesB === 0) return NaN;
  const words = left.set.bytes / 4;
  let both = 0;
  for (let word = 0; word < words; word++) {
    both += ones32(left.words[rowA * words + word]! & right.words[rowB * words + word]!);
  }
  return similarityFrom(kind, both, onesA, onesB, words * 32);
}

/** The filters of some rows in one group, in the order given; the set itself when those are all. */
export function pickSet({ count, groups }: Records, group: number, rows: Uint32Array): FilterSet {
  const { set } = groups[group]!;
  if (rows.length === count) return set;
  const { bytes } = set;
  const filters = new Uint8Array(shared(rows.length * bytes));
  rows.forEach((row, at) => {
    filters.set(filterAt(set, row), at * bytes);
  });
  return { count: rows.length, bytes, filters };
}

/** Rows by what they have: per pattern (bit g: group g is there) its rows, ascending. */
export function rowsByPattern({ count, groups }: Records): Map<number, Uint32Array> {
  const patterns = Uint32Array.from({ length: count }, (_, row) =>
    groups.reduce((bits, { ones }, group) => bits + (ones[row] === 0 ? 0 : 2 ** group), 0),
  );
  const all = Uint32Array.from({ length: count }, (_, row) => row);
  return new Map(
    [...new Set(patterns)]
      .sort((a, b) => a - b)
      .map((pattern) => [pattern, all.filter((row) => patterns[row] === pattern)]),
  );
}
