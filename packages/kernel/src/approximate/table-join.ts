// SPDX-License-Identifier: EUPL-1.2
/**
 * Joins two sides by one table: gives every record its key, sorts by key, lets the kernel find the
 * records that meet, and measures these exactly. What is reported reaches the threshold for certain.
 */
import type { HitColumns } from '../hits.ts';
import { budgetOf, similarityFrom } from '../similarity.ts';
import { CrowdJoin, crowdedKeys } from './crowds.ts';
import { createJoinKernel, SKETCH_WORDS, type JoinKernel } from './join-kernel.ts';
import { PairSet } from './pair-set.ts';
import type { JoinPlan, Side, Table, TableCost } from './sides.ts';
import { ones32 } from './words.ts';

/** Left records that are probed with all masks in turn: they and what they meet stay in the cache. */
const CHUNK = 8192;
/** Words after which a comparison looks whether the threshold is out of reach. */
const STRIDE = 8;
/** Hits are handed over in lots of at most this many. */
const LOT = 65_536;

/** Writes the key of every record: these bits of its filter. */
export function writeKeys(
  { words, wordsPerFilter, rows }: Side,
  bits: readonly number[],
  keys: Uint32Array,
): void {
  const wordOf = Uint32Array.from(bits, (bit) => bit >>> 5);
  const shiftOf = Uint32Array.from(bits, (bit) => bit & 31);
  for (let at = 0; at < rows.length; at++) {
    const start = rows[at]! * wordsPerFilter;
    let key = 0;
    for (let bit = 0; bit < wordOf.length; bit++) {
      key |= ((words[start + wordOf[bit]!]! >>> shiftOf[bit]!) & 1) << bit;
    }
    keys[at] = key;
  }
}

/** Turns counts per key into the end of each key's run; `first` has one place more than keys. */
function endsOf(counts: Uint32Array): void {
  let sum = 0;
  for (let key = 0; key < counts.length; key++) counts[key] = sum += counts[key]!;
}

