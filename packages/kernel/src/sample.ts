// SPDX-License-Identifier: EUPL-1.2
/**
 * Samples of a plan, for what to expect of it: pairs drawn from all that it compares, for the shape
 * of their similarities, and queries against all of their candidates, by the plan's own counter, for
 * the few pairs that reach the threshold. The same samples on every run.
 */
import { overlapAt } from './hits.ts';
import { shared, type OrderedSet } from './ordered-set.ts';
import type { Pass } from './pass.ts';
import { largestTile, type Plan } from './plan.ts';
import { searcherOf } from './searcher.ts';
import { similarityFrom } from './similarity.ts';

/** Bins of a histogram of similarities, each 1 / BINS wide; a similarity of 1 is in the last. */
export const BINS = 100;

export const binOf = (similarity: number): number =>
  Math.min(BINS - 1, Math.floor(similarity * BINS + 1e-9));

/** A number in [0, 1) for every whole number, without pattern (splitmix32). */
export function scatter(n: number): number {
  let mixed = (Math.imul(n + 1, 0x9e37_79b9) ^ 0x5bd1_e995) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0_aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

/**
 * Similarities of `count` pairs drawn from all pairs of the two sets. A pair of a record with itself
 * is drawn again.
 */
export function drawPairs({ passes, similarity, counts }: Plan, count: number): Float64Array {
  const [{ queries, candidates, orientation }] = passes as [Pass];
  const found: number[] = [];
  for (let n = 0; found.length < count && n < 2 * count; n++) {
    const query = Math.floor(scatter(2 * n) * counts.queries);
    const candidate = Math.floor(scatter(2 * n + 1) * counts.candidates);
    if (orientation === 'lowerFirst' && query === candidate) continue;
    const both = overlapAt(queries, query, candidates, candidate);
    const [a, b] = [queries.popcounts[query]!, candidates.popcounts[candidate]!];
    found.push(similarityFrom(similarity, both, a, b, queries.bits));
  }
  return Float64Array.from(found);
}

/** Positions [0, count): one at a chance place in each of `sampled` equal parts. */
function positionsOf(count: number, sampled: number): Uint32Array {
  return Uint32Array.from({ length: sampled }, (_, n) =>
    Math.floor(((n + scatter(n)) * count) / sampled),
  );
}

/** A pass in which only the queries at these positions ask. */
function partOf(pass: Pass, positions: Uint32Array): Pass {
  const pick = (column: Uint32Array): Uint32Array => {
    const picked = new Uint32Array(shared(positions.length * 4));
    positions.forEach((position, at) => (picked[at] = column[position]!));
    return picked;
  };
  const queries: OrderedSet = {
    ...pass.queries,
    count: positions.length,
    popcounts: pick(pass.queries.popcounts),
    rows: pick(pass.queries.rows),
  };
  return { ...pass, queries, first: pick(pass.first), end: pick(pass.end) };
}

export interface QuerySample {
  /** Per sampled query, the pairs found. */
  readonly pairs: Uint32Array;
  /** Of all pairs found, by bin of similarity. */
  readonly bins: Float64Array;
  /** Queries there are, over all passes. */
  readonly population: number;
  /** Lanes counted. */
  readonly work: number;
  readonly seconds: number;
  /** Ended early, at more pairs than allowed: it says nothing but that there are many. */
  readonly cut: boolean;
}

/**
 * Searches a share of the plan's queries, the same share of every pass.
 * @param share in (0, 1]
 * @param mostPairs that are looked at
 */
export function sampleQueries(plan: Plan, share: number, mostPairs: number): QuerySample {
  const parts = plan.passes.map((pass) => {
    const { count } = pass.queries;
    return partOf(pass, positionsOf(count, Math.min(count, Math.ceil(count * share))));
  });
  const passes = parts.filter(({ queries }) => queries.count > 0);
  const most = largestTile(plan);
  const tiles = passes.flatMap(({ queries: { count } }, pass) =>
    Array.from({ length: Math.ceil(count / most) }, (_, n) => ({
      pass,
      from: n * most,
      to: Math.min(count, (n + 1) * most),
    })),
  );
  const total = passes.reduce((sum, { queries }) => sum + queries.count, 0);
  const pairs = new Uint32Array(total);
  const bins = new Float64Array(BINS);
  const population = plan.passes.reduce((sum, { queries }) => sum + queries.count, 0);
  if (tiles.length === 0) return { pairs, bins, population, work: 0, seconds: 0, cut: false };
  const search = searcherOf({ ...plan, passes, tiles });
  let [found, work, offset, at] = [0, 0, 0, -1];
  const slots = new Map<number, number>();
  const started = performance.now();
  for (const tile of tiles) {
    if (found > mostPairs) break;
    const pass = passes[tile.pass]!;
    if (tile.pass !== at) {
      offset += at === -1 ? 0 : passes[at]!.queries.count;
      slots.clear();
      pass.queries.rows.forEach((row, slot) => slots.set(row, slot));
      at = tile.pass;
    }
    work += search.run(
      tile,
      (hits) => {
        found += hits.query.length;
        for (let n = 0; n < hits.query.length; n++) {
          const swapped = pass.orientation === 'candidateFirst';
          const row = swapped ? hits.candidate[n]! : hits.query[n]!;
          // Within one set the lower row comes first, whichever of the two asked.
          const slot = slots.get(row) ?? slots.get(hits.candidate[n]!)!;
          pairs[offset + slot]!++;
          bins[binOf(hits.similarity[n]!)]!++;
        }
      },
      () => found > mostPairs,
    );
  }
  const seconds = (performance.now() - started) / 1000;
  return { pairs, bins, population, work, seconds, cut: found > mostPairs };
}
