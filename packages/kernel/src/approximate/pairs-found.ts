// SPDX-License-Identifier: EUPL-1.2
/** The pairs of distinct filters found so far, and the pairs of records that they stand for. */
import { KoppelError } from '@koppel/errors';
import type { HitColumns } from '../hits.ts';
import type { Distinct } from './distinct.ts';
import { PairSet } from './pair-set.ts';
import type { SampledPairs } from './sample.ts';
import type { Tally } from './interval.ts';

const sizeOf = ({ start }: Distinct, one: number): number => start[one + 1]! - start[one]!;

/** Sorts by (query, candidate): a counting sort of queries, then the few candidates of each. */
function sorted({ query, candidate, similarity }: HitColumns, queries: number): HitColumns {
  const next = new Uint32Array(queries + 1);
  for (const row of query) next[row + 1]!++;
  for (let row = 0; row < queries; row++) next[row + 1]! += next[row]!;
  const order = new Uint32Array(query.length);
  query.forEach((row, at) => (order[next[row]!++] = at));
  for (let row = 0, from = 0; row < queries; from = next[row++]!) {
    if (next[row]! - from < 2) continue;
    order.subarray(from, next[row]).sort((a, b) => candidate[a]! - candidate[b]!);
  }
  return {
    query: order.map((at) => query[at]!),
    candidate: order.map((at) => candidate[at]!),
    similarity: Float64Array.from(order, (at) => similarity[at]!),
  };
}

export class PairsFound {
  readonly #left: Distinct;
  readonly #right: Distinct;
  readonly #within: boolean;
  readonly #maxPairs: number;
  readonly #seen = new PairSet();
  readonly #lots: HitColumns[] = [];
  /** Within one set: the filters that several records have. */
  readonly #equal: { readonly one: number; readonly similarity: number }[] = [];
  #records = 0;

  constructor(left: Distinct, right: Distinct, within: boolean, maxPairs: number) {
    this.#left = left;
    this.#right = right;
    this.#within = within;
    this.#maxPairs = maxPairs;
  }

  #count(pairs: number): void {
    this.#records += pairs;
    if (this.#records > this.#maxPairs) throw new KoppelError('KERNEL_TOO_MANY_PAIRS');
  }

  /**
   * Pairs of records with the same filter: no table is needed for them.
   * @param similarityOf that of a filter with itself, by its set bits
   */
  addEqual(similarityOf: (ones: number) => number, threshold: number): void {
    const { side } = this.#left;
    const [query, candidate, similarity]: number[][] = [[], [], []];
    for (let one = 0; one < side.rows.length; one++) {
      const alike = similarityOf(side.ones[one]!);
      if (alike < threshold) continue;
      if (this.#within) {
        const size = sizeOf(this.#left, one);
        if (size === 1) continue;
        this.#count((size * (size - 1)) / 2);
        this.#equal.push({ one, similarity: alike });
        continue;
      }
      const other = this.#right.find(side.words, side.rows[one]!);
      if (other < 0) continue;
      query!.push(one);
      candidate!.push(other);
      similarity!.push(alike);
    }
    this.add({
      query: Uint32Array.from(query!),
      candidate: Uint32Array.from(candidate!),
      similarity: Float64Array.from(similarity!),
    });
  }

  /** Keeps what is new. @throws KERNEL_TOO_MANY_PAIRS */
  add({ query, candidate, similarity }: HitColumns): void {
    const fresh = new Uint32Array(query.length);
    let count = 0;
    for (let at = 0; at < query.length; at++) {
      if (!this.#seen.add(query[at]!, candidate[at]!)) continue;
      this.#count(sizeOf(this.#left, query[at]!) * sizeOf(this.#right, candidate[at]!));
      fresh[count++] = at;
    }
    if (count === 0) return;
    const kept = fresh.subarray(0, count);
    this.#lots.push({
      query: kept.map((at) => query[at]!),
      candidate: kept.map((at) => candidate[at]!),
      similarity: Float64Array.from(kept, (at) => similarity[at]!),
    });
  }

  /** Per sampled query, its pairs of records and how many of them were found. */
  tally({ left, right }: SampledPairs): Tally[] {
    const tallies = new Map<number, { pairs: number; found: number }>();
    left.forEach((one, at) => {
      const other = right[at]!;
      const tally = tallies.get(one) ?? { pairs: 0, found: 0 };
      const [a, b] = this.#within && one > other ? [other, one] : [one, other];
      const size = sizeOf(this.#left, one) * sizeOf(this.#right, other);
      tally.pairs += size;
      if (this.#seen.has(a, b)) tally.found += size;
      tallies.set(one, tally);
    });
    return [...tallies.values()];
  }

  /** The pairs of records, sorted by (query, candidate); within one set the lower row comes first. */
  records(): HitColumns {
    const query = new Uint32Array(this.#records);
    const candidate = new Uint32Array(this.#records);
    const similarity = new Float64Array(this.#records);
    let at = 0;
    const put = (a: number, b: number, alike: number): void => {
      const turned = this.#within && a > b;
      query[at] = turned ? b : a;
      candidate[at] = turned ? a : b;
      similarity[at++] = alike;
    };
    const [left, right] = [this.#left, this.#right];
    for (const lot of this.#lots) {
      for (let n = 0; n < lot.query.length; n++) {
        const [one, other, alike] = [lot.query[n]!, lot.candidate[n]!, lot.similarity[n]!];
        for (let a = left.start[one]!; a < left.start[one + 1]!; a++) {
          for (let b = right.start[other]!; b < right.start[other + 1]!; b++) {
            put(left.members[a]!, right.members[b]!, alike);
          }
        }
      }
    }
    for (const { one, similarity: alike } of this.#equal) {
      const rows = left.members.subarray(left.start[one], left.start[one + 1]);
      rows.forEach((a, n) => {
        for (const b of rows.subarray(n + 1)) put(a, b, alike);
      });
    }
    return sorted({ query, candidate, similarity }, this.#left.members.length);
  }
}
