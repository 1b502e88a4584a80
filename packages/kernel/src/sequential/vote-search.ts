// SPDX-License-Identifier: EUPL-1.2
/** Searches one tile of a plan by sequential tests: block after block, the whole tile at once. */
import { LANES } from '../counter.ts';
import { HitBuffer, type HitColumns } from '../hits.ts';
import type { Tile } from '../plan.ts';
import { similarityFrom } from '../similarity.ts';
import { TopRows } from '../top-rows.ts';
import { createPieceReader, type PieceReader } from './pieces.ts';
import { largestDistance, pairsOf, type VotePlan } from './plan.ts';
import { createVoteCounter, type VoteCounter } from './vote-counter.ts';

const orientation = 'queryFirst';

/** One thread's searcher over a plan. Not for use from several threads. */
export class VoteSearch {
  readonly #plan: VotePlan;
  readonly #counter: VoteCounter;
  readonly #reader: PieceReader | undefined;
  readonly #best: TopRows;
  readonly #hits = new HitBuffer();

  constructor(plan: VotePlan) {
    const most = plan.tiles.reduce((size, { from, to }) => Math.max(size, to - from), 1);
    this.#plan = plan;
    this.#counter = createVoteCounter(plan.design, most);
    this.#reader = createPieceReader(plan.design, plan.positions);
    this.#best = new TopRows(plan.kind === 'top' ? most : 0, plan.top);
  }

  /** As `TileSearch.run`. */
  run(tile: Tile, drain: (hits: HitColumns) => void, stopped: () => boolean): number {
    const { queries, candidates, within, bounds, kind } = this.#plan;
    const { codes, lists, limits, bounds: allowed } = this.#counter;
    const { from, to } = tile;
    codes.set(queries.filters.subarray(from * queries.bytes, to * queries.bytes));
    this.#reader?.listEntries(queries, tile, lists);
    limits.fill(bounds.length - 1);
    allowed.fill(bounds.at(-1)!);
    this.#best.clear();
    const first = within ? Math.floor(from / LANES) : 0;
    for (let block = first; block * LANES < candidates.count && !stopped(); block++) {
      this.#searchBlock(tile, block, drain);
    }
    if (kind === 'top') this.#reportBest(tile, drain);
    this.#hits.flush(drain);
    return pairsOf(this.#plan, tile);
  }

  #searchBlock(tile: Tile, block: number, drain: (hits: HitColumns) => void): void {
    const { candidates, slices } = this.#plan;
    const counter = this.#counter;
    const { bytes, count, filters } = candidates;
    const [start, end] = [block * LANES, Math.min((block + 1) * LANES, count)];
    counter.block.set(filters.subarray(start * bytes, end * bytes));
    const { rows, hits } = counter;
    rows.set(slices.subarray(block * rows.length, (block + 1) * rows.length));
    counter.makeTable();
    for (let query = 0; query < tile.to - tile.from;) {
      const { next, found } = counter.run(query, tile.to - tile.from);
      for (let hit = 0; hit < found; hit++) {
        const candidate = start + hits[hit * 3 + 1]!;
        // Lanes beyond the last candidate hold nobody.
        if (candidate < end) this.#take(tile, hits[hit * 3]!, candidate, hits[hit * 3 + 2]!, drain);
      }
      query = next;
    }
  }

  #take(
    tile: Tile,
    slot: number,
    candidate: number,
    distance: number,
    drain: (hits: HitColumns) => void,
  ): void {
    const { within, kind, self, design } = this.#plan;
    const query = tile.from + slot;
    if (within && candidate <= query) return;
    const similarity = similarityFrom('hamming', 0, distance, 0, design.bits);
    if (kind === 'all') {
      this.#hits.push({ orientation }, query, candidate, similarity, drain);
    } else if (self?.[query] !== candidate && this.#best.offer(slot, candidate, similarity)) {
      this.#raiseBar(slot);
    }
  }

  /** Candidates come in ascending order: further ones count only if they are closer than the last. */
  #raiseBar(slot: number): void {
    const { design, bounds } = this.#plan;
    const bar = this.#best.bar(slot, 0);
    if (bar === 0) return;
    const limit = largestDistance(design.bits, bar) - 1;
    this.#counter.limits[slot] = limit;
    this.#counter.bounds[slot] = limit < 0 ? 0 : bounds[limit]!;
  }

  #reportBest({ from, to }: Tile, drain: (hits: HitColumns) => void): void {
    for (let query = from; query < to; query++) {
      this.#best.forEach(query - from, (row, similarity) => {
        this.#hits.push({ orientation }, query, row, similarity, drain);
      });
    }
  }
}
