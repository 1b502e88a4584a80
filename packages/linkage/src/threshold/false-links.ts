// SPDX-License-Identifier: EUPL-1.2
/**
 * How many links between two sources are false, per step of the grid.
 *
 * Within a source of unique persons mutual nearest neighbours are different persons, twins and
 * members of a household included. Between two sources of the same population there are as many such
 * pairs, counted by pairs of records; they become false links when neither record has a true one. So
 * false = rate · null, and the rate is (1 − M/nA)·(1 − M/nB) for M true links, where who is in both
 * sources does not depend on who resembles whom. Members of a household are often in both or in none,
 * and then the rate is lower where they are, and higher below, where there is less to outdo chance.
 *
 * So the rate is only taken to fall with similarity, and matches to get more up to their lowest hump:
 * `mixture.ts` splits the links by that. What the data leave open is decided by what is expected:
 * the rate above, times the shares of look-alikes of linked records that are not linked themselves.
 * Pure.
 */
import { ascendingFit, descendingRatio } from './isotonic.ts';
import { strangerCounts, type Counts, type Strangers } from './links.ts';
import { fitMixture } from './mixture.ts';
import type { Between } from './nearest.ts';
import { binsOf, spreadNulls, sums, type Bin } from './null-shape.ts';

/** One pair of sources, in counts over the grid. */
export interface Witness {
  readonly between: Between;
  readonly links: Counts;
  /** Null pairs, scaled to the pairs of records that were looked at between the sources. */
  readonly nulls: Counts;
  /** Null pairs as they were seen. */
  readonly seen: Counts;
  /** Up to this similarity second nearest records are strangers, and nothing is told from them. */
  readonly bulk: number;
}

/** The steps that similarities are counted in. */
export interface Steps {
  /** Thresholds, ascending. */
  readonly grid: readonly number[];
  /** Widths on the scale on which matches get more with similarity. */
  readonly widths: readonly number[];
}

export interface FalseLinks {
  /** Per step, the share of links that are true, ascending. */
  readonly probability: readonly number[];
  /** True links that were outdone by a stranger, as a factor on those that were not, per step. */
  readonly outdone: readonly number[];
}

/** Counts that draw the shares of linked look-alikes towards what chance gives. */
const STRENGTH = 6;
/** In each bin, what is expected of the rate is worth so many null pairs, ... */
const TRUST = 0.3;
/** ... and so many more for each pair of look-alikes that it was seen on. */
const TRUST_PER_LOOKALIKE = 0.3;
/** Share of false links at which links are confident. */
const CONFIDENT = 0.03;
/** Rounds of settling which links are confident, and where matches have their lowest hump. */
const ROUNDS = 5;
/** A hump is looked for in so many windows over the grid, and ends where they fall this clearly. */
const HUMP = { windows: 24, errors: 3 };
/** Records beside which strangers were looked at, from which on that says something. */
const ENOUGH_BESIDE = 20;

const total = (counts: ArrayLike<number>): number =>
  Array.from(counts).reduce((sum, n) => sum + n, 0);

/** Sums from each step to the last. */
export function fromEach(counts: readonly number[]): number[] {
  const totals = counts.slice();
  for (let at = totals.length - 2; at >= 0; at--) totals[at]! += totals[at + 1]!;
  return totals;
}

/** What is expected of the rate at which null pairs become false links, and what that is worth. */
function expectedRates(
  { between, seen }: Witness,
  strangers: Strangers,
  nulls: readonly number[],
  unit: number,
): { readonly prior: readonly number[]; readonly trust: readonly number[] } {
  const freeA = Math.max(0, 1 - strangers.links / between.sampled);
  const freeB = Math.max(0, 1 - (strangers.links * between.scale) / between.b.set.count);
  const bins = binsOf(seen);
  const [both, left, right] = [
    sums(strangers.bothLinked, bins),
    sums(strangers.leftLinked, bins),
    sums(strangers.rightLinked, bins),
  ];
  const plus = (n: number, at: number): number => n + both[at]!;
  const unlinkedB = descendingRatio(left, left.map(plus), freeB, STRENGTH);
  const unlinkedA = descendingRatio(right, right.map(plus), freeA, STRENGTH);
  const held = sums(nulls, bins);
  const perStep = (of: (bin: number, step: number) => number): number[] =>
    bins.flatMap(({ from, to }: Bin, bin) =>
      Array.from({ length: to - from }, (_, at) => of(bin, from + at)),
    );
  return {
    prior: perStep((bin) => Math.min(freeA, unlinkedA[bin]!) * Math.min(freeB, unlinkedB[bin]!)),
    trust: perStep((bin, step) => {
      const lookalikes = both[bin]! + Math.min(left[bin]!, right[bin]!);
      const worth = TRUST * unit + TRUST_PER_LOOKALIKE * lookalikes;
      return held[bin]! > 0 ? (worth * nulls[step]!) / held[bin]! : 0;
    }),
  };
}

