// SPDX-License-Identifier: EUPL-1.2
/** What a search by sequential tests has to do: plain data over shared memory, as in `../plan.ts`. */
import { LANES } from '../counter.ts';
import type { FilterSet } from '../filter-set.ts';
import type { Tile } from '../plan.ts';
import { similarityFrom } from '../similarity.ts';
import { chooseDesign } from './design.ts';
import { createPieceReader } from './pieces.ts';
import { SEARCH_SEED, shuffled } from './positions.ts';
import { boundsUpTo, type VoteDesign } from './votes.ts';

export interface VotePlan {
  readonly kind: 'all' | 'top';
  readonly counter: 'votes';
  /** The least similarity of a hit. */
  readonly threshold: number;
  readonly design: VoteDesign;
  /** Of the pieces, one after the other. */
  readonly positions: Uint32Array;
  /** By distance, from 0 to the largest of a hit: the votes allowed, and the chance of more. */
  readonly bounds: Uint16Array;
  readonly misses: Float64Array;
  readonly queries: FilterSet;
  readonly candidates: FilterSet;
  /** The candidates' pieces, bit-sliced by block. */
  readonly slices: Uint8Array;
  /** Each unordered pair of a set with itself once. */
  readonly within: boolean;
  /** For 'top': how many candidates per query, and which row does not count. */
  readonly top: number;
  readonly self: Uint32Array | undefined;
  readonly tiles: readonly Tile[];
  /** Pairs to be tested: the unit of progress. */
  readonly work: number;
  readonly counts: { readonly queries: number; readonly candidates: number };
}

/** What is asked for. */
export interface VoteRequest {
  readonly kind: VotePlan['kind'];
  readonly threshold: number;
  /** Chance of missing a pair at the threshold, at most: above 0. */
  readonly miss: number;
  readonly within: boolean;
  readonly top: number;
  readonly self: Uint32Array | undefined;
  /** Instead of the one that costs least on a sample; without votes every pair is measured. */
  readonly design?: VoteDesign;
}

/** Queries that share a table: its making should cost little, and their lists stay in the cache. */
const TILE = 8192;
/** At least so many tiles, for threads to share. */
const TILES = 16;

/** The most differing bits that leave a similarity of the threshold, exactly as it is computed. */
export function largestDistance(bits: number, threshold: number): number {
  let distance = Math.min(bits, Math.floor((1 - threshold) * bits) + 1);
  // d differing bits: two filters of d and 0 bits set.
  while (similarityFrom('hamming', 0, distance, 0, bits) < threshold) distance--;
  return distance;
}

/** The set in memory that threads can share; itself if it is. */
function share(set: FilterSet): FilterSet {
  if (set.filters.buffer instanceof SharedArrayBuffer) return set;
  const filters = new Uint8Array(new SharedArrayBuffer(set.filters.length));
  filters.set(set.filters);
  return { ...set, filters };
}

/** The same plan with its codes in memory that threads share. */
export function shareVotePlan(plan: VotePlan): VotePlan {
  const queries = share(plan.queries);
  const candidates = plan.candidates === plan.queries ? queries : share(plan.candidates);
  return { ...plan, queries, candidates };
}

/** Pairs that queries [from, to) of a plan meet. */
export function pairsOf(
  { within, candidates }: Pick<VotePlan, 'within' | 'candidates'>,
  { from, to }: Pick<Tile, 'from' | 'to'>,
): number {
  const first = within ? from - (from % LANES) : 0;
  return (to - from) * (candidates.count - first);
}

/** @returns nothing where every pair would be measured: an exact search does that better */
export function planVotes(
  queries: FilterSet,
  candidates: FilterSet,
  request: VoteRequest,
): VotePlan | undefined {
  const { kind, threshold, miss, within, top, self } = request;
  const bits = queries.bytes * 8;
  const distance = largestDistance(bits, threshold);
  const design = request.design ?? chooseDesign(queries, candidates, distance, miss);
  if (design.votes === 0 && request.design === undefined) return undefined;
  const positions = shuffled(bits, design.votes * design.width, SEARCH_SEED);
  const { bounds, misses } = boundsUpTo(design, distance, miss, kind === 'all');
  const size = Math.min(TILE, Math.max(LANES, Math.ceil(queries.count / TILES)));
  const tiles = Array.from({ length: Math.ceil(queries.count / size) }, (_, n) => ({
    pass: 0,
    from: n * size,
    to: Math.min((n + 1) * size, queries.count),
  }));
  const work = tiles.reduce((sum, tile) => sum + pairsOf({ within, candidates }, tile), 0);
  return {
    ...{ kind, counter: 'votes', threshold, design, positions, bounds, misses },
    ...{ queries, candidates, within, top, self, tiles, work },
    counts: { queries: queries.count, candidates: candidates.count },
    slices: createPieceReader(design, positions)?.slice(candidates) ?? new Uint8Array(0),
  };
}
