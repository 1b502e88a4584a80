// SPDX-License-Identifier: EUPL-1.2
/**
 * How the pairs of a plan are found soonest: row by row (`counter.ts`), with one candidate in a lane
 * or two, or by chunks of eight (`chunk-counter.ts`). Estimated on a sample of pairs, the same one on
 * every run and every machine. All are exact, so the choice is one of speed only.
 */
import { CHUNK_BITS, MAX_CHUNKED_BITS, SUBSETS } from './chunk-counter.ts';
import { chancesOfTwo } from './chunk-scores.ts';
import { LANES } from './counter.ts';
import { forEachBit, type OrderedSet } from './ordered-set.ts';
import type { Pass, Wanted } from './pass.ts';
import { budgetOf } from './similarity.ts';

export type CounterKind = 'rows' | 'chunks';

/** A way to count, and what it is expected to cost. */
export interface Choice {
  readonly counter: CounterKind;
  /** Candidates that share a lane. */
  readonly perLane: 1 | 2;
  /** Nanoseconds for one query against LANES candidates, and per tile for LANES candidates. */
  readonly cost: { readonly query: number; readonly tile: number };
  /** Vectors added for one query against LANES candidates. */
  readonly vectors: number;
}

const SAMPLED_QUERIES = 64;
const SAMPLED_LANES = 24;

/** Nanoseconds as measured (docs/benchmarks.md); only their proportions matter. */
const COST = { row: 0.5, entry: 0.8, query: 10, measure: 150, loadPerBit: 10, tablePerBit: 20 };
/** A block is done when the slowest of its lanes is: so many deviations above the average lane. */
const SLOWEST = 2.6;

const ways = [
  { counter: 'rows', perLane: 1 },
  { counter: 'rows', perLane: 2 },
  { counter: 'chunks', perLane: 1 },
] as const;

/** Vectors until a lane of one query is dead; the lanes that none kills. */
class Spending {
  #sum = 0;
  #squares = 0;
  #lanes = 0;
  #alive = 0;

  /** Adds a lane: `gains` are counted in this order until they exceed the budget. */
  add(gains: Iterable<number>, budget: number): void {
    let [sum, steps] = [0, 0];
    for (const gain of gains) {
      steps++;
      sum += gain;
      if (sum > budget) break;
    }
    if (sum <= budget) this.#alive++;
    this.#sum += steps;
    this.#squares += steps * steps;
    this.#lanes++;
  }