/**
 * The step after the top of the lowest hump of matches: persons who moved, or of whom much is missing,
 * have one of their own. The last when matches do not clearly get fewer anywhere.
 */
function lowestHump(
  matches: readonly number[],
  links: ArrayLike<number>,
  widths: readonly number[],
  from: number,
): number {
  const window = total(widths.slice(from)) / HUMP.windows;
  let at = from;
  while (at < matches.length && 2 * matches[at]! <= links[at]!) at++;
  const top = { density: 0, variance: 0, after: matches.length };
  let [count, all, width] = [0, 0, 0];
  for (; at < matches.length; at++) {
    count += matches[at]!;
    all += links[at]!;
    width += widths[at]!;
    if (width < window) continue;
    const density = count / width;
    if (density > top.density) {
      Object.assign(top, { density, variance: all / width ** 2, after: at + 1 });
    } else {
      const expected = top.density * width;
      const variance = expected + top.variance * width ** 2 + all - count;
      if (expected - count > HUMP.errors * Math.sqrt(variance)) return top.after;
    }
    [count, all, width] = [0, 0, 0];
  }
  return matches.length;
}

/** The lowest threshold at which the share of false links is that of confident ones. */
function confidentFrom(
  links: Counts,
  probability: readonly number[],
  grid: readonly number[],
): number {
  const all = fromEach(Array.from(links));
  const matches = fromEach(Array.from(links, (n, step) => n * probability[step]!));
  const at = all.findIndex((n, step) => n > 0 && n - matches[step]! <= CONFIDENT * n);
  return at < 0 ? 2 : grid[at]!;
}

/** The share of matches per step, made to ascend. */
function sharesOf(
  links: Counts,
  matches: ArrayLike<number>,
  strangers: ArrayLike<number>,
): number[] {
  const shares = Array.from(links, (_, step) => {
    const both = matches[step]! + strangers[step]!;
    return both > 0 ? Math.max(0, matches[step]!) / both : 0;
  });
  // Steps without links count a little, so that they have a share of their own.
  const weights = Array.from(links, (n) => n + 1e-6);
  return ascendingFit(shares, weights).map((share) => Math.min(1, share));
}

/** Of linked records, the share whose nearest stranger is less similar than each step. */
function shareBelow(beside: Counts): number[] {
  const from = fromEach(Array.from(beside));
  return from.map((n) => 1 - (n + 0.5) / (from[0]! + 1));
}

/** The probability that a link is true, by step of the grid, from one pair of sources. */
export function falseLinksOf(witness: Witness, { grid, widths }: Steps): FalseLinks {
  const { between, links, seen, bulk } = witness;
  const pairs = total(seen);
  const unit = pairs > 0 ? total(witness.nulls) / pairs : 1;
  const nulls = spreadNulls(seen, witness.nulls, unit);
  const above = grid.findIndex((threshold) => threshold > bulk);
  const from = above < 0 ? grid.length - 1 : above;
  let probability = sharesOf(
    links,
    Array.from(links, (n, step) => Math.max(0, n - nulls[step]!)),
    nulls,
  );
  let strangers: Strangers | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    strangers = strangerCounts(between, grid, confidentFrom(links, probability, grid));
    const matches = Array.from(links, (n, step) => n * probability[step]!);
    const top = Math.max(from + 1, lowestHump(matches, links, widths, from));
    const expected = expectedRates(witness, strangers, nulls, unit);
    const fit = fitMixture({ links, nulls, ...expected, widths, from, top });
    probability = sharesOf(links, fit.matches, fit.strangers);
  }
  const { besideA, besideB, links: confident } = strangers!;
  const [belowA, belowB] = [shareBelow(besideA), shareBelow(besideB)];
  const outdone = grid.map((_, step) =>
    confident > ENOUGH_BESIDE ? 1 / Math.max(0.5, belowA[step]! * belowB[step]!) : 1,
  );
  return { probability, outdone };
}
