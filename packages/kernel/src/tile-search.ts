// SPDX-License-Identifier: EUPL-1.2
/**
 * Searches one tile of a plan: lists the tile's queries for the counter, lets the counter find the
 * few candidates that can match, and measures those exactly.
 */
import { BlockLoader } from './block-loader.ts';
import { createCounter, LANES, ROW_BYTES, STEP, type Counter } from './counter.ts';
import { forEachLane, HitBuffer, overlapAt, type HitColumns } from './hits.ts';
import { forEachBit } from './ordered-set.ts';
import type { Pass } from './pass.ts';
import { largestTile, workOf, type Plan, type Tile } from './plan.ts';
import { budgetOf, similarityFrom } from './similarity.ts';

const WORDS_PER_MASK = ROW_BYTES / 4;

/** Bound once: looking up a global in an inner loop costs more than the loop in a sandbox. */
const { clz32 } = Math;

/** One thread's searcher over a plan. Not for use from several threads. */
export class TileSearch {
  readonly #plan: Plan;
  readonly #counter: Counter;
  /** Per query of the tile: the similarity that a further candidate must reach. */
  readonly #bars: Float64Array;
  /** Per query of the tile: the best candidate row so far, for a plan of kind 'best'. */
  readonly #bestRows: Float64Array;
  readonly #blocks: BlockLoader;
  readonly #hits = new HitBuffer();

  constructor(plan: Plan) {
    const { bits } = plan.passes[0]!.queries;
    const most = largestTile(plan);
    this.#plan = plan;
    this.#bars = new Float64Array(most);
    this.#bestRows = new Float64Array(most);
    this.#blocks = new BlockLoader(bits);
    this.#counter = createCounter(bits, most, plan.maxBudget);
  }

  /**
   * Searches a tile and returns the work done, in lanes. `drain` gets fresh copies of hits; it may
   * be called many times. The search ends early, with its hits incomplete, once `stopped` says so.
   */
  run(tile: Tile, drain: (hits: HitColumns) => void, stopped: () => boolean): number {
    const pass = this.#plan.passes[tile.pass]!;
    this.#bars.fill(this.#plan.threshold);
    this.#bestRows.fill(Infinity);
    this.#listQueries(pass, tile);
    let [from, to] = [pass.candidates.count, 0];
    for (let query = tile.from; query < tile.to; query++) {
      if (pass.end[query] === pass.first[query]) continue;
      from = Math.min(from, pass.first[query]!);
      to = Math.max(to, pass.end[query]!);
    }
    for (let block = Math.floor(from / LANES); block * LANES < to && !stopped(); block++) {
      this.#searchBlock(pass, tile, block, drain);
    }
    if (this.#plan.kind === 'best') this.#reportBest(pass, tile, drain);
    this.#hits.flush(drain);
    return workOf(pass, tile.from, tile.to);
  }

  /** Writes for each query the addresses of its rows, rarest bit first. */
  #listQueries({ queries, frequencies }: Pass, { from, to }: Tile): void {
    const { lists, listLength, steps } = this.#counter;
    const emptyRow = queries.bits * ROW_BYTES;
    const { rarestFirst } = frequencies;
    const rank = new Uint32Array(queries.bits);
    for (let place = 0; place < rank.length; place++) rank[rarestFirst[place]!] = place;
    // The filter with its bits in that order, so that its set bits come out in it.
    const ranked = new Int32Array(queries.bits / 32);
    for (let query = from; query < to; query++) {
      ranked.fill(0);
      forEachBit(queries, query, (bit) => {
        ranked[rank[bit]! >>> 5]! |= 1 << (rank[bit]! & 31);
      });
      const start = (query - from) * listLength;
      let length = 0;
      for (let word = 0; word < ranked.length; word++) {
        for (let rest = ranked[word]!; rest !== 0; rest &= rest - 1) {
          lists[start + length++] = rarestFirst[word * 32 + 31 - clz32(rest & -rest)]! * ROW_BYTES;
        }
      }
      while (length % STEP !== 0 || length === 0) lists[start + length++] = emptyRow;
      steps[query - from] = length / STEP;
    }
  }

  #searchBlock(pass: Pass, tile: Tile, block: number, drain: (hits: HitColumns) => void): void {
    const { rows, budgets, survivors, masks, run } = this.#counter;
    const blockStart = block * LANES;
    const { similarity } = this.#plan;
    const { popcounts, bits } = pass.candidates;
    let open = false;
    for (let query = tile.from; query < tile.to; query++) {
      const start = Math.max(pass.first[query]!, blockStart);
      const meets = start < Math.min(pass.end[query]!, blockStart + LANES);
      const ones = pass.queries.popcounts[query]!;
      const bar = this.#bars[query - tile.from]!;
      const budget = meets ? budgetOf(similarity, ones, popcounts[start]!, bits, bar) : -1;
      budgets[query - tile.from] = budget;
      open ||= budget >= 0;
    }
    if (!open) return;
    this.#blocks.load(pass.candidates, block);
    rows.set(this.#blocks.rows);
    const found = run(tile.to - tile.from);
    for (let n = 0; n < found; n++) {
      forEachLane(masks, n, WORDS_PER_MASK, (lane) => {
        this.#measure(pass, tile, survivors[n]!, blockStart + lane, drain);
      });
    }
  }

  /** Computes the similarity of a pair that the counter let through, and keeps it if it is a hit. */
  #measure(
    pass: Pass,
    tile: Tile,
    slot: number,
    candidate: number,
    drain: (hits: HitColumns) => void,
  ): void {
    const { queries, candidates } = pass;
    const query = tile.from + slot;
    if (candidate < pass.first[query]! || candidate >= pass.end[query]!) return;
    const both = overlapAt(queries, query, candidates, candidate);
    const similarity = similarityFrom(
      this.#plan.similarity,
      both,
      queries.popcounts[query]!,
      candidates.popcounts[candidate]!,
      queries.bits,
    );
    const bar = this.#bars[slot]!;
    if (similarity < bar) return;
    const queryRow = queries.rows[query]!;
    const candidateRow = candidates.rows[candidate]!;
    if (this.#plan.kind === 'all') {
      this.#hits.push(pass, queryRow, candidateRow, similarity, drain);
    } else if (this.#plan.self?.[queryRow] !== candidateRow) {
      const best = similarity > bar ? Infinity : this.#bestRows[slot]!;
      this.#bars[slot] = similarity;
      this.#bestRows[slot] = Math.min(best, candidateRow);
    }
  }

  #reportBest(pass: Pass, tile: Tile, drain: (hits: HitColumns) => void): void {
    for (let slot = 0; slot < tile.to - tile.from; slot++) {
      const best = this.#bestRows[slot]!;
      const queryRow = pass.queries.rows[tile.from + slot]!;
      if (best !== Infinity) this.#hits.push(pass, queryRow, best, this.#bars[slot]!, drain);
    }
  }
}
