// SPDX-License-Identifier: EUPL-1.2
/**
 * Searches one tile of a plan: lists the tile's queries for the counter, lets the counter find the
 * few candidates that can match, and measures those exactly.
 */
import { BlockLoader } from './block-loader.ts';
import { createCounter, LANES, ROW_BYTES, STEP, type Counter } from './counter.ts';
import { forEachLane, HitBuffer, overlapAt, type HitColumns } from './hits.ts';
import type { Pass } from './pass.ts';
import { groupsOf, largestTile, workOf, type Group, type Plan, type Tile } from './plan.ts';
import { budgetOf, similarityFrom } from './similarity.ts';
import { TopRows } from './top-rows.ts';

const WORDS_PER_MASK = ROW_BYTES / 4;

/** Bound once: looking up a global in an inner loop costs more than the loop in a sandbox. */
const { clz32 } = Math;

/** One thread's searcher over a plan. Not for use from several threads. */
export class TileSearch {
  readonly #plan: Plan;
  readonly #counter: Counter;
  /** Per query of the tile: the similarity that a further candidate must reach. */
  readonly #bars: Float64Array;
  /** The best candidates so far, for a plan of kind 'best'. */
  readonly #best: TopRows;
  readonly #blocks: BlockLoader;
  #groups: readonly Group[] = [];
  readonly #hits = new HitBuffer();

  constructor(plan: Plan) {
    const { bits } = plan.passes[0]!.queries;
    const most = largestTile(plan);
    this.#plan = plan;
    this.#bars = new Float64Array(most);
    this.#best = new TopRows(plan.kind === 'best' ? most : 0, plan.top);
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
    this.#best.clear();
    this.#listQueries(pass, tile);
    // Of best matches each query has a bar of its own.
    this.#groups = groupsOf(pass, tile, this.#plan.kind === 'best');
    const perBlock = LANES * this.#plan.perLane;
    let [from, to] = [pass.candidates.count, 0];
    for (let query = tile.from; query < tile.to; query++) {
      if (pass.end[query] === pass.first[query]) continue;
      from = Math.min(from, pass.first[query]!);
      to = Math.max(to, pass.end[query]!);
    }
    for (let block = Math.floor(from / perBlock); block * perBlock < to && !stopped(); block++) {
      this.#searchBlock(pass, tile, block, drain);
    }
    if (this.#plan.kind === 'best') this.#reportBest(pass, tile, drain);
    this.#hits.flush(drain);
    return workOf(pass, tile.from, tile.to);
  }

  /** Writes for each query the addresses of its rows, rarest bit first. */
  #listQueries({ queries, frequencies }: Pass, { from, to }: Tile): void {
    const { lists, place } = this.#counter;
    const { bits, words, rows } = queries;
    const perFilter = bits / 32;
    const addresses = Uint32Array.from(frequencies.rarestFirst, (bit) => bit * ROW_BYTES);
    const rank = new Uint32Array(bits);
    frequencies.rarestFirst.forEach((bit, at) => (rank[bit] = at));
    // The filter with its bits in that order, so that its set bits come out in it.
    const ranked = new Int32Array(perFilter);
    let length = 0;
    for (let query = from; query < to; query++) {
      const filter = rows[query]! * perFilter;
      for (let word = 0; word < perFilter; word++) {
        for (let rest = words[filter + word]! | 0; rest !== 0; rest &= rest - 1) {
          const at = rank[word * 32 + 31 - clz32(rest & -rest)]!;
          ranked[at >>> 5]! |= 1 << (at & 31);
        }
      }
      const start = length;
      for (let word = 0; word < perFilter; word++) {
        for (let rest = ranked[word]!; rest !== 0; rest &= rest - 1) {
          lists[length++] = addresses[word * 32 + 31 - clz32(rest & -rest)]!;
        }
        ranked[word] = 0;
      }
      while ((length - start) % STEP !== 0 || length === start) lists[length++] = bits * ROW_BYTES;
      place(query - from, start, length);
    }
  }

  #searchBlock(pass: Pass, tile: Tile, block: number, drain: (hits: HitColumns) => void): void {
    const { rows, survivors, masks, run } = this.#counter;
    const { perLane } = this.#plan;
    const blockStart = block * LANES * perLane;
    if (!this.#setBudgets(pass, tile, blockStart)) return;
    this.#blocks.load(pass.candidates, blockStart, perLane);
    rows.set(this.#blocks.rows);
    const found = run(tile.to - tile.from);
    for (let n = 0; n < found; n++) {
      forEachLane(masks, n, WORDS_PER_MASK, (lane) => {
        for (let of = 0; of < perLane; of++) {
          this.#measure(pass, tile, survivors[n]!, blockStart + lane * perLane + of, drain);
        }
      });
    }
  }

  /** Sets what each query of a tile may spend on a block; says whether any may spend at all. */
  #setBudgets(pass: Pass, tile: Tile, blockStart: number): boolean {
    const { budgets } = this.#counter;
    const { similarity, perLane } = this.#plan;
    const { popcounts, bits } = pass.candidates;
    const blockEnd = blockStart + LANES * perLane;
    let open = false;
    for (const { from, to } of this.#groups) {
      // The first of a group has the longest run of candidates, and no bar is lower than its own.
      const start = Math.max(pass.first[from]!, blockStart);
      const meets = start < Math.min(pass.end[from]!, blockEnd);
      const ones = pass.queries.popcounts[from]!;
      const bar = this.#bars[from - tile.from]!;
      const budget = meets ? budgetOf(similarity, ones, popcounts[start]!, bits, bar) : -1;
      budgets.fill(budget, from - tile.from, to - tile.from);
      open ||= budget >= 0;
    }
    return open;
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
      this.#best.offer(slot, candidateRow, similarity);
      this.#bars[slot] = this.#best.bar(slot, bar);
    }
  }

  #reportBest(pass: Pass, tile: Tile, drain: (hits: HitColumns) => void): void {
    for (let slot = 0; slot < tile.to - tile.from; slot++) {
      const queryRow = pass.queries.rows[tile.from + slot]!;
      this.#best.forEach(slot, (row, similarity) => {
        this.#hits.push(pass, queryRow, row, similarity, drain);
      });
    }
  }
}
