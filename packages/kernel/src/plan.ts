// SPDX-License-Identifier: EUPL-1.2
/**
 * What a search has to do, cut into tiles of queries that any thread can take. A plan is plain data
 * over shared memory: posting it to a worker copies nothing of weight.
 */
import { LANES } from './counter.ts';
import type { FilterSet } from './filter-set.ts';
import {
  frequenciesOf,
  lowerBound,
  orderSet,
  shared,
  shareSet,
  type OrderedSet,
} from './ordered-set.ts';
import type { Orientation, Pass, Wanted } from './pass.ts';
import { budgetOf, lengthLimits, type Similarity } from './similarity.ts';
import { chooseCounter, type Choice, type CounterKind } from './strategy.ts';

export interface Tile {
  readonly pass: number;
  /** Query positions [from, to). */
  readonly from: number;
  readonly to: number;
}

export interface Plan {
  readonly kind: 'all' | 'best';
  readonly similarity: Similarity;
  /** For 'best' the floor. */
  readonly threshold: number;
  readonly counter: CounterKind;
  /** Candidates that share a lane: 1 when chunks are counted. */
  readonly perLane: 1 | 2;
  /** What it is expected to cost, if it was estimated. */
  readonly cost: Choice['cost'] | undefined;
  /** Vectors added for one query against LANES candidates, if it was estimated; else 0. */
  readonly vectors: number;
  readonly passes: readonly Pass[];
  readonly tiles: readonly Tile[];
  /** For 'best': how many candidates per query, and per query row the one that does not count. */
  readonly top: number;
  readonly self: Uint32Array | undefined;
  /** The largest number of unmatched bits that any query may spend. */
  readonly maxBudget: number;
  /** Lanes counted when all is done: the unit of progress. */
  readonly work: number;
  /** Rows of the sets as the caller gave them. */
  readonly counts: { readonly queries: number; readonly candidates: number };
}

/** Which candidates a query meets, besides what its length allows. */
type Side = 'any' | 'notShorter' | 'longer' | 'later';

function passOf(
  queries: OrderedSet,
  candidates: OrderedSet,
  { similarity, threshold }: Wanted,
  side: Side,
  orientation: Orientation,
): Pass {
  const first = new Uint32Array(shared(queries.count * 4));
  const end = new Uint32Array(shared(queries.count * 4));
  for (let query = 0; query < queries.count; query++) {
    const ones = queries.popcounts[query]!;
    const { least, most } = lengthLimits(similarity, ones, queries.bits, threshold);
    const from = { any: least, notShorter: ones, longer: ones + 1, later: ones }[side];
    first[query] = Math.max(lowerBound(candidates, from), side === 'later' ? query + 1 : 0);
    end[query] = Math.max(lowerBound(candidates, most + 1), first[query]!);
  }
  return { queries, candidates, frequencies: frequenciesOf(candidates), first, end, orientation };
}

/** Queries that share a table, at most: their lists should stay in the cache. */
const CHUNK_TILE = 8192;
/** Below this much work (lanes counted) an estimate costs more than it saves. */
const WORK_TO_ESTIMATE = 2e8;
/** At least so many tiles per pass, for threads to share. */
const CHUNK_TILES = 8;

/** Queries of a tile, at least: what a tile costs of itself should not count. */
const LEAST_TILE = 256;
/** The same for rows; a block is loaded once for all queries of a tile. */
const ROW_TILE = 8192;
/** Bits that the lists of a tile's queries can name, at most. */
const ROW_LIST_BITS = 2 ** 23;

const chunkTile = (queries: number): number =>
  Math.min(CHUNK_TILE, Math.max(LEAST_TILE, Math.ceil(queries / CHUNK_TILES)));
const rowTile = (queries: number, bits: number): number =>
  Math.min(ROW_TILE, ROW_LIST_BITS / bits, Math.max(LEAST_TILE, Math.ceil(queries / CHUNK_TILES)));

function tilesOf(passes: readonly Pass[], counter: CounterKind): Tile[] {
  return passes.flatMap(({ queries: { count, bits } }, pass) => {
    const size = counter === 'rows' ? Math.floor(rowTile(count, bits)) : chunkTile(count);
    return Array.from({ length: Math.ceil(count / size) }, (_, n) => ({
      pass,
      from: n * size,
      to: Math.min((n + 1) * size, count),
    }));
  });
}

/** Queries [from, to) of one popcount, and so of one budget. */
export interface Group {
  readonly from: number;
  readonly to: number;
}