  /** Of a block: the vectors of its slowest lane, and the lanes left alive. */
  ofBlock(): { slowest: number; alive: number } {
    const mean = this.#sum / this.#lanes;
    const deviation = Math.sqrt(Math.max(0, this.#squares / this.#lanes - mean * mean));
    return {
      slowest: mean + SLOWEST * deviation,
      alive: (LANES * this.#alive) / this.#lanes,
    };
  }
}

/** A query's rows and chunks, in the order in which the counters take them. */
function listsOf(
  { queries, frequencies: { rarestFirst } }: Pass,
  query: number,
  chances: Float64Array,
) {
  const has = new Uint8Array(queries.bits);
  forEachBit(queries, query, (bit) => (has[bit] = 1));
  const bits = Array.from(rarestFirst);
  const chunks = Array.from({ length: bits.length / CHUNK_BITS }, (_, chunk) => {
    const members = bits.slice(chunk * CHUNK_BITS, (chunk + 1) * CHUNK_BITS);
    const subset = members.reduce((all, bit, at) => all + has[bit]! * 2 ** at, 0);
    const chance = chances[chunk * SUBSETS + subset]!;
    return { bits: members.filter((bit) => has[bit] === 1), chance };
  });
  return {
    rows: bits.filter((bit) => has[bit] === 1),
    chunks: chunks.sort((a, b) => b.chance - a.chance).map((chunk) => chunk.bits),
  };
}

/** The bits that none of the filters at these positions has. */
function lackedBy(candidates: OrderedSet, positions: readonly number[]): Uint8Array {
  const lacks = new Uint8Array(candidates.bits).fill(1);
  for (const at of positions) forEachBit(candidates, at, (bit) => (lacks[bit] = 0));
  return lacks;
}

/** Of one query against LANES candidates, by one of the ways. */
interface Expense {
  readonly cost: number;
  readonly vectors: number;
}

/** What a sampled query is expected to take by each of the ways; nothing where it meets nobody. */
function expensesOf(
  pass: Pass,
  query: number,
  wanted: Wanted,
  chances: Float64Array,
): Expense[] | null {
  const { queries, candidates } = pass;
  const [first, end] = [pass.first[query]!, pass.end[query]!];
  if (end === first) return null;
  const { rows, chunks } = listsOf(pass, query, chances);
  const spending = ways.map(() => new Spending());
  for (let n = 0; n < SAMPLED_LANES; n++) {
    const at = first + Math.floor(((n + 0.5) * (end - first)) / SAMPLED_LANES);
    const [ones, other] = [queries.popcounts[query]!, candidates.popcounts[at]!];
    const budget = budgetOf(wanted.similarity, ones, other, queries.bits, wanted.threshold);
    const alone = lackedBy(candidates, [at]);
    const paired = lackedBy(candidates, [at, Math.min(at + 1, candidates.count - 1)]);
    const lacking = (bits: readonly number[]): number =>
      bits.reduce((sum, bit) => sum + alone[bit]!, 0);
    spending[0]!.add(rows.map((bit) => alone[bit]!), budget); // prettier-ignore
    spending[1]!.add(rows.map((bit) => paired[bit]!), budget); // prettier-ignore
    spending[2]!.add(chunks.map((bits) => (lacking(bits) > 1 ? 2 : 0)), budget); // prettier-ignore
  }
  return ways.map(({ counter, perLane }, way) => {
    const { slowest, alive } = spending[way]!.ofBlock();
    const each = counter === 'rows' ? COST.row : COST.entry;
    const cost = (COST.query + slowest * each) / perLane + alive * COST.measure;
    return { cost, vectors: slowest / perLane };
  });
}

/**
 * @param passes of a plan that wants all pairs
 * @param tileOf queries of a tile by each counter
 */
export function chooseCounter(
  passes: readonly Pass[],
  wanted: Wanted,
  tileOf: (counter: CounterKind) => number,
): Choice {
  const { bits } = passes[0]!.queries;
  const totals = ways.map(() => ({ cost: 0, vectors: 0 }));
  let sampled = 0;
  for (const pass of passes) {
    const { count } = pass.queries;
    const { frequency, counted, rarestFirst } = pass.frequencies;
    const chances = chancesOfTwo(rarestFirst.map((bit) => frequency[bit]!), counted); // prettier-ignore
    for (let n = 0; n < Math.min(count, SAMPLED_QUERIES); n++) {
      const query = Math.floor(((n + 0.5) * count) / Math.min(count, SAMPLED_QUERIES));
      const expenses = expensesOf(pass, query, wanted, chances);
      if (expenses === null) continue;
      expenses.forEach(({ cost, vectors }, way) => {
        totals[way]!.cost += cost;
        totals[way]!.vectors += vectors;
      });
      sampled++;
    }
  }
  const choices = ways.map((way, at): Choice => {
    const table = way.counter === 'chunks' ? COST.tablePerBit : 0;
    const tile = (COST.loadPerBit / way.perLane + table) * bits;
    const { cost, vectors } = totals[at]!;
    const each = Math.max(1, sampled);
    return { ...way, cost: { query: cost / each, tile }, vectors: vectors / each };
  });
  const possible = choices.filter(({ counter }) => counter === 'rows' || bits <= MAX_CHUNKED_BITS);
  const total = ({ counter, cost }: Choice): number => cost.query + cost.tile / tileOf(counter);
  return possible.reduce((best, choice) => (total(choice) < total(best) ? choice : best));
}
