// SPDX-License-Identifier: EUPL-1.2
/**
 * Candidates in the order in which they are given looks. A pair stands where it ranks with the one of
 * its two records for which it ranks higher: so every record's best candidate comes before anybody's
 * second, also that of a record which is like nobody much. Equal ranks are ordered by similarity, then
 * by row.
 */
import { topMatches, type FilterSet, type HitColumns } from '@koppel/kernel';
import { shareProgress, type Watch } from '../candidates.ts';
import { scaleOf, type LinkSimilarity } from '../threshold/scale.ts';

export interface RankedPairs {
  readonly rowsA: Uint32Array;
  readonly rowsB: Uint32Array;
}

/** Per hit its rank among those of its query, from 0. Hits are sorted by query, the best first. */
function ranksOf({ query }: HitColumns): Uint8Array {
  const ranks = new Uint8Array(query.length);
  for (let at = 1; at < query.length; at++) {
    ranks[at] = query[at] === query[at - 1] ? ranks[at - 1]! + 1 : 0;
  }
  return ranks;
}

/**
 * The most similar pairs of every record of either set, each pair once.
 * @param a, b the same set for a set with itself
 */
export async function rankedCandidates(
  a: FilterSet,
  b: FilterSet,
  { top, similarity }: { readonly top: number; readonly similarity: LinkSimilarity },
  watch: Watch,
): Promise<RankedPairs> {
  const within = a === b;
  const { floor } = scaleOf(similarity, a.bytes * 8);
  const self = Uint32Array.from({ length: within ? a.count : 0 }, (_, row) => row);
  const progressOf = shareProgress(within ? [1] : [1, 1], watch.onProgress);
  const options = { ...watch, similarity, top, floor };
  const there = await topMatches(a, b, {
    ...options,
    onProgress: progressOf(0),
    ...(within ? { self } : {}),
  });
  const lots = [{ rowsA: there.query, rowsB: there.candidate, hits: there }];
  if (!within) {
    const back = await topMatches(b, a, { ...options, onProgress: progressOf(1) });
    lots.push({ rowsA: back.candidate, rowsB: back.query, hits: back });
  }
  const best = new Map<number, { rank: number; similarity: number }>();
  for (const { rowsA, rowsB, hits } of lots) {
    const ranks = ranksOf(hits);
    rowsA.forEach((row, at) => {
      const other = rowsB[at]!;
      const turned = within && other < row;
      const place = turned ? other * b.count + row : row * b.count + other;
      const known = best.get(place);
      if (known !== undefined && known.rank <= ranks[at]!) return;
      best.set(place, { rank: ranks[at]!, similarity: hits.similarity[at]! });
    });
  }
  const order = [...best].sort(
    ([m, one], [n, other]) => one.rank - other.rank || other.similarity - one.similarity || m - n,
  );
  const rowsA = Uint32Array.from(order, ([place]) => Math.floor(place / b.count));
  return { rowsA, rowsB: Uint32Array.from(order, ([place], at) => place - rowsA[at]! * b.count) };
}
