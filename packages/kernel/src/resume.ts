// SPDX-License-Identifier: EUPL-1.2
/**
 * Keeping the tiles of a search that are done, so that one that was killed goes on where it was.
 *
 * A search is cut into tiles, numbered from 0. The same sets, question and version of this package
 * give the same tiles under the same identity, on any machine and with any number of threads. Give
 * `search` or `searchEach` a `TileStore` as `resume`:
 *
 *     open(identity, tiles)  once, before any work: the numbers of the tiles kept under this
 *                            identity; what is kept under another one is of no use and may go
 *     read(tile)             the hits of such a tile, as they were given to `keep`
 *     keep(tile, hits)       a tile that is done, with all of its hits; it counts as done once this
 *                            has returned, so that is when it must be on disk
 *
 * All three are called by the thread that called the search, one at a time; tiles are kept in any
 * order. Hits are personal data. Whoever keeps them must notice damage: a tile that fits is believed.
 */
import { createHash } from 'node:crypto';
import { KoppelError } from '@koppel/errors';
import type { HitColumns } from './hits.ts';
import { checkFound } from './parts/question.ts';
import type { MutualPlan } from './mutual/plan.ts';
import type { AnyPlan } from './searcher.ts';
import type { VotePlan } from './sequential/plan.ts';

export interface TileStore {
  readonly open: (identity: string, tiles: number) => Iterable<number>;
  readonly read: (tile: number) => HitColumns;
  readonly keep: (tile: number, hits: HitColumns) => void;
}

/** To be raised when tiles change, or the hits that belong to them. */
const PLAN_VERSION = 1;

/** Of a plan and the sets that it searches: SHA-256 in hexadecimal. */
export function identityOf(plan: AnyPlan): string {
  if (plan.counter === 'classes') return identityOfMutual(plan);
  if (plan.counter === 'votes') return identityOfVotes(plan);
  const { kind, similarity, threshold, counter, passes, tiles } = plan;
  const hash = createHash('sha256');
  const cut = tiles.map(({ pass, from, to }) => [pass, from, to]);
  hash.update(JSON.stringify([PLAN_VERSION, kind, similarity, threshold, counter, cut]));
  for (const { queries, orientation } of passes) {
    hash.update(JSON.stringify([orientation, queries.count, queries.bits]));
    hash.update(queries.words);
  }
  // All pairs take two passes, and so name both sets; the best of each query take one.
  if (kind === 'best') {
    const { candidates } = passes[0]!;
    hash.update(JSON.stringify([plan.top, plan.self !== undefined, candidates.count]));
    hash.update(candidates.words);
  }
  return hash.digest('hex');
}

function identityOfMutual(plan: MutualPlan): string {
  const { kind, threshold, counter, within, top, tiles, queries, candidates } = plan;
  const hash = createHash('sha256');
  const cut = tiles.map(({ from, to }) => [from, to]);
  hash.update(JSON.stringify([PLAN_VERSION, kind, threshold, counter, within, top, cut]));
  for (const { count, bits, words } of [queries, candidates]) {
    hash.update(JSON.stringify([count, bits]));
    hash.update(words);
  }
  return hash.digest('hex');
}

function identityOfVotes(plan: VotePlan): string {
  const { kind, threshold, counter, design, bounds, within, top, tiles } = plan;
  const hash = createHash('sha256');
  const cut = tiles.map(({ from, to }) => [from, to]);
  const asked = [kind, threshold, counter, design, [...bounds], within, top, cut];
  hash.update(JSON.stringify([PLAN_VERSION, ...asked, [...(plan.self ?? [])]]));
  for (const { count, bytes, filters } of [plan.queries, plan.candidates]) {
    hash.update(JSON.stringify([count, bytes]));
    hash.update(filters);
  }
  return hash.digest('hex');
}

const wrong = (): KoppelError => new KoppelError('KERNEL_KEPT_TILE');

/** The tiles that a store holds for a plan, each once. */
export function keptTiles(plan: AnyPlan, store: TileStore): Set<number> {
  const kept = new Set(store.open(identityOf(plan), plan.tiles.length));
  for (const tile of kept) if (plan.tiles[tile] === undefined) throw wrong();
  return kept;
}

/** The hits of a kept tile, if they can be of these sets. */
export function readTile(
  store: TileStore,
  tile: number,
  counts: { readonly queries: number; readonly candidates: number },
): HitColumns {
  const hits = store.read(tile);
  checkFound(hits, counts);
  return hits;
}
