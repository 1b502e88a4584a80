// SPDX-License-Identifier: EUPL-1.2
/**
 * How many links between two sources are false, per step of the grid.
 *
 * Within a source of unique persons mutual nearest neighbours are different persons, twins and
 * members of a household included. Between two sources of the same population there are as many such
 * pairs, counted by pairs of records; they become false links when neither record has a true one. So
 * false = rate · null, and the rate is (1 − M/nA)·(1 − M/nB) for M true links. That holds where who
 * is in both sources does not depend on who resembles whom. Members of a household are often in both
 * or in none, and then the rate is lower where they are. Two things show it:
 * 1. fewer links than the null predicts, at similarities below those of true links; and
 * 2. linked records of one source that have few unlinked look-alikes in the other.
 * The rate can only fall with similarity here. Where second nearest records lie, who are strangers
 * for certain, pairs are counted between the sources themselves. Pure.
 */
import { ascendingFit, descendingRatio } from './isotonic.ts';
import { strangerCounts, type Counts, type Strangers } from './links.ts';
import type { Between } from './nearest.ts';

/** One pair of sources, in counts over the grid. */
export interface Witness {
  readonly between: Between;
  readonly links: Counts;
  /** Null pairs, scaled to the pairs of records that were looked at between the sources. */
  readonly nulls: Counts;
  /** Null pairs as they were seen. */
  readonly seen: Counts;
  /** Below the first no link is told from strangers; between both, strangers are counted. */
  readonly strangers: { readonly to: number; readonly from: number };
}

export interface FalseLinks {
  /** Per step, the share of links that are true, ascending. */
  readonly probability: readonly number[];
  /** True links that were outdone by a stranger, as a factor on those that were not, per step. */
  readonly outdone: readonly number[];
}

/** Null pairs that a bin of the grid holds at least. */
const BIN = 5;
/** A window over bins that says something about the rate holds so many null pairs. */
const WINDOW = 8;
/** Standard errors that an upper bound of a rate is above it. */
const ERRORS = 2;
/** Counts that draw the shares of linked look-alikes towards what chance gives. */
const STRENGTH = 6;
/** Share of false links at which links are confident. */
const CONFIDENT = 0.03;
/** Rounds of settling how many links are true. */
const ROUNDS = 10;
/** From this probability on, a step holds matches that are counted. */
const LIKELY = 0.5;

interface Bin {
  readonly from: number;
  readonly to: number;
}

/** Bins that hold some null pairs each, ascending. */
function binsOf(seen: Counts): Bin[] {
  const bins: Bin[] = [];
  let [to, held] = [seen.length, 0];
  for (let from = seen.length - 1; from >= 0; from--) {
    held += seen[from]!;
    if (held < BIN && from > 0) continue;
    bins.push({ from, to });
    [to, held] = [from, 0];
  }
  return bins.reverse();
}

function sums(counts: Counts, bins: readonly Bin[]): number[] {
  return bins.map(({ from, to }) => counts.subarray(from, to).reduce((sum, n) => sum + n, 0));
}

function cumulated(counts: readonly number[]): number[] {
  const totals = [0];
  for (const n of counts) totals.push(totals.at(-1)! + n);
  return totals;
}

/** What a count may well be, at most. */
const atMost = (n: number): number => n + ERRORS * Math.sqrt(n + 1) + (ERRORS * ERRORS) / 3;

/**
 * Per bin the lowest upper bound of count/null over all windows of bins that end there.
 * @param share of the null pairs that could have been counted
 */
