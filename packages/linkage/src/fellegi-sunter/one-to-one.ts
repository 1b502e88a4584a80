// SPDX-License-Identifier: EUPL-1.2
/**
 * What uniqueness says about a pair. Where both registers hold everybody once, a record has one
 * partner at most, so candidates of one record compete: if one of them is surely the partner, the
 * others are not, and where nearly everybody has a partner, the only candidate is likely to be it.
 *
 * The chance of a set of links is taken as the product of their weights, times z for each: a
 * monomer–dimer model, with z = M / ((nA − M)·(nB − M)) for M matches, which is the chance of a link
 * between two free records if links are drawn at random. The probability of each pair is found by
 * belief propagation (M. Zdeborová and M. Mézard, "The number of matchings in random graphs", 2006),
 * exact on trees, and M is their sum.
 */

export interface WeighedPairs {
  /** Equally long columns; rows of either side. */
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /** log2 of m / u. */
  readonly weight: Float64Array;
}

const ROUNDS = 12;
const SWEEPS = 12;
/** Weights beyond this say no more: certain is certain. */
const MOST_BITS = 100;

/** Per record the sum of what its pairs send it. */
function sums(rows: Uint32Array, count: number, values: Float64Array): Float64Array {
  const total = new Float64Array(count);
  rows.forEach((row, pair) => {
    total[row]! += values[pair]!;
  });
  return total;
}

/** Messages along each pair: the chance that an end is free, but for that pair. */
function propagate(pairs: WeighedPairs, counts: readonly [number, number], odds: Float64Array) {
  let fromLeft = new Float64Array(odds.length).fill(1);
  let fromRight = new Float64Array(odds.length).fill(1);
  const step = (
    rows: Uint32Array,
    count: number,
    other: Float64Array,
  ): Float64Array<ArrayBuffer> => {
    const offered = odds.map((one, pair) => one * other[pair]!);
    const total = sums(rows, count, offered);
    return offered.map((one, pair) => 1 / (1 + Math.max(0, total[rows[pair]!]! - one)));
  };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    fromLeft = step(pairs.left, counts[0], fromRight);
    fromRight = step(pairs.right, counts[1], fromLeft);
  }
  return { fromLeft, fromRight };
}

/**
 * log2 of the odds of each pair, prior included.
 * @param counts records of either side
 * @param matches how many there are at first; they are estimated anew
 */
export function oneToOneOdds(
  pairs: WeighedPairs,
  counts: readonly [number, number],
  matches: number,
): Float64Array {
  const [a, b] = counts;
  const most = Math.min(a, b);
  let links = Math.min(matches, most);
  let found = new Float64Array(pairs.weight.length);
  for (let round = 0; round < ROUNDS; round++) {
    // Half a record at least stays free on either side.
    const free = (count: number): number => Math.max(0.5, count - links);
    const z = Math.log2(Math.max(links, 0.5)) - Math.log2(free(a)) - Math.log2(free(b));
    const bits = pairs.weight.map((one) => Math.min(MOST_BITS, one + z));
    const odds = bits.map((one) => 2 ** one);
    const { fromLeft, fromRight } = propagate(pairs, counts, odds);
    found = bits.map((one, pair) => one + Math.log2(fromLeft[pair]! * fromRight[pair]!));
    const next = found.reduce((sum, one) => sum + 1 / (1 + 2 ** -one), 0);
    const settled = Math.abs(next - links) < 1e-3 * Math.max(1, links);
    links = Math.min(next, most);
    if (settled) break;
  }
  return found;
}
