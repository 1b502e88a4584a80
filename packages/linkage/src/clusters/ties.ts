// SPDX-License-Identifier: EUPL-1.2
/**
 * What holds a cluster together: of all ways to connect its records by its candidate pairs, the one
 * of the most similar pairs (a maximum spanning tree), and of that the weakest pair. A person of whom
 * every record has a twin can still hang by a thread between two pairs of twins. Pure.
 */
import type { CandidatePairs } from '../candidates.ts';
import { Sets } from './sets.ts';

/**
 * Per record the similarity of the weakest pair that holds its cluster together; NaN for a record
 * alone, and for a cluster that its pairs do not connect, as when a person joined it.
 * @param pairs most similar first
 * @param cluster per record, any number that its cluster goes by, below the number of records
 */
export function weakestTies(
  { count, left, right, similarity }: CandidatePairs,
  cluster: Uint32Array,
): Float64Array {
  const sets = new Sets(cluster.length);
  const weakest = new Float64Array(cluster.length).fill(NaN);
  // Parts that are left of each cluster: it is held together when there is one.
  const parts = new Uint32Array(cluster.length);
  for (const name of cluster) parts[name]!++;
  for (let pair = 0; pair < count; pair++) {
    const [one, other] = [left[pair]!, right[pair]!];
    const name = cluster[one]!;
    if (name !== cluster[other]) continue;
    if (!sets.unite(one, other)) continue;
    parts[name]!--;
    weakest[name] = similarity[pair]!;
  }
  return Float64Array.from(cluster, (name) => (parts[name] === 1 ? weakest[name]! : NaN));
}
