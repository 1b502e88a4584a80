// SPDX-License-Identifier: EUPL-1.2
/**
 * Candidates in the order in which they are given looks. A pair stands where it ranks with the one of
 * its two records for which it ranks higher: so every record's best candidate comes before anybody's
 * second, also that of a record which is like nobody much. Equal ranks are ordered by similarity, then
 * by row.
 */
import {
  mutualMatches,
  topElsewhere,
  topMatches,
  type FilterSet,
  type HitColumns,
  type PartsElsewhere,
} from '@koppel/kernel';
import { shareProgress, type Watch } from '../candidates.ts';
import { scaleOf, type LinkSimilarity } from '../threshold/scale.ts';
import { bestOfParts, partOfCodes } from './code-parts.ts';
import { descending, orderBy } from '../pair-order.ts';

export interface RankedPairs {
  readonly rowsA: Uint32Array;
  readonly rowsB: Uint32Array;
}

/** What is found for the records of one set in the other: sorted by query, the best first. */
class TopLists {
  readonly hits: HitColumns;
  /** Where the hits of each query begin, and the end of the last. */
  readonly #starts: Uint32Array;

  constructor(hits: HitColumns, count: number) {
    this.hits = hits;
    this.#starts = new Uint32Array(count + 1);
    for (const query of hits.query) this.#starts[query + 1]! += 1;
    for (let row = 0; row < count; row++) this.#starts[row + 1]! += this.#starts[row]!;
  }

  /** The rank of a hit among those of its query, from 0. */
  rankAt(at: number): number {
    return at - this.#starts[this.hits.query[at]!]!;
  }

  /** The rank of a candidate for a query; −1 where it is none. */
  rankOf(query: number, candidate: number): number {
    const start = this.#starts[query]!;
    const found = this.hits.candidate.subarray(start, this.#starts[query + 1]).indexOf(candidate);
    return found;
  }
}

/** Pairs in columns, each once, with the better of its two ranks. */
class RankedColumns {
  readonly #a: Uint32Array;
  readonly #b: Uint32Array;
  readonly #rank: Uint8Array;
  readonly #similarity: Float64Array;
  #count = 0;

  constructor(most: number) {
    this.#a = new Uint32Array(most);
    this.#b = new Uint32Array(most);
    this.#rank = new Uint8Array(most);
    this.#similarity = new Float64Array(most);
  }

  add(a: number, b: number, rank: number, similarity: number): void {
    this.#a[this.#count] = a;
    this.#b[this.#count] = b;
    this.#rank[this.#count] = rank;
    this.#similarity[this.#count++] = similarity;
  }

  inOrder(): RankedPairs {
    const [a, b] = [this.#a.subarray(0, this.#count), this.#b.subarray(0, this.#count)];
    const similarity = descending(this.#similarity.subarray(0, this.#count));
    const order = orderBy([this.#rank.subarray(0, this.#count), ...similarity, a, b]);
    return { rowsA: order.map((at) => a[at]!), rowsB: order.map((at) => b[at]!) };
  }
}

/**
 * Pairs of either direction, each once, in the order in which they get looks.
 * @param there the best candidates in b of each record of a; back of b in a, absent within one set
 */
export function rankedPairs(
  there: HitColumns,
  back: HitColumns | undefined,
  counts: readonly [number, number],
): RankedPairs {
  const from = new TopLists(there, counts[0]);
  const to = back === undefined ? from : new TopLists(back, counts[1]);
  const columns = new RankedColumns(there.query.length + (back?.query.length ?? 0));
  there.query.forEach((query, at) => {
    const candidate = there.candidate[at]!;
    const [rank, other] = [from.rankAt(at), to.rankOf(candidate, query)];
    const turned = back === undefined && candidate < query;
    // Within one set a pair that both name is taken where the lower row names it.
    if (turned && other !== -1) return;
    const best = other === -1 ? rank : Math.min(rank, other);
    const [a, b] = turned ? [candidate, query] : [query, candidate];
    columns.add(a, b, best, there.similarity[at]!);
  });
  back?.query.forEach((query, at) => {
    const candidate = back.candidate[at]!;
    if (from.rankOf(candidate, query) !== -1) return;
    columns.add(candidate, query, to.rankAt(at), back.similarity[at]!);
  });
  return columns.inOrder();
}

/** Which search of a round others do: of a part of every code, for the records of one side. */
export interface CodeSearch {
  readonly part: number;
  readonly parts: number;
  /** Of the second set in the first. */
  readonly turned: boolean;
}

export interface CandidateOptions {
  /** Of each record, at most. */
  readonly top: number;
  readonly similarity: LinkSimilarity;
  /** Of each code, compared each by itself; 1 where nothing is said. */
  readonly parts?: number | undefined;
  /** Who searches instead of this process. */
  readonly elsewhereOf?: ((search: CodeSearch) => PartsElsewhere) | undefined;
}

/** The best candidates of both sides, in one part of every code; of one side within one set. */
type FoundBest = readonly [there: HitColumns, back: HitColumns | undefined];

async function bestOfPart(
  [one, other]: readonly [FilterSet, FilterSet],
  search: Omit<CodeSearch, 'turned'>,
  { top, similarity, elsewhereOf }: CandidateOptions,
  watch: Watch,
): Promise<FoundBest> {
  const within = one === other;
  const { floor } = scaleOf(similarity, one.bytes * 8);
  if (elsewhereOf === undefined && similarity === 'hamming') {
    const { there, back } = await mutualMatches(one, other, { ...watch, floor, top });
    return [there, back];
  }
  const progressOf = shareProgress(within ? [1] : [1, 1], watch.onProgress);
  const find = (turned: boolean): Promise<HitColumns> => {
    const sets = turned ? ([other, one] as const) : ([one, other] as const);
    const onProgress = progressOf(Number(turned));
    const options = { ...watch, similarity, top, floor, onProgress };
    if (elsewhereOf !== undefined) {
      return topElsewhere(...sets, options, elsewhereOf({ ...search, turned }));
    }
    const self = Uint32Array.from({ length: within ? one.count : 0 }, (_, row) => row);
    return topMatches(...sets, { ...options, ...(within ? { self } : {}) });
  };
  const there = await find(false);
  return [there, within ? undefined : await find(true)];
}

/**
 * The most similar pairs of every record of either set, each pair once.
 * @param a, b the same set for a set with itself
 */
export async function rankedCandidates(
  a: FilterSet,
  b: FilterSet,
  options: CandidateOptions,
  watch: Watch,
): Promise<RankedPairs> {
  const { top, parts = 1 } = options;
  const within = a === b;
  const progressOf = shareProgress(new Array(parts).fill(1), watch.onProgress);
  const [there, back]: [HitColumns[], HitColumns[]] = [[], []];
  for (let part = 0; part < parts; part++) {
    const one = partOfCodes(a, part, parts);
    const other = within ? one : partOfCodes(b, part, parts);
    const own = { ...watch, onProgress: progressOf(part) };
    const found = await bestOfPart([one, other], { part, parts }, options, own);
    there.push(found[0]);
    if (found[1] !== undefined) back.push(found[1]);
  }
  return rankedPairs(
    bestOfParts(there, a.count, top),
    within ? undefined : bestOfParts(back, b.count, top),
    [a.count, b.count],
  );
}
