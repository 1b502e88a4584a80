// SPDX-License-Identifier: EUPL-1.2
/**
 * Which pieces to count, and how many: the fewer votes, the more pairs are left to be measured.
 * Estimated on a sample of pairs, the same one on every run and cut into pieces by another order of
 * positions than the search: what the search misses does not depend on what was tried here. The
 * choice is one of speed only.
 */
import type { FilterSet } from '../filter-set.ts';
import { SAMPLE_SEED, shuffled } from './positions.ts';
import { VOTE_STEP } from './vote-counter.ts';
import type { PieceShape, VoteDesign } from './votes.ts';

/** Shapes that paid: small tables against few votes. */
const SHAPES = [
  { width: 6, least: 3 },
  { width: 8, least: 4 },
] as const;
/** More votes do not fit a counter of eight planes. */
const MOST_VOTES = 240;
const SAMPLED_QUERIES = 64;
const SAMPLED_CANDIDATES = 64;

/** Nanoseconds as measured (docs/benchmarks.md); only their proportions matter. */
const COST = {
  /** A vote of 128 pairs, by the width of its piece: the table of the wider ones is larger. */
  vote: { 6: 0.58, 8: 0.69 },
  /** Measuring a pair: for itself, and per bit. */
  measure: 3,
  measurePerBit: 0.005,
} as const;

/** The z that a normal variable exceeds with this chance, 0–½ (Abramowitz & Stegun 26.2.22). */
function normalTail(chance: number): number {
  const t = Math.sqrt(-2 * Math.log(chance));
  return t - (2.30753 + 0.27061 * t) / (1 + 0.99229 * t + 0.04481 * t * t);
}

/** About the bound that `VoteChances.boundAt` works out: the normal approximation of it. */
export function roughBound(
  shape: PieceShape,
  votes: number,
  distance: number,
  miss: number,
): number {
  const { bits, width, least } = shape;
  const p = Math.min(Math.max(distance / bits, 1e-9), 1 - 1e-9);
  let [chance, share, term] = [0, 0, (1 - p) ** width];
  for (let differing = 0; differing <= width; differing++) {
    if (differing >= least) {
      chance += term;
      share += term * (differing - width * p);
    }
    term *= (((width - differing) / (differing + 1)) * p) / (1 - p);
  }
  // What votes have in common with the differences of the whole code, which are given.
  const variance = votes * chance * (1 - chance) - (votes * share) ** 2 / (bits * p * (1 - p));
  const bound = votes * chance + normalTail(miss) * Math.sqrt(Math.max(variance, 0));
  return Math.min(votes, Math.round(bound));
}

/** Votes of sampled pairs after each step, a row of steps per pair; and how many pairs there are. */
function sampleVotes(queries: FilterSet, candidates: FilterSet, shape: PieceShape, steps: number) {
  const { width, least } = shape;
  const positions = shuffled(shape.bits, steps * VOTE_STEP * width, SAMPLE_SEED);
  const rowsOf = ({ count }: FilterSet, sampled: number): number[] =>
    Array.from({ length: Math.min(count, sampled) }, (_, n) =>
      Math.floor(((n + 0.5) * count) / Math.min(count, sampled)),
    );
  const valuesOf = ({ bytes, filters }: FilterSet, row: number): Uint8Array => {
    const values = new Uint8Array(steps * VOTE_STEP);
    positions.forEach((position, at) => {
      const bit = (filters[row * bytes + (position >> 3)]! >> (position & 7)) & 1;
      values[Math.floor(at / width)]! |= bit << (at % width);
    });
    return values;
  };
  const disagrees = Uint8Array.from({ length: 2 ** width }, (_, value) => {
    let ones = 0;
    for (let rest = value; rest > 0; rest &= rest - 1) ones++;
    return ones >= least ? 1 : 0;
  });
  const theirs = rowsOf(candidates, SAMPLED_CANDIDATES).map((row) => valuesOf(candidates, row));
  const votes: number[] = [];
  for (const row of rowsOf(queries, SAMPLED_QUERIES)) {
    const own = valuesOf(queries, row);
    for (const other of theirs) {
      let sum = 0;
      for (let piece = 0; piece < own.length; piece++) {
        sum += disagrees[own[piece]! ^ other[piece]!]!;
        if (piece % VOTE_STEP === VOTE_STEP - 1) votes.push(sum);
      }
    }
  }
  return { votes: Uint8Array.from(votes), pairs: votes.length / steps };
}

/**
 * The design of least cost for pairs of at most `distance` differing bits; without votes, when to
 * measure every pair costs least.
 */
export function chooseDesign(
  queries: FilterSet,
  candidates: FilterSet,
  distance: number,
  miss: number,
): VoteDesign {
  const bits = queries.bytes * 8;
  const measure = COST.measure + COST.measurePerBit * bits;
  let best: { cost: number; design: VoteDesign } = {
    cost: measure,
    design: { bits, ...SHAPES[0], votes: 0 },
  };
  for (const piece of SHAPES) {
    const shape = { bits, ...piece };
    const steps = Math.floor(Math.min(bits / piece.width, MOST_VOTES) / VOTE_STEP);
    const sample = sampleVotes(queries, candidates, shape, steps);
    for (let step = 1; step <= steps; step++) {
      const votes = step * VOTE_STEP;
      const bound = roughBound(shape, votes, distance, miss);
      let left = 0;
      for (let pair = 0; pair < sample.pairs; pair++) {
        if (sample.votes[pair * steps + step - 1]! <= bound) left++;
      }
      const cost = (votes * COST.vote[piece.width]) / 128 + (left / sample.pairs) * measure;
      if (cost < best.cost) best = { cost, design: { ...shape, votes } };
    }
  }
  return best.design;
}
