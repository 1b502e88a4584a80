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

/** Messages along each pair: the chance that an end is free, but for that pair. Columns are used again. */
class Messages {
  readonly fromLeft: Float64Array;
  readonly fromRight: Float64Array;
  readonly #pairs: WeighedPairs;
  /** Per record of either side the sum of what its pairs send it. */
  readonly #totals: readonly [Float64Array, Float64Array];

  constructor(pairs: WeighedPairs, [a, b]: readonly [number, number]) {
    this.#pairs = pairs;
    this.fromLeft = new Float64Array(pairs.weight.length);
    this.fromRight = new Float64Array(pairs.weight.length);
    this.#totals = [new Float64Array(a), new Float64Array(b)];
  }

  propagate(odds: Float64Array): void {
    const { left, right } = this.#pairs;
    this.fromRight.fill(1);
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      step(odds, left, this.#totals[0], this.fromRight, this.fromLeft);
      step(odds, right, this.#totals[1], this.fromLeft, this.fromRight);
    }
  }
}

/** What the records of one side send, from what those of the other sent. */
function step(
  odds: Float64Array,
  rows: Uint32Array,
  total: Float64Array,
  other: Float64Array,
  sent: Float64Array,
): void {
  total.fill(0);
  for (let pair = 0; pair < odds.length; pair++) total[rows[pair]!]! += odds[pair]! * other[pair]!;
  for (let pair = 0; pair < odds.length; pair++) {
    const offered = odds[pair]! * other[pair]!;
    sent[pair] = 1 / (1 + Math.max(0, total[rows[pair]!]! - offered));
  }
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
  const messages = new Messages(pairs, counts);
  const { fromLeft, fromRight } = messages;
  const [found, odds] = [pairs.weight.slice(), pairs.weight.slice()];
  for (let round = 0; round < ROUNDS; round++) {
    // Half a record at least stays free on either side.
    const free = (count: number): number => Math.max(0.5, count - links);
    const z = Math.log2(Math.max(links, 0.5)) - Math.log2(free(a)) - Math.log2(free(b));
    pairs.weight.forEach((one, pair) => {
      found[pair] = Math.min(MOST_BITS, one + z);
      odds[pair] = 2 ** found[pair];
    });
    messages.propagate(odds);
    for (let pair = 0; pair < found.length; pair++) {
      found[pair]! += Math.log2(fromLeft[pair]! * fromRight[pair]!);
    }
    const next = found.reduce((sum, one) => sum + 1 / (1 + 2 ** -one), 0);
    const settled = Math.abs(next - links) < 1e-3 * Math.max(1, links);
    links = Math.min(next, most);
    if (settled) break;
  }
  return found;
}