/** The join of the tables of a plan in one thread. Not for use from several threads. */
export class TableJoin {
  readonly #plan: JoinPlan;
  readonly #kernel: JoinKernel;
  #found = new PairSet();
  readonly #keys: Record<'left' | 'right', Uint32Array>;
  /** Per place in the order of keys, the record. */
  readonly #order: Record<'left' | 'right', Uint32Array>;
  readonly #leftEnds: Uint32Array;
  readonly #lot = {
    query: new Uint32Array(LOT),
    candidate: new Uint32Array(LOT),
    similarity: new Float64Array(LOT),
  };
  #hits = 0;

  constructor(plan: JoinPlan, longestKey: number) {
    const [left, right] = [plan.left.rows.length, plan.right.rows.length];
    this.#plan = plan;
    this.#kernel = createJoinKernel(left, right, longestKey);
    this.#keys = { left: new Uint32Array(left), right: new Uint32Array(right) };
    this.#leftEnds = new Uint32Array(2 ** longestKey);
    this.#order = { left: new Uint32Array(left), right: new Uint32Array(right) };
  }

  /** Makes the next table give all of its pairs, also those that an earlier one gave. */
  forget(): void {
    this.#found = new PairSet();
  }

  /**
   * Joins by a table. `drain` gets the pairs that no earlier table of this thread gave, as numbers of
   * distinct filters. Ends early, incomplete, once `stopped` says so.
   */
  run(table: Table, drain: (hits: HitColumns) => void, stopped: () => boolean): TableCost {
    const { left, right, within, radius } = this.#plan;
    const keys = 2 ** table.keyBits.length;
    const masks = [0, ...(radius === 0 ? [] : table.keyBits.map((_, bit) => 2 ** bit))];
    const leftEnds = this.#leftEnds.subarray(0, keys).fill(0);
    const rightEnds = this.#kernel.first.subarray(0, keys + 1).fill(0);
    writeKeys(left, table.keyBits, this.#keys.left);
    writeKeys(right, table.keyBits, this.#keys.right);
    for (const key of this.#keys.left) leftEnds[key]!++;
    for (const key of this.#keys.right) rightEnds[key]!++;
    const crowded = crowdedKeys(leftEnds, rightEnds, masks);
    for (const key of crowded) rightEnds[key] = 0;
    endsOf(leftEnds);
    endsOf(rightEnds);
    this.#sort('left', leftEnds, new Set());
    this.#sort('right', rightEnds, crowded);

    const cost = { candidates: 0, skipped: 0 };
    for (let at = 0; at < left.rows.length && !stopped(); at += CHUNK) {
      const to = Math.min(at + CHUNK, left.rows.length);
      for (const mask of masks) cost.candidates += this.#probe(at, to, mask, drain);
    }
    if (crowded.size > 0 && !stopped()) {
      const meet = (a: number, b: number): void => {
        if (!within || a < b) this.#measure(a, b, drain);
      };
      const join = new CrowdJoin(this.#plan, table, meet);
      const more = join.run(crowded, masks, this.#keys.left, this.#keys.right);
      cost.candidates += more.candidates;
      cost.skipped += more.skipped;
    }
    this.#flush(drain);
    return cost;
  }

  /** Puts records and their sketches in the order of keys; afterwards `ends` holds where keys begin. */
  #sort(which: 'left' | 'right', ends: Uint32Array, without: ReadonlySet<number>): void {
    const { words, wordsPerFilter, rows } = this.#plan[which];
    const sketches = which === 'left' ? this.#kernel.leftSketches : this.#kernel.rightSketches;
    const sorted = which === 'left' ? this.#kernel.keys : undefined;
    const sketch = Uint32Array.from(this.#plan.sketch);
    const keys = this.#keys[which];
    const order = this.#order[which];
    for (let record = keys.length - 1; record >= 0; record--) {
      const key = keys[record]!;
      if (without.size > 0 && without.has(key)) continue;
      const place = --ends[key]!;
      order[place] = record;
      if (sorted !== undefined) sorted[place] = key;
      const start = rows[record]! * wordsPerFilter;
      for (let word = 0; word < sketch.length; word++) {
        sketches[place * SKETCH_WORDS + word] = words[start + sketch[word]!]!;
      }
    }
  }

  /** Compares left places [from, to) with the right records whose key differs by the mask. */
  #probe(from: number, to: number, mask: number, drain: (hits: HitColumns) => void): number {
    const { within, sketchMost } = this.#plan;
    const { survivors, run } = this.#kernel;
    const { left, right } = this.#order;
    let candidates = 0;
    for (let at = from; at < to;) {
      const reached = run(at, to, mask, sketchMost, within);
      for (let n = 0; n < reached.found; n++) {
        const a = left[survivors[n * 2]!]!;
        const b = right[survivors[n * 2 + 1]!]!;
        // Within one set, records that have the same key meet twice; others once, in either order.
        if (!within) this.#measure(a, b, drain);
        else if (mask !== 0 || a < b) this.#measure(Math.min(a, b), Math.max(a, b), drain);
      }
      candidates += reached.candidates;
      ({ at } = reached);
    }
    return candidates;
  }

  /** Computes the similarity of two records that met, and keeps the pair if it reaches the threshold. */
  #measure(a: number, b: number, drain: (hits: HitColumns) => void): void {
    if (this.#found.has(a, b)) return;
    const { left, right, similarity: kind, threshold } = this.#plan;
    const { wordsPerFilter } = left;
    const [onesA, onesB] = [left.ones[a]!, right.ones[b]!];
    const bits = wordsPerFilter * 32;
    const budget = budgetOf(kind, onesA, onesB, bits, threshold);
    const startA = left.rows[a]! * wordsPerFilter;
    const startB = right.rows[b]! * wordsPerFilter;
    let lacking = 0;
    for (let word = 0; word < wordsPerFilter && lacking <= budget;) {
      const stop = Math.min(word + STRIDE, wordsPerFilter);
      for (; word < stop; word++) {
        lacking += ones32(left.words[startA + word]! & ~right.words[startB + word]!);
      }
    }
    if (lacking > budget) return;
    const similarity = similarityFrom(kind, onesA - lacking, onesA, onesB, bits);
    if (similarity < threshold) return;
    this.#found.add(a, b);
    this.#lot.query[this.#hits] = a;
    this.#lot.candidate[this.#hits] = b;
    this.#lot.similarity[this.#hits] = similarity;
    if (++this.#hits === LOT) this.#flush(drain);
  }

  #flush(drain: (hits: HitColumns) => void): void {
    if (this.#hits === 0) return;
    const { query, candidate, similarity } = this.#lot;
    drain({
      query: query.slice(0, this.#hits),
      candidate: candidate.slice(0, this.#hits),
      similarity: similarity.slice(0, this.#hits),
    });
    this.#hits = 0;
  }
}
