// SPDX-License-Identifier: EUPL-1.2
/**
 * Which counter finds the pairs of a plan soonest: row by row (`counter.ts`), or by chunks of eight
 * (`chunk-counter.ts`). Estimated on a sample of pairs, the same one on every run. Both are exact, so
 * the choice is one of speed only.
 */
import { CHUNK_BITS, MAX_CHUNKED_BITS, SUBSETS } from './chunk-counter.ts';
import { chancesOfTwo } from './chunk-scores.ts';
import { forEachBit } from './ordered-set.ts';
import type { Pass, Wanted } from './pass.ts';
import { budgetOf } from './similarity.ts';

export type CounterKind = 'rows' | 'chunks';

const SAMPLED_QUERIES = 64;
const SAMPLED_CANDIDATES = 16;

/**
 * Nanoseconds as measured (docs/benchmarks.md); only their proportions matter. A block is done when
 * its slowest lane is, which takes so many times as long as its average lane.
 */
const COST = {
  row: 0.55,
  vector: 0.75,
  slowestRow: 1.38,
  slowestVector: 1.5,
  measure: 250,
  tablePerBit: 50,
} as const;

/** What one query costs against one block, by either counter. */
interface Cost {
  readonly rows: number;
  readonly chunks: number;
}

/** How many of `gains`, in this order, exceed the budget; all of them and `false` if they do not. */
function spend(gains: readonly number[], budget: number): { steps: number; dead: boolean } {
  let sum = 0;
  for (const [at, gain] of gains.entries()) {
    sum += gain;
    if (sum > budget) return { steps: at + 1, dead: true };
  }
  return { steps: gains.length, dead: false };
}

function costOf(pass: Pass, wanted: Wanted, chances: Float64Array): Cost & { pairs: number } {
  const { queries, candidates, frequencies } = pass;
  const { bits } = queries;
  const total = { rows: 0, chunks: 0, pairs: 0 };
  for (let n = 0; n < SAMPLED_QUERIES; n++) {
    const query = Math.floor(((n + 0.5) * queries.count) / SAMPLED_QUERIES);
    const [first, end] = [pass.first[query]!, pass.end[query]!];
    const has = new Uint8Array(bits);
    forEachBit(queries, query, (bit) => (has[bit] = 1));
    const rows = Array.from(frequencies.rarestFirst).filter((bit) => has[bit] === 1);
    const chunks = Array.from({ length: bits / CHUNK_BITS }, (_, chunk) => {
      const members = Array.from(
        { length: CHUNK_BITS },
        (_unused, bit) => chunk * CHUNK_BITS + bit,
      );
      const subset = members.reduce((set, bit, at) => set + has[bit]! * 2 ** at, 0);
      return {
        bits: members.filter((bit) => has[bit] === 1),
        chance: chances[chunk * SUBSETS + subset]!,
      };
    }).sort((a, b) => b.chance - a.chance);
    for (let m = 0; m < SAMPLED_CANDIDATES && end > first; m++) {
      const candidate = first + Math.floor(((m + 0.5) * (end - first)) / SAMPLED_CANDIDATES);
      const ones = queries.popcounts[query]!;
      const [other, { similarity, threshold }] = [candidates.popcounts[candidate]!, wanted];
      const budget = budgetOf(similarity, ones, other, bits, threshold);
      if (budget < 0) continue;
      const lacks = new Uint8Array(bits).fill(1);
      forEachBit(candidates, candidate, (bit) => (lacks[bit] = 0));
      const byRow = spend(rows.map((bit) => lacks[bit]!), budget); // prettier-ignore
      const byChunk = spend(
        chunks.map((chunk) => (chunk.bits.reduce((sum, bit) => sum + lacks[bit]!, 0) > 1 ? 2 : 0)),
        budget,
      );
      total.pairs++;
      total.rows += byRow.steps * COST.slowestRow * COST.row;
      total.chunks += byChunk.steps * COST.slowestVector * COST.vector;
      // A lane that survives is measured: one in every block has so many of them.
      total.rows += byRow.dead ? 0 : 128 * COST.measure;
      total.chunks += byChunk.dead ? 0 : 128 * COST.measure;
    }
  }
  return total;
}

/**
 * @param passes of a plan that wants all pairs
 * @param tile queries that share a table
 */
export function chooseCounter(passes: readonly Pass[], wanted: Wanted, tile: number): CounterKind {
  const { bits } = passes[0]!.queries;
  if (bits > MAX_CHUNKED_BITS) return 'rows';
  let [rows, chunks, pairs] = [0, 0, 0];
  for (const pass of passes) {
    if (pass.queries.count === 0) continue;
    const { frequency, counted } = pass.frequencies;
    const cost = costOf(pass, wanted, chancesOfTwo(frequency, counted));
    rows += cost.rows;
    chunks += cost.chunks;
    pairs += cost.pairs;
  }
  if (pairs === 0) return 'rows';
  const table = (COST.tablePerBit * bits) / tile;
  return chunks / pairs + table < rows / pairs ? 'chunks' : 'rows';
}
