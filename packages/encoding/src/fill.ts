// SPDX-License-Identifier: EUPL-1.2
/**
 * How full encodings are: the share of bits that are set. A third to a half tells records apart; with
 * much less a token more or less weighs too much, with much more different records are alike.
 */
import type { FieldWeight } from '@koppel/study';

/** The weights that set bits. */
export type BitWeight = Exclude<FieldWeight, { readonly votesPerToken: number }>;

export interface Fill {
  readonly count: number;
  /** Shares of 0–1; all 0 when there are no encodings. */
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

function bitsSet(bytes: Uint8Array): number {
  let total = 0;
  for (let byte of bytes) {
    for (; byte !== 0; byte &= byte - 1) total++;
  }
  return total;
}

/**
 * Measures encodings that stand one after the other.
 * @param bytes per encoding, ≥ 1; `filters` is a whole number of them
 */
export function measureFill(filters: Uint8Array, bytes: number): Fill {
  const count = filters.length / bytes;
  let [sum, least, most] = [0, 1, 0];
  for (let start = 0; start < filters.length; start += bytes) {
    const share = bitsSet(filters.subarray(start, start + bytes)) / (8 * bytes);
    sum += share;
    least = Math.min(least, share);
    most = Math.max(most, share);
  }
  return count === 0
    ? { count, mean: 0, least: 0, most: 0 }
    : { count, mean: sum / count, least, most };
}

/** Outside these shares the average encoding of a register is worth a warning. */
export const usualFill = { least: 0.2, most: 0.6 } as const;

/** What an average record brings of one field. */
export interface FieldLoad {
  readonly weight: BitWeight;
  /** Share of records with a token, 0–1. */
  readonly completeness: number;
  /** Tokens of a value on average, > 0. */
  readonly expectedTokens: number;
}

/** Bits that a value sets, those that fall on the same place counted each. */
function positionsOf({ weight, expectedTokens }: FieldLoad): number {
  // Each token of a field with bits of its own sets one at least.
  return 'bitsPerToken' in weight
    ? weight.bitsPerToken * expectedTokens
    : Math.max(weight.bitsPerField, expectedTokens);
}

/**
 * The share of bits, 0–1, that an average record sets in a `clk` of `bits` bits: of n positions drawn
 * evenly from l, 1 − (1 − 1/l)^n are set on average (Bloom, 1970). Values that share tokens within a
 * group, and records that differ much in length, set a little less.
 */
export function expectedFill(loads: readonly FieldLoad[], bits: number): number {
  const positions = loads.reduce((sum, load) => sum + load.completeness * positionsOf(load), 0);
  return 1 - (1 - 1 / bits) ** positions;
}
