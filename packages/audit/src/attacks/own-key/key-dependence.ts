// SPDX-License-Identifier: EUPL-1.2
/**
 * Whether encodings depend on the key in every field. Of the same person, two encodings under different
 * keys have as many bits in common as chance gives; what they have in common beyond it does not come
 * from the key.
 */
import type { FilterSet } from '@koppel/kernel';
import { bitsOf } from '../../decoding/bits.ts';
import type { Pace } from '../../pace.ts';
import { sampleBelow, type Random } from '../../random.ts';

export interface KeyDependence {
  /** Per field, standard deviations above the mean of shuffled ones. */
  readonly z: readonly number[];
  /** The chance that the largest arises where all depends on the key: share of shufflings as extreme. */
  readonly p: number;
  /** The field of the largest. */
  readonly field: number;
}

/** Positions of filter `row`. */
function positionsOf({ bytes, filters }: FilterSet, row: number): number[] {
  return bitsOf(filters.subarray(row * bytes, (row + 1) * bytes));
}

/**
 * Bits that two encodings share beyond |a|·|b| / l, which two unrelated ones do, in their standard
 * deviations (hypergeometric: |a|·|b|·(l − |a|)·(l − |b|) / (l²·(l − 1))).
 */
function sharedBeyondChance(a: Uint8Array, aCount: number, b: readonly number[]): number {
  const bits = a.length;
  const [ones, others] = [aCount, b.length];
  const variance = (ones * others * (bits - ones) * (bits - others)) / (bits ** 2 * (bits - 1));
  if (variance === 0) return 0;
  let shared = 0;
  for (const position of b) shared += a[position]!;
  return (shared - (ones * others) / bits) / Math.sqrt(variance);
}

/** Sum over the pairs, per field, with the bit positions of the encodings in some order. */
function agreement(
  encodings: readonly (readonly number[])[],
  own: readonly (readonly (readonly number[])[])[],
  order: Uint32Array,
): number[] {
  const sums = own.map(() => 0);
  const flags = new Uint8Array(order.length);
  encodings.forEach((positions, pair) => {
    flags.fill(0);
    for (const position of positions) flags[order[position]!] = 1;
    own.forEach((ofField, field) => {
      sums[field]! += sharedBeyondChance(flags, positions.length, ofField[pair]!);
    });
  });
  return sums;
}

function momentsOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}

/**
 * A permutation test: where keys decide, every order of the bit positions is as likely as the one at
 * hand, whatever the register, and so is what it has in common with encodings under another key.
 * @param encodings one for each pair
 * @param own per field, of the same persons under another key, that field alone
 */
export async function measureKeyDependence(
  encodings: FilterSet,
  own: readonly FilterSet[],
  shuffles: number,
  random: Random,
  pace: Pace,
): Promise<KeyDependence> {
  const bits = 8 * encodings.bytes;
  const rows = Array.from({ length: encodings.count }, (_, row) => positionsOf(encodings, row));
  const ownRows = own.map((set) => rows.map((_, row) => positionsOf(set, row)));
  const draws = [
    agreement(
      rows,
      ownRows,
      Uint32Array.from({ length: bits }, (_, n) => n),
    ),
  ];
  for (let shuffle = 0; shuffle < shuffles; shuffle += 1) {
    await pace.at(shuffle / shuffles);
    draws.push(agreement(rows, ownRows, sampleBelow(random, bits, bits)));
  }
  const moments = own.map((_, field) => momentsOf(draws.slice(1).map((draw) => draw[field]!)));
  const scores = draws.map((draw) =>
    draw.map((sum, field) => {
      const { mean, deviation } = moments[field]!;
      return deviation === 0 ? 0 : (sum - mean) / deviation;
    }),
  );
  const extremes = scores.map((z) => Math.max(...z));
  const z = scores[0]!;
  return {
    z,
    p: extremes.filter((extreme) => extreme >= extremes[0]!).length / draws.length,
    field: z.indexOf(extremes[0]!),
  };
}
