// SPDX-License-Identifier: EUPL-1.2
/**
 * Searches one tile of a plan: lists the tile's queries for the counter, lets the counter find the
 * few candidates that can match, and measures those exactly.
 */
import { createCounter, LANES, ROW_BYTES, STEP, TILE, type Counter } from './counter.ts';
import type { OrderedSet } from './ordered-set.ts';
import { workOf, type Pass, type Plan, type Tile } from './plan.ts';
import { budgetOf, similarityFrom } from './similarity.ts';

/** Bound once: looking up a global in an inner loop costs more than the loop in a sandbox. */
const { imul, clz32 } = Math;

/** Hits in columns, rows as the caller numbers them. */
export interface HitColumns {
  readonly query: Uint32Array;
  readonly candidate: Uint32Array;
  readonly similarity: Float64Array;
}

/** Hits of a tile are handed over in lots of at most this many. */
const LOT = 65536;

const WORDS_PER_MASK = ROW_BYTES / 4;

function ones32(word: number): number {
  let sum = word - ((word >>> 1) & 0x55555555);
  sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333);
  return imul((sum + (sum >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function overlapAt(a: OrderedSet, atA: number, b: OrderedSet, atB: number): number {
  const words = a.bits / 32;
  let both = 0;
  for (let word = 0; word < words; word++) {
    both += ones32(a.words[atA * words + word]! & b.words[atB * words + word]!);
  }
  return both;
}

/** One thread's searcher over a plan. Not for use from several threads. */
export class TileSearch {
  readonly #plan: Plan;
  readonly #counter: Counter;
  /** Per query of the tile: the similarity that a further candidate must reach. */
  readonly #bars = new Float64Array(TILE);
  /** Per query of the tile: the best candidate row so far, for a plan of kind 'best'. */
  readonly #bestRows = new Float64Array(TILE);
  readonly #query = new Uint32Array(LOT);
  readonly #candidate = new Uint32Array(LOT);
  readonly #similarity = new Float64Array(LOT);
  #hits = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#counter = createCounter(plan.passes[0]!.queries.bits, plan.maxBudget);
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
    this.#flush(drain);
    return workOf(pass, tile.from, tile.to);
  }

  /** Writes for each query the addresses of its rows, rarest bit first. */
  #listQueries({ queries, candidates }: Pass, { from, to }: Tile): void {
    const { lists, listLength, steps } = this.#counter;
    const emptyRow = queries.bits * ROW_BYTES;
    const words = queries.bits / 32;
    for (let query = from; query < to; query++) {
      const start = (query - from) * listLength;
      let length = 0;
      for (const bit of candidates.rarestFirst) {
        const word = queries.words[query * words + (bit >>> 5)]!;
        lists[start + length] = bit * ROW_BYTES;
        length += (word >>> (bit & 31)) & 1;
      }
      while (length % STEP !== 0 || length === 0) lists[start + length++] = emptyRow;
      steps[query - from] = length / STEP;
    }
  }

  #searchBlock(pass: Pass, tile: Tile, block: number, drain: (hits: HitColumns) => void): void {
    const { rows, budgets, survivors, masks, run } = this.#counter;
    const blockStart = block * LANES;
    const { similarity } = this.#plan;
    const { popcounts, slices, bits } = pass.candidates;
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
    rows.set(slices.subarray(block * rows.length, (block + 1) * rows.length));
    const found = run(tile.to - tile.from);
    for (let n = 0; n < found; n++) {
      for (let word = 0; word < WORDS_PER_MASK; word++) {
        let alive = masks[n * WORDS_PER_MASK + word]!;
        for (; alive !== 0; alive &= alive - 1) {
          const lane = word * 32 + 31 - clz32(alive & -alive);
          this.#measure(pass, tile, survivors[n]!, blockStart + lane, drain);
        }
      }
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
      this.#push(pass, queryRow, candidateRow, similarity, drain);
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
      if (best !== Infinity) this.#push(pass, queryRow, best, this.#bars[slot]!, drain);
    }
  }

  #push(
    { orientation }: Pass,
    queryRow: number,
    candidateRow: number,
    similarity: number,
    drain: (hits: HitColumns) => void,
  ): void {
    const turned = orientation === 'lowerFirst' && queryRow > candidateRow;
    const swapped = turned || orientation === 'candidateFirst';
    this.#query[this.#hits] = swapped ? candidateRow : queryRow;
    this.#candidate[this.#hits] = swapped ? queryRow : candidateRow;
    this.#similarity[this.#hits] = similarity;
    if (++this.#hits === LOT) this.#flush(drain);
  }

  #flush(drain: (hits: HitColumns) => void): void {
    if (this.#hits === 0) return;
    drain({
      query: this.#query.slice(0, this.#hits),
      candidate: this.#candidate.slice(0, this.#hits),
      similarity: this.#similarity.slice(0, this.#hits),
    });
    this.#hits = 0;
  }
}
