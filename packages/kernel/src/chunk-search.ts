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
import type { Pass } from './pass.ts';
import { largestTile, workOf, type Plan, type Tile } from './plan.ts';
import { budgetOf, similarityFrom } from './similarity.ts';

/** Queries [from, to) of one popcount, and so of one budget. */
interface Group {
  readonly from: number;
  readonly to: number;
}

function groupsOf({ queries: { popcounts } }: Pass, { from, to }: Tile): Group[] {
  const groups: Group[] = [];
  let start = from;
  for (let query = from + 1; query <= to; query++) {
    if (query < to && popcounts[query] === popcounts[start]) continue;
    groups.push({ from: start, to: query });
    start = query;
  }
  return groups;
}

/** One thread's searcher over a plan of kind 'all'. Not for use from several threads. */
export class ChunkSearch {
  readonly #plan: Plan;
  readonly #counter: ChunkCounter;
  readonly #blocks: BlockLoader;
  readonly #hits = new HitBuffer();
  /** The pass that the scores are of. */
  #scored = -1;

  constructor(plan: Plan) {
    const { bits } = plan.passes[0]!.queries;
    this.#plan = plan;
    this.#blocks = new BlockLoader(bits);
    this.#counter = createChunkCounter(bits, largestTile(plan), plan.maxBudget);
  }

  /** As `TileSearch.run`. */
  run(tile: Tile, drain: (hits: HitColumns) => void, stopped: () => boolean): number {
    const pass = this.#plan.passes[tile.pass]!;
    const groups = groupsOf(pass, tile).filter(({ from }) => pass.end[from]! > pass.first[from]!);
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
    const { words, rows, bits } = queries;
    const perFilter = bits / 32;
    for (let query = from, at = 0; query < to; query++) {
      const start = rows[query]! * perFilter;
      for (let word = 0; word < perFilter; word++) filters[at++] = words[start + word]!;
    }
    this.#counter.listQueries(to - from);
  }

  #searchBlock(
    pass: Pass,
    tile: Tile,
    groups: readonly Group[],
    block: number,
    drain: (hits: HitColumns) => void,
  ): void {
    const { rows, survivors, masks, run } = this.#counter;
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
        this.#blocks.load(pass.candidates, block);
        rows.set(this.#blocks.rows);
        this.#counter.makeTable();
        tabled = true;
      }
      const found = run(from - tile.from, to - tile.from, budget);
      for (let n = 0; n < found; n++) {
        forEachLane(masks, n, ROW_BYTES / 4, (lane) => {
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