function lowestBound(
  counts: readonly number[],
  nulls: readonly number[],
  seen: readonly number[],
  share: number,
): number[] {
  const [n, all, few] = [cumulated(counts), cumulated(nulls), cumulated(seen)];
  return counts.map((_, at) => {
    let lowest = Infinity;
    for (let from = 0; from <= at; from++) {
      const inWindow = few[at + 1]! - few[from]!;
      const expected = (all[at + 1]! - all[from]!) * share;
      if (inWindow < WINDOW || expected < ERRORS) continue;
      const surely = expected * Math.max(0.2, 1 - ERRORS / 2 / Math.sqrt(inWindow));
      lowest = Math.min(lowest, atMost(n[at + 1]! - n[from]!) / surely);
    }
    return lowest;
  });
}

/** What does not change between rounds. */
interface Setting extends Witness {
  readonly grid: readonly number[];
  readonly bins: readonly Bin[];
  readonly binLinks: readonly number[];
  readonly binNulls: readonly number[];
  readonly binSeen: readonly number[];
  /** Per bin an upper bound of links per null pair. */
  readonly observed: readonly number[];
  /** Null pairs that one seen pair stands for. */
  readonly unit: number;
}

/** What a round starts from. */
interface State {
  readonly probability: readonly number[];
  /** True links at or above each step. */
  readonly trueFrom: readonly number[];
  /** True links where they are likely. */
  readonly matches: number;
}

/** Rates at which linked records have look-alikes in the other source, per bin. */
function lookalikes(setting: Setting, strangers: Strangers) {
  const { bins, binNulls, binSeen, between } = setting;
  const [both, left, right] = [
    sums(strangers.bothLinked, bins),
    sums(strangers.leftLinked, bins),
    sums(strangers.rightLinked, bins),
  ];
  const shareA = strangers.links / between.sampled;
  const shareB = (strangers.links * between.scale) / between.b.set.count;
  const [freeA, freeB] = [1 - shareA, 1 - shareB];
  const plus = (n: number, at: number): number => n + both[at]!;
  const unlinkedB = descendingRatio(left, left.map(plus), freeB, STRENGTH);
  const unlinkedA = descendingRatio(right, right.map(plus), freeA, STRENGTH);
  const besideA = lowestBound(left, binNulls, binSeen, shareA * freeB);
  const besideB = lowestBound(right, binNulls, binSeen, shareB * freeA);
  const free = Math.max(1e-9, freeA * freeB);
  return {
    both, left, right,
    unlinked: unlinkedA.map((share, at) => share * unlinkedB[at]!),
    beside: besideA.map((ratio, at) => Math.min(ratio, besideB[at]!) * free),
  }; // prettier-ignore
}

/** False links per step, before they are held against the links. */
function expectedFalse(setting: Setting, strangers: Strangers, state: State): Float64Array {
  const { bins, binNulls, nulls, between, observed, unit, grid } = setting;
  const found = lookalikes(setting, strangers);
  const none = sums(strangers.noneLinked, bins);
  const counted = (at: number): number =>
    found.both[at]! + found.left[at]! + found.right[at]! + none[at]!;
  const isBulk = ({ to }: Bin): boolean => grid[to - 1]! <= setting.strangers.to;
  let [pairs, expected] = [10, 10];
  bins.forEach((bin, at) => {
    if (!isBulk(bin) || grid[bin.from]! < setting.strangers.from) return;
    pairs += counted(at);
    expected += binNulls[at]!;
  });
  const background = pairs / expected;
  const falseLinks = new Float64Array(grid.length);
  let rate = Infinity;
  bins.forEach((bin, at) => {
    const trueLinks = Math.min(state.matches, Math.max(0, state.trueFrom[bin.from]!));
    const without = (size: number): number => Math.max(0, 1 - (trueLinks * between.scale) / size);
    const chance = without(between.a.set.count) * without(between.b.set.count);
    const steps = bin.to - bin.from;
    if (isBulk(bin)) {
      for (let step = bin.from; step < bin.to; step++) {
        const part = (nulls[step]! + 0.01) / (binNulls[at]! + 0.01 * steps);
        falseLinks[step] = chance * counted(at) * part;
      }
      return;
    }
    const bound = observed[at]!;
    // Fewer links than expected: how many of those few are true is open, so half of them.
    const fewer = bound < chance ? bound * (0.5 + (0.5 * bound) / chance) : bound;
    const alike = found.unlinked[at]! * background;
    rate = Math.min(rate, chance * background, fewer, alike, found.beside[at]!);
    for (let step = bin.from; step < bin.to; step++) falseLinks[step] = rate * nulls[step]!;
  });
  spreadTail(falseLinks, bins.at(-1)!, rate * unit);
  return falseLinks;
}

