// SPDX-License-Identifier: EUPL-1.2
/**
 * Searches tiles of a plan for the most similar of every code. Both ways at once a distance is worked
 * out for both of its ends: a thread keeps what it found for each code on either side, and hands that
 * over when it has no more tiles. What is kept is the same in any order, as equal similarities go by
 * row.
 */
import { BlockLoader } from '../block-loader.ts';
import { LANES } from '../counter.ts';
import { HitBuffer, type HitColumns } from '../hits.ts';
import type { OrderedSet } from '../ordered-set.ts';
import type { Tile } from '../plan.ts';
import { similarityFrom } from '../similarity.ts';
import { TopRows } from '../top-rows.ts';
import { BAND, createClassCounter, type ClassCounter } from './class-counter.ts';
import { firstOf, pairsOfTile, type MutualPlan } from './plan.ts';

const orientation = 'queryFirst';

/** One thread's searcher over a plan. Not for use from several threads. */
export class ClassSearch {
  readonly #plan: MutualPlan;
  readonly #counter: ClassCounter;
  readonly #blocks: BlockLoader;
  readonly #hits = new HitBuffer();
  /** Of each query by its place; of a tile, where there is one way only. */
  readonly #there: TopRows;
  /** Of each candidate; the same where both sets are one. */
  readonly #back: TopRows;
  /** Per query of the tile the distance that it allows. */
  readonly #own: Int32Array;
  readonly #ones = new Int32Array(LANES);
  readonly #lanes = new Int32Array(LANES);

  constructor(plan: MutualPlan) {
    const { bits } = plan.queries;
    const most = plan.tiles.reduce((size, { from, to }) => Math.max(size, to - from), 1);
    const isMutual = plan.kind === 'mutual';
    this.#plan = plan;
    this.#counter = createClassCounter(bits, most);
    this.#blocks = new BlockLoader(bits);
    this.#there = new TopRows(isMutual ? plan.queries.count : most, plan.top);
    const others = isMutual && !plan.within ? plan.candidates.count : 0;
    this.#back = isMutual && plan.within ? this.#there : new TopRows(others, plan.top);
    this.#own = new Int32Array(most);
  }

  /** As `TileSearch.run`; both ways at once hits come with `finish`. */
  run(tile: Tile, drain: (hits: HitColumns) => void, stopped: () => boolean): number {
    const { candidates, kind, floor } = this.#plan;
    this.#listTile(tile);
    this.#own.fill(floor);
    if (kind === 'oneWay') this.#there.clear();
    const first = Math.floor(firstOf(this.#plan, tile) / LANES);
    for (let block = first; block * LANES < candidates.count && !stopped(); block++) {
      this.#searchBlock(tile, block * LANES);
    }
    if (kind === 'oneWay') {
      this.#report(this.#there, this.#plan.queries, tile, drain);
      this.#hits.flush(drain);
    }
    return pairsOfTile(this.#plan, tile);
  }

  /** Hands over what was found both ways: of the queries, and of the candidates where they are others. */
  finish(there: (hits: HitColumns) => void, back: (hits: HitColumns) => void): void {
    const { kind, within, queries, candidates } = this.#plan;
    if (kind === 'oneWay') return;
    this.#report(this.#there, queries, { from: 0, to: queries.count }, there);
    this.#hits.flush(there);
    if (within) return;
    this.#report(this.#back, candidates, { from: 0, to: candidates.count }, back);
    this.#hits.flush(back);
  }

  #listTile({ from, to }: Tile): void {
    const { bits, words, rows, popcounts } = this.#plan.queries;
    const perCode = bits / 32;
    for (let band = 0; band * BAND < to - from; band++) {
      this.#counter.listBand(band, (query) => {
        const position = from + band * BAND + query;
        if (position >= to) return undefined;
        const start = rows[position]! * perCode;
        return words.subarray(start, start + perCode);
      });
    }
    for (let position = from; position < to; position++) {
      this.#counter.setOnes(position - from, popcounts[position]!);
    }
  }

