// SPDX-License-Identifier: EUPL-1.2
/**
 * Two sources in counts per step of the grid: links between them, and pairs of records of different
 * persons that are each other's nearest once links are taken away. All counts are of the records
 * that were looked at. Pure.
 */
import { NOBODY, type Between } from './nearest.ts';

/** Per step of the grid, from a threshold up to the next. */
export type Counts = Float64Array;

/** Adds one to the step that holds `similarity`; what lies below the grid is left out. */
function count(into: Counts, grid: readonly number[], similarity: number): void {
  let [low, high] = [0, grid.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (grid[middle]! <= similarity) low = middle + 1;
    else high = middle;
  }
  if (low > 0) into[low - 1]! += 1;
}

/** Counts of some similarities. */
export function countsOf(similarities: Iterable<number>, grid: readonly number[]): Counts {
  const counts = new Float64Array(grid.length);
  for (const similarity of similarities) count(counts, grid, similarity);
  return counts;
}

/** Similarities of links, mutual nearest records of two sources, among those looked at. */
export function linkSimilarities({ firstOfA, firstOfB, sampled }: Between): number[] {
  const found: number[] = [];
  for (let row = 0; row < sampled; row++) {
    const other = firstOfA.row[row]!;
    if (other !== NOBODY && firstOfB.row[other] === row) found.push(firstOfA.similarity[row]!);
  }
  return found;
}

/** Nearest pairs but for the links at or above a confident threshold, by which of the two has one. */
export interface Strangers {
  /** Links that were taken away. */
  readonly links: number;
  readonly bothLinked: Counts;
  readonly leftLinked: Counts;
  readonly rightLinked: Counts;
  readonly noneLinked: Counts;
  /** Of linked records of either source, how similar the nearest stranger is. */
  readonly besideA: Counts;
  readonly besideB: Counts;
}

/** @param confident links at or above it are taken for true */
export function strangerCounts(
  { firstOfA, secondOfA, firstOfB, secondOfB, sampled }: Between,
  grid: readonly number[],
  confident: number,
): Strangers {
  const empty = (): Counts => new Float64Array(grid.length);
  const found = {
    links: 0,
    bothLinked: empty(),
    leftLinked: empty(),
    rightLinked: empty(),
    noneLinked: empty(),
    besideA: empty(),
    besideB: empty(),
  };
  const isLinked = (row: number, other: number): boolean =>
    other !== NOBODY &&
    firstOfB.row[other] === row &&
    firstOfA.row[row] === other &&
    firstOfB.similarity[other]! >= confident;
  for (let row = 0; row < sampled; row++) {
    const partner = firstOfA.row[row]!;
    const linked = isLinked(row, partner);
    const next = linked ? secondOfA : firstOfA;
    if (linked) {
      found.links += 1;
      count(found.besideA, grid, secondOfA.similarity[row]!);
      count(found.besideB, grid, secondOfB.similarity[partner]!);
    }
    const other = next.row[row]!;
    if (other === NOBODY) continue;
    const otherLinked = isLinked(firstOfB.row[other]!, other);
    if ((otherLinked ? secondOfB : firstOfB).row[other] !== row) continue;
    const { bothLinked, leftLinked, rightLinked, noneLinked } = found;
    const into = linked
      ? otherLinked ? bothLinked : leftLinked
      : otherLinked ? rightLinked : noneLinked; // prettier-ignore
    count(into, grid, next.similarity[row]!);
  }
  return found;
}

/** The similarity below which a share of the second nearest records lie: those are strangers. */
export function secondNearest(
  { secondOfA, secondOfB, firstOfB, sampled }: Between,
  share: number,
): number {
  const seconds = Array.from(secondOfA.similarity.subarray(0, sampled));
  firstOfB.row.forEach((row, other) => {
    if (row !== NOBODY) seconds.push(secondOfB.similarity[other]!);
  });
  seconds.sort((m, n) => m - n);
  return seconds[Math.floor(share * (seconds.length - 1))] ?? 0;
}
