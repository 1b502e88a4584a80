// SPDX-License-Identifier: EUPL-1.2
/** Pairs that a counter let through: measured exactly, and handed over in lots. */
import { ones32, type OrderedSet } from './ordered-set.ts';
import type { Pass } from './pass.ts';

/** Bound once: looking up a global in an inner loop costs more than the loop in a sandbox. */
const { clz32 } = Math;

/** Hits in columns, rows as the caller numbers them. */
export interface HitColumns {
  readonly query: Uint32Array;
  readonly candidate: Uint32Array;
  readonly similarity: Float64Array;
}

/** Lots one after the other. */
export function joinHits(lots: readonly HitColumns[]): HitColumns {
  const total = lots.reduce((sum, lot) => sum + lot.query.length, 0);
  const query = new Uint32Array(total);
  const candidate = new Uint32Array(total);
  const similarity = new Float64Array(total);
  let at = 0;
  for (const lot of lots) {
    query.set(lot.query, at);
    candidate.set(lot.candidate, at);
    similarity.set(lot.similarity, at);
    at += lot.query.length;
  }
  return { query, candidate, similarity };
}

/** Hits of a tile are handed over in lots of at most this many. */
const LOT = 65536;

/** Bits set both in filter `atA` of one set and in filter `atB` of another. */
export function overlapAt(a: OrderedSet, atA: number, b: OrderedSet, atB: number): number {
  const words = a.bits / 32;
  const [startA, startB] = [a.rows[atA]! * words, b.rows[atB]! * words];
  let both = 0;
  for (let word = 0; word < words; word++) {
    both += ones32(a.words[startA + word]! & b.words[startB + word]!);
  }
  return both;
}

/** Calls `visit` with every lane that is alive for a survivor of a run. */
export function forEachLane(
  masks: Uint32Array,
  survivor: number,
  wordsPerMask: number,
  visit: (lane: number) => void,
): void {
  for (let word = 0; word < wordsPerMask; word++) {
    let alive = masks[survivor * wordsPerMask + word]!;
    for (; alive !== 0; alive &= alive - 1) visit(word * 32 + 31 - clz32(alive & -alive));
  }
}

/** Gathers hits until a lot is full. */
export class HitBuffer {
  readonly #query = new Uint32Array(LOT);
  readonly #candidate = new Uint32Array(LOT);
  readonly #similarity = new Float64Array(LOT);
  #hits = 0;

  push(
    { orientation }: Pick<Pass, 'orientation'>,
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
    if (++this.#hits === LOT) this.flush(drain);
  }

  flush(drain: (hits: HitColumns) => void): void {
    if (this.#hits === 0) return;
    drain({
      query: this.#query.slice(0, this.#hits),
      candidate: this.#candidate.slice(0, this.#hits),
      similarity: this.#similarity.slice(0, this.#hits),
    });
    this.#hits = 0;
  }
}
