// SPDX-License-Identifier: EUPL-1.2
/**
 * Counts the pairs inside clusters without listing them: a cluster of n records has n(n−1)/2, and
 * the correct ones lie in the cells of the table cluster × person (L. Hubert and P. Arabie,
 * Journal of Classification 2, 1985). Pure.
 */
import { KoppelError } from '@koppel/errors';
import type { PairCounts } from './quality.ts';

/** All records to be judged; equally long columns, one place for each record. */
export interface Clustering {
  /** Cluster of each record; a record on its own has a number of its own. */
  readonly cluster: Uint32Array;
  /** True person of each record. */
  readonly person: Uint32Array;
  /** Register of each record (0-based). Pairs within a register do not count. Default: all count. */
  readonly register?: Uint32Array;
}

/** Renumbers labels to 0, 1, 2, …, so that two labels can be joined into one exact number. */
function dense(labels: Uint32Array): { readonly labels: Uint32Array; readonly count: number } {
  const numbers = new Map<number, number>();
  const renumbered = labels.map((label) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  });
  return { labels: renumbered, count: numbers.size };
}

/** Calls back with the length of every run of equal codes in a sorted array. */
function forEachRun(sorted: Float64Array, visit: (start: number, length: number) => void): void {
  for (let start = 0; start < sorted.length;) {
    let end = start + 1;
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    visit(start, end - start);
    start = end;
  }
}

const pairsOf = (count: number): number => (count * (count - 1)) / 2;

function pairsWithin(codes: Float64Array): number {
  let pairs = 0;
  forEachRun(codes.sort(), (_, length) => {
    pairs += pairsOf(length);
  });
  return pairs;
}

/** Pairs of equal label, less those within a register. `labels` and `registers` are dense. */
function countEqual(
  labels: Float64Array,
  registers: Uint32Array | undefined,
  width: number,
): number {
  if (registers === undefined) return pairsWithin(labels);
  const byRegister = labels.map((label, record) => label * width + registers[record]!);
  return pairsWithin(labels) - pairsWithin(byRegister);
}

/**
 * Pair counts of a whole clustering. Time n log n for n records.
 * @throws KoppelError USAGE when columns differ in length
 */
export function countClusterPairs({ cluster, person, register }: Clustering): PairCounts {
  if (cluster.length !== person.length || (register?.length ?? cluster.length) !== cluster.length) {
    throw new KoppelError('USAGE', { path: 'clustering', rule: 'columnLength' });
  }
  const clusters = dense(cluster);
  const persons = dense(person);
  const registers = register === undefined ? undefined : dense(register);
  const width = registers?.count ?? 1;
  if (clusters.count * persons.count * width > Number.MAX_SAFE_INTEGER) {
    throw new KoppelError('USAGE', { path: 'clustering', rule: 'tooManyRecords' });
  }
  const cells = Float64Array.from(
    clusters.labels,
    (label, record) => label * persons.count + persons.labels[record]!,
  );
  return {
    correct: countEqual(cells, registers?.labels, width),
    predicted: countEqual(Float64Array.from(clusters.labels), registers?.labels, width),
    actual: countEqual(Float64Array.from(persons.labels), registers?.labels, width),
  };
}

/** Pair counts between two registers of a clustering. */
export function countClusterPairsBetween(
  { cluster, person, register }: Required<Clustering>,
  first: number,
  second: number,
): PairCounts {
  const chosen = (_: number, record: number): boolean =>
    register[record] === first || register[record] === second;
  return countClusterPairs({
    cluster: cluster.filter(chosen),
    person: person.filter(chosen),
    register: register.filter(chosen),
  });
}
