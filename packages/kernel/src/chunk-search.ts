// SPDX-License-Identifier: EUPL-1.2
/**
 * Searches one tile of a plan by chunks: a table per block, through which all queries of the tile go
 * before the next block is taken.
 */
import { BlockLoader } from './block-loader.ts';
import { createChunkCounter, type ChunkCounter } from './chunk-counter.ts';
import { chunkScores } from './chunk-scores.ts';
import { LANES, ROW_BYTES } from './counter.ts';
import { forEachLane, HitBuffer, overlapAt, type HitColumns } from './hits.ts';
import { forEachBit } from './ordered-set.ts';
import type { Pass } from './pass.ts';
import { groupsOf, largestTile, workOf, type Group, type Plan, type Tile } from './plan.ts';
import { budgetOf, similarityFrom } from './similarity.ts';

const ROW_WORDS = ROW_BYTES / 4;

/** One thread's searcher over a plan of kind 'all'. Not for use from several threads. */
export class ChunkSearch {
  readonly #plan: Plan;
  readonly #counter: ChunkCounter;
  readonly #blocks: BlockLoader;
  /** The rows of the counter. */
  readonly #rowWords: Uint32Array;
  readonly #hits = new HitBuffer();
  /** The pass that the scores are of. */
  #scored = -1;

  constructor(plan: Plan) {
    const { bits } = plan.passes[0]!.queries;
    this.#plan = plan;
    this.#blocks = new BlockLoader(bits);
    this.#counter = createChunkCounter(bits, largestTile(plan), plan.maxBudget);
    const { rows } = this.#counter;
    this.#rowWords = new Uint32Array(rows.buffer, rows.byteOffset, rows.length / 4);
  }

  /** As `TileSearch.run`. */
  run(tile: Tile, drain: (hits: HitColumns) => void, stopped: () => boolean): number {
    const pass = this.#plan.passes[tile.pass]!;
    const groups = groupsOf(pass, tile, false).filter(
      ({ from }) => pass.end[from]! > pass.first[from]!,
    );
    if (groups.length > 0) {
      this.#listQueries(pass, tile);
      const from = Math.min(...groups.map((group) => pass.first[group.from]!));
      const to = Math.max(...groups.map((group) => pass.end[group.from]!));
      for (let block = Math.floor(from / LANES); block * LANES < to && !stopped(); block++) {
        this.#searchBlock(pass, tile, groups, block, drain);
      }
    }
    this.#hits.flush(drain);
    return workOf(pass, tile.from, tile.to);
  }

  #listQueries({ queries, frequencies }: Pass, { pass, from, to }: Tile): void {
    const { scores, filters } = this.#counter;
    if (this.#scored !== pass) scores.set(chunkScores(frequencies));
    this.#scored = pass;
    filters.fill(0, 0, ((to - from) * queries.bits) / 32);
    const place = new Uint32Array(queries.bits);
    frequencies.rarestFirst.forEach((bit, at) => (place[bit] = at));
    for (let query = from, start = 0; query < to; query++, start += queries.bits / 32) {
      forEachBit(queries, query, (bit) => {
        const at = place[bit]!;
        filters[start + (at >>> 5)]! |= 1 << (at & 31);
      });
    }
    this.#counter.listQueries(to - from);
  }

  /** Copies the rows of the block in the order of the bits of chunks: those alike rare together. */
  #copyRows({ frequencies: { rarestFirst } }: Pass): void {
    const [from, to] = [this.#blocks.rowWords, this.#rowWords];
    for (let at = 0; at < rarestFirst.length; at++) {
      const bit = rarestFirst[at]!;
      for (let word = 0; word < ROW_WORDS; word++) {
        to[at * ROW_WORDS + word] = from[bit * ROW_WORDS + word]!;
      }
    }
  }

  #searchBlock(
    pass: Pass,
    tile: Tile,
    groups: readonly Group[],
    block: number,
    drain: (hits: HitColumns) => void,
  ): void {
    const { survivors, masks, run } = this.#counter;
    const { similarity, threshold } = this.#plan;
    const { popcounts, bits } = pass.candidates;
    const blockStart = block * LANES;
    let tabled = false;
    for (const { from, to } of groups) {
      // The first of a group has the longest run of candidates.
      const start = Math.max(pass.first[from]!, blockStart);
      if (start >= Math.min(pass.end[from]!, blockStart + LANES)) continue;
      const ones = pass.queries.popcounts[from]!;
      const budget = budgetOf(similarity, ones, popcounts[start]!, bits, threshold);
      if (budget < 0) continue;
      if (!tabled) {
        this.#blocks.load(pass.candidates, blockStart, 1);
        this.#copyRows(pass);
        this.#counter.makeTable();
        tabled = true;
      }
      const found = run(from - tile.from, to - tile.from, budget);
      for (let n = 0; n < found; n++) {
        forEachLane(masks, n, ROW_WORDS, (lane) => {
          this.#measure(pass, tile.from + survivors[n]!, blockStart + lane, drain);
        });
      }
    }
  }

  /** Computes the similarity of a pair that the counter let through, and keeps it if it is a hit. */
  #measure(pass: Pass, query: number, candidate: number, drain: (hits: HitColumns) => void): void {
    const { queries, candidates } = pass;
    if (candidate < pass.first[query]! || candidate >= pass.end[query]!) return;
    const both = overlapAt(queries, query, candidates, candidate);
    const similarity = similarityFrom(
      this.#plan.similarity,
      both,
      queries.popcounts[query]!,
      candidates.popcounts[candidate]!,
      queries.bits,
    );
    if (similarity < this.#plan.threshold) return;
    this.#hits.push(pass, queries.rows[query]!, candidates.rows[candidate]!, similarity, drain);
  }
}