/** One more null pair than was seen, where they end: halved every third step. */
function spreadTail(falseLinks: Float64Array, { from, to }: Bin, mass: number): void {
  const decay = 2 ** (-1 / 3);
  const total = (1 - decay ** (to - from)) / (1 - decay);
  for (let step = from; step < to; step++) {
    falseLinks[step]! += (mass * decay ** (step - from)) / total;
  }
}

/** Sums from each step to the last. */
export function fromEach(counts: readonly number[]): number[] {
  const totals = counts.slice();
  for (let at = totals.length - 2; at >= 0; at--) totals[at]! += totals[at + 1]!;
  return totals;
}

function settle({ links }: Witness, falseLinks: ArrayLike<number>): State {
  const all = Array.from(links);
  const shares = all.map((n, step) => (n > 0 ? 1 - falseLinks[step]! / n : 0));
  const probability = ascendingFit(shares, all).map((p) => Math.min(1, Math.max(0, p)));
  const trueLinks = all.map((n, step) => n * probability[step]!);
  const matches = trueLinks.reduce(
    (sum, n, step) => sum + (probability[step]! < LIKELY ? 0 : n),
    0,
  );
  return { probability, trueFrom: fromEach(trueLinks), matches };
}

/** The lowest threshold at which the share of false links is that of confident ones. */
function confidentFrom({ links }: Witness, { trueFrom }: State, grid: readonly number[]): number {
  const all = fromEach(Array.from(links));
  const at = all.findIndex((n, step) => n > 0 && n - trueFrom[step]! <= CONFIDENT * n);
  return at < 0 ? 2 : grid[at]!;
}

/** Of linked records, the share whose nearest stranger is less similar than each step. */
function shareBelow(beside: Counts): number[] {
  const from = fromEach(Array.from(beside));
  return from.map((n) => 1 - (n + 0.5) / (from[0]! + 1));
}

/** Records beside which strangers were looked at, from which on that says something. */
const ENOUGH_BESIDE = 20;

/** The probability that a link is true, by step of the grid, from one pair of sources. */
export function falseLinksOf(witness: Witness, grid: readonly number[]): FalseLinks {
  const bins = binsOf(witness.seen);
  const [binLinks, binNulls, binSeen] = [
    sums(witness.links, bins),
    sums(witness.nulls, bins),
    sums(witness.seen, bins),
  ];
  const [nullPairs, seenPairs] = [binNulls, binSeen].map((n) => n.reduce((sum, one) => sum + one));
  const unit = seenPairs! > 0 ? nullPairs! / seenPairs! : 1;
  const observed = lowestBound(binLinks, binNulls, binSeen, 1);
  const setting = { ...witness, grid, bins, binLinks, binNulls, binSeen, observed, unit };
  let state: State = settle(witness, witness.nulls);
  let strangers: Strangers | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    strangers = strangerCounts(witness.between, grid, confidentFrom(witness, state, grid));
    state = settle(witness, expectedFalse(setting, strangers, { ...state }));
  }
  const { besideA, besideB, links } = strangers!;
  const [belowA, belowB] = [shareBelow(besideA), shareBelow(besideB)];
  const outdone = grid.map((_, step) =>
    links > ENOUGH_BESIDE ? 1 / Math.max(0.5, belowA[step]! * belowB[step]!) : 1,
  );
  return { probability: state.probability, outdone };
}
