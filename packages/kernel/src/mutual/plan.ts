// SPDX-License-Identifier: EUPL-1.2
/** What a search for the most similar of every code has to do: plain data over shared memory. */
import { LANES } from '../counter.ts';
import type { FilterSet } from '../filter-set.ts';
import { orderSet, shared, shareSet, type OrderedSet } from '../ordered-set.ts';
import type { Tile } from '../plan.ts';
import { largestDistance } from '../sequential/plan.ts';
import { BAND } from './class-counter.ts';

export interface MutualPlan {
  /** Both ways at once, or of the queries alone. */
  readonly kind: 'mutual' | 'oneWay';
  readonly counter: 'classes';
  /** The least similarity of a candidate, and the distance that leaves it. */
  readonly threshold: number;
  readonly floor: number;
  readonly queries: OrderedSet;
  readonly candidates: OrderedSet;
  /** Both sets are the same one: each pair is looked at once, and no code is its own candidate. */
  readonly within: boolean;
  readonly top: number;
  readonly tiles: readonly Tile[];
  /** Per candidate a distance that some thread found to be enough; another may know of less a moment later. */
  readonly allowed: Int32Array;
  /** Pairs: the unit of progress. */
  readonly work: number;
  readonly counts: { readonly queries: number; readonly candidates: number };
}

/** Queries of a tile: enough that to load a block costs little, and few enough for the cache. */
const TILE: number = 205 * BAND;
/** At least so many tiles, for threads to share. */
const TILES = 16;

/** Positions of candidates that a tile meets. */
export const firstOf = ({ within, kind }: MutualPlan, { from }: Tile): number =>
  within && kind === 'mutual' ? from - (from % LANES) : 0;

/** Pairs that a tile looks at. */
export const pairsOfTile = (plan: MutualPlan, tile: Tile): number =>
  (tile.to - tile.from) * (plan.candidates.count - firstOf(plan, tile));

/** @param candidates the same set for a set with itself */
export function planMutual(
  queries: FilterSet,
  candidates: FilterSet,
  { kind, threshold, top }: Pick<MutualPlan, 'kind' | 'threshold' | 'top'>,
): MutualPlan {
  const within = queries === candidates;
  const left = orderSet(queries);
  const right = within ? left : orderSet(candidates);
  const size = Math.min(TILE, Math.max(BAND, Math.ceil(left.count / TILES / BAND) * BAND));
  const tiles = Array.from({ length: Math.ceil(left.count / size) }, (_, n) => ({
    pass: 0,
    from: n * size,
    to: Math.min((n + 1) * size, left.count),
  }));
  const floor = largestDistance(left.bits, threshold);
  const allowed = new Int32Array(shared(right.count * 4));
  allowed.fill(kind === 'mutual' ? floor : -1);
  const counts = { queries: left.count, candidates: right.count };
  const plan = {
    ...({ kind, counter: 'classes', threshold, floor, queries: left, candidates: right } as const),
    ...{ within, top, tiles, allowed, work: 0, counts },
  };
  return { ...plan, work: tiles.reduce((sum, tile) => sum + pairsOfTile(plan, tile), 0) };
}

/** The same plan with its codes in memory that threads share. */
export function shareMutualPlan(plan: MutualPlan): MutualPlan {
  const queries = shareSet(plan.queries);
  return { ...plan, queries, candidates: plan.within ? queries : shareSet(plan.candidates) };
}