  #searchBlock(tile: Tile, start: number): void {
    const { candidates, allowed, within } = this.#plan;
    const { count, popcounts } = candidates;
    const counter = this.#counter;
    for (let lane = 0; lane < LANES; lane++) {
      const isThere = start + lane < count;
      this.#ones[lane] = isThere ? popcounts[start + lane]! : 0;
      this.#lanes[lane] = isThere ? allowed[start + lane]! : -1;
    }
    counter.setLanes(this.#ones, this.#lanes);
    this.#blocks.load(candidates, start, 1);
    counter.rows.set(this.#blocks.rows);
    this.#allowOwn(tile);
    const end = Math.ceil((tile.to - tile.from) / BAND);
    // Within one set bands that lie behind the whole block have met it from the other side.
    const last = within && this.#plan.kind === 'mutual' ? start + LANES - 1 - tile.from : Infinity;
    const bands = Math.min(end, Math.max(0, Math.ceil(last / BAND)));
    for (let band = 0; band < bands; band++) {
      band = counter.run(band, bands);
      if (band < bands) this.#takeBand(tile, band, start);
    }
  }

  /** What the queries of a tile allow now; within one set other threads may know of less. */
  #allowOwn({ from, to }: Tile): void {
    const { kind, within, allowed, queries } = this.#plan;
    for (let slot = 0; slot < to - from; slot++) {
      const position = from + slot;
      if (kind === 'mutual' && within) {
        this.#own[slot] = Math.min(this.#own[slot]!, allowed[position]!);
      }
      this.#counter.own[slot] = this.#own[slot]! + queries.popcounts[position]!;
    }
  }

  #takeBand(tile: Tile, band: number, start: number): void {
    const { queries, candidates, within, kind } = this.#plan;
    const left = this.#counter.left();
    for (let query = 0; query < BAND; query++) {
      const slot = band * BAND + query;
      const position = tile.from + slot;
      if (((left >> query) & 1) === 0 || position >= tile.to) continue;
      const ones = queries.popcounts[position]!;
      this.#counter.forEachLeft(query, (lane, sum) => {
        const candidate = start + lane;
        if (candidate >= candidates.count) return;
        // Within one set each pair is met once both ways, and one way no code with itself.
        if (within && (kind === 'mutual' ? candidate <= position : candidate === position)) return;
        this.#take(slot, position, candidate, sum - ones);
      });
    }
  }

  #take(slot: number, position: number, candidate: number, distance: number): void {
    const { queries, candidates, kind, allowed, floor } = this.#plan;
    if (distance > floor) return;
    const { bits } = queries;
    const similarity = similarityFrom('hamming', 0, distance, 0, bits);
    const isMutual = kind === 'mutual';
    if (distance <= this.#own[slot]!) {
      const place = isMutual ? position : slot;
      this.#there.offer(place, candidates.rows[candidate]!, similarity);
      const bar = this.#there.bar(place, 0);
      if (bar > 0) {
        this.#own[slot] = Math.min(this.#own[slot]!, Math.round((1 - bar) * bits));
        this.#counter.own[slot] = this.#own[slot] + queries.popcounts[position]!;
        if (isMutual && this.#plan.within)
          allowed[position] = Math.min(allowed[position]!, this.#own[slot]);
      }
    }
    if (isMutual && distance <= allowed[candidate]!) {
      this.#back.offer(candidate, queries.rows[position]!, similarity);
      const bar = this.#back.bar(candidate, 0);
      if (bar > 0) {
        allowed[candidate] = Math.min(allowed[candidate]!, Math.round((1 - bar) * bits));
      }
    }
  }

  #report(
    found: TopRows,
    { rows }: OrderedSet,
    { from, to }: Pick<Tile, 'from' | 'to'>,
    drain: (hits: HitColumns) => void,
  ): void {
    const first = this.#plan.kind === 'mutual' ? 0 : from;
    for (let position = from; position < to; position++) {
      found.forEach(position - first, (row, similarity) => {
        this.#hits.push({ orientation }, rows[position]!, row, similarity, drain);
      });
    }
  }
}