/** The groups of a tile, or every query as a group of its own. */
export function groupsOf(
  { queries: { popcounts } }: Pass,
  { from, to }: Tile,
  single: boolean,
): Group[] {
  const groups: Group[] = [];
  let start = from;
  for (let query = from + 1; query <= to; query++) {
    if (!single && query < to && popcounts[query] === popcounts[start]) continue;
    groups.push({ from: start, to: query });
    start = query;
  }
  return groups;
}

/** Queries of the largest tile, at least 1. */
export const largestTile = ({ tiles }: Plan): number =>
  tiles.reduce((size, { from, to }) => Math.max(size, to - from), 1);

/** The same plan with its filters in memory that threads share. */
export function sharePlan(plan: Plan): Plan {
  const sets = new Map<OrderedSet, OrderedSet>();
  const share = (set: OrderedSet): OrderedSet => {
    if (!sets.has(set)) sets.set(set, shareSet(set));
    return sets.get(set)!;
  };
  const passes = plan.passes.map((pass) => ({
    ...pass,
    queries: share(pass.queries),
    candidates: share(pass.candidates),
  }));
  return { ...plan, passes };
}

/** Blocks that queries [from, to) of a pass meet, times lanes: what counting them costs. */
export function workOf({ first, end }: Pass, from: number, to: number): number {
  let work = 0;
  for (let query = from; query < to; query++) {
    if (end[query]! > first[query]!) {
      const blocks = Math.ceil(end[query]! / LANES) - Math.floor(first[query]! / LANES);
      work += blocks * LANES;
    }
  }
  return work;
}

/** The work of tile number `tile`. */
export function tileWork({ passes, tiles }: Plan, tile: number): number {
  const { pass, from, to } = tiles[tile]!;
  return workOf(passes[pass]!, from, to);
}

function planOf(
  mode: Plan['kind'],
  wanted: Wanted,
  passes: readonly Pass[],
  top = 0,
  self?: Uint32Array,
): Plan {
  const { similarity, threshold } = wanted;
  let [maxBudget, work] = [0, 0];
  for (const pass of passes) {
    const { queries, candidates, first, end } = pass;
    work += workOf(pass, 0, queries.count);
    for (let query = 0; query < queries.count; query++) {
      if (end[query] === first[query]) continue;
      const shortest = candidates.popcounts[first[query]!]!;
      const ones = queries.popcounts[query]!;
      const budget = budgetOf(similarity, ones, shortest, queries.bits, threshold);
      maxBudget = Math.max(maxBudget, budget);
    }
  }
  const most = Math.max(...passes.map(({ queries }) => queries.count));
  const estimates = mode === 'all' && work >= WORK_TO_ESTIMATE;
  const { bits } = passes[0]!.queries;
  const tileOf = (kind: CounterKind): number =>
    kind === 'rows' ? rowTile(most, bits) : chunkTile(most);
  const choice = estimates ? chooseCounter(passes, wanted, tileOf) : undefined;
  const { counter = 'rows', perLane = 1, vectors = 0, cost } = choice ?? {};
  const tiles = tilesOf(passes, counter);
  const { queries, candidates } = passes[0]!;
  const counts = { queries: queries.count, candidates: candidates.count };
  return {
    kind: mode,
    ...wanted,
    counter,
    perLane,
    cost,
    vectors,
    passes,
    tiles,
    top,
    self,
    maxBudget,
    work,
    counts,
  };
}

/**
 * All pairs of a set with itself (`within`) or of two sets. The filter with fewer bits is always the
 * query, as it has the smaller budget: two sets take two passes, the second with swapped roles.
 */
export function planAll(
  queries: FilterSet,
  candidates: FilterSet,
  wanted: Wanted,
  within: boolean,
): Plan {
  const left = orderSet(queries);
  if (within) return planOf('all', wanted, [passOf(left, left, wanted, 'later', 'lowerFirst')]);
  const right = orderSet(candidates);
  return planOf('all', wanted, [
    passOf(left, right, wanted, 'notShorter', 'queryFirst'),
    passOf(right, left, wanted, 'longer', 'candidateFirst'),
  ]);
}

/** The `top` best candidates of each query, at or above the threshold. */
export function planBest(
  queries: FilterSet,
  candidates: FilterSet,
  wanted: Wanted,
  top: number,
  self: Uint32Array | undefined,
): Plan {
  const left = orderSet(queries);
  const right = orderSet(candidates);
  return planOf('best', wanted, [passOf(left, right, wanted, 'any', 'queryFirst')], top, self);
}
