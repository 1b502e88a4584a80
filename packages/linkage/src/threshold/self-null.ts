// SPDX-License-Identifier: EUPL-1.2
/**
 * Links between sources of which at least one is unique, and how many of them are false: estimated
 * from the encodings of one run alone. The reasoning is in `false-links.ts`.
 */
import { comparisonsOf, shareProgress, type Watch } from '../candidates.ts';
import type { OrderedSource } from '../source.ts';
import { checkDistinct } from './checks.ts';
import { countFrom, matchesOf, type CurvePoint, type Curve } from './curve.ts';
import { falseLinksOf, fromEach, type FalseLinks } from './false-links.ts';
import { ascendingFit } from './isotonic.ts';
import { countsOf, linkSimilarities, secondNearest, type Counts } from './links.ts';
import {
  lookBetween,
  lookWithin,
  type Apart,
  type Between,
  type Evidence,
  type Within,
} from './nearest.ts';
import { gridFrom, widthsOf, type Scale } from './scale.ts';

/** Records of a source that are looked at; all when it has no more. */
const SAMPLE = 10_000;
/** Fewer records than this in a source say nothing about it. */
const MIN_RECORDS = 50;
/** Second nearest records are strangers: what half of them reach tells nobody apart. */
const BULK = 0.5;

/** The pairs of sources that can bear witness: large enough, and at least one of them unique. */
export function witnesses(sources: readonly OrderedSource[]): [OrderedSource, OrderedSource][] {
  return comparisonsOf(sources)
    .map(([a, b]): [OrderedSource, OrderedSource] => [sources[a]!, sources[b]!])
    .filter(([a, b]) => a !== b && (a.unique || b.unique))
    .filter(([a, b]) => Math.min(a.set.count, b.set.count) >= MIN_RECORDS)
    .map(([a, b]) => (a.set.count <= b.set.count ? [a, b] : [b, a]));
}

/**
 * Undefined when there is no pair of sources that can bear witness.
 * @throws LINKAGE_INDISTINCT, KERNEL_*
 */
export async function gatherEvidence(
  sources: readonly OrderedSource[],
  scale: Scale,
  watch: Watch,
  limit: number = SAMPLE,
): Promise<Evidence | undefined> {
  const pairs = witnesses(sources);
  if (pairs.length === 0) return undefined;
  const unique = [...new Set(pairs.flat())].filter((source) => source.unique);
  const cost = (from: OrderedSource, to: OrderedSource, passes: number): number =>
    Math.min(from.set.count, limit) * to.set.count * passes;
  const progressOf = shareProgress(
    [...unique.map((one) => cost(one, one, 2)), ...pairs.map(([a, b]) => cost(a, b, 7))],
    watch.onProgress,
  );
  const within: Within[] = [];
  for (const [part, source] of unique.entries()) {
    const here = { ...watch, onProgress: progressOf(part) };
    within.push(await lookWithin(source, scale, here, limit));
    checkDistinct(within.at(-1)!);
  }
  const between: Between[] = [];
  for (const [part, [a, b]] of pairs.entries()) {
    const here = { ...watch, onProgress: progressOf(unique.length + part) };
    between.push(await lookBetween(a, b, scale, here, limit));
  }
  return { between, within };
}

/** A source with this many times the other's share of records that have an equal ... */
const MANY_TIMES = 3;
/** ... by so many standard errors, holds persons twice. */
const CLEARLY = 3;

interface NullCounts {
  readonly nulls: Float64Array;
  readonly seen: Float64Array;
}

/**
 * The null of a unique source with n records, of which r are in mutual pairs, stands for n²/2 record
 * pairs; the comparison has nA·nB. Of two sources the mean of both nulls counts.
 */
function nullsWithin(
  { a, b, scale }: Between,
  own: readonly Within[],
  grid: readonly number[],
): NullCounts {
  const nulls = new Float64Array(grid.length);
  const seen = new Float64Array(grid.length);
  for (const { source, ascending, sampled } of own) {
    const other = source === a ? b : a;
    const factor = other.set.count / sampled / scale / own.length;
    countsOf(ascending, grid).forEach((n, step) => {
      nulls[step]! += n * factor;
      seen[step]! += n / 2;
    });
  }
  return { nulls, seen };
}

function nullsApart({ ascending, factor }: Apart, grid: readonly number[]): NullCounts {
  const seen = countsOf(ascending, grid);
  return { seen, nulls: seen.map((n) => n * factor) };
}

/**
 * Sources of which the null is one of different persons. Where one of two has far more records than
 * the other that resemble another as much as the middle one of the true links does, those are persons
 * who are in it twice: it is no witness then.
 */
function truthful(own: readonly Within[], middle: number): readonly Within[] {
  const [a, b] = own;
  if (a === undefined || b === undefined) return own;
  const alike = own.map(({ ascending }) => countFrom(ascending, middle));
  const repeats = (one: number, other: number): boolean => {
    const expected = (alike[other]! * own[one]!.sampled) / own[other]!.sampled;
    // Records come in pairs, so that their number varies twice as much as a count does.
    const error = Math.sqrt(2 * (alike[one]! + expected));
    return alike[one]! > MANY_TIMES * expected && alike[one]! - expected > CLEARLY * error;
  };
  if (repeats(0, 1)) return [b];
  return repeats(1, 0) ? [a] : own;
}

/** The similarity that half of the true links reach. */
function middleOf(links: Counts, { probability }: FalseLinks, grid: readonly number[]): number {
  const from = fromEach(Array.from(links, (n, step) => n * probability[step]!));
  return grid[from.findLastIndex((n) => n >= from[0]! / 2)] ?? 1;
}

/** Links between two sources, and how many of them are false. */
function judge(between: Between, { within }: Evidence, grid: readonly number[], scale: Scale) {
  const links = countsOf(linkSimilarities(between), grid);
  const bulk = secondNearest(between, BULK);
  const steps = { grid, widths: widthsOf(scale, grid) };
  const falseLinks = (counts: NullCounts): FalseLinks =>
    falseLinksOf({ between, links, ...counts, bulk }, steps);
  if (between.apart !== undefined) {
    return { links, ...falseLinks(nullsApart(between.apart, grid)) };
  }
  const own = within.filter(({ source }) => source === between.a || source === between.b);
  const first = falseLinks(nullsWithin(between, own, grid));
  const witnesses = truthful(own, middleOf(links, first, grid));
  if (witnesses === own) return { links, ...first };
  return { links, ...falseLinks(nullsWithin(between, witnesses, grid)) };
}

/** What each threshold of the grid is expected to give, over all pairs of sources. */
export function selfNullCurve(evidence: Evidence, scale: Scale): Curve {
  const grid = gridFrom(scale, scale.floor);
  const zeros = (): number[] => grid.map(() => 0);
  const [links, trueLinks, matches] = [zeros(), zeros(), zeros()];
  let most = 0;
  for (const between of evidence.between) {
    const { links: counted, probability, outdone } = judge(between, evidence, grid, scale);
    counted.forEach((n, step) => {
      const found = n * between.scale;
      links[step]! += found;
      trueLinks[step]! += found * probability[step]!;
      matches[step]! += found * probability[step]! * outdone[step]!;
    });
    most += between.a.set.count;
  }
  const shares = links.map((n, step) => (n > 0 ? trueLinks[step]! / n : 0));
  const probability = ascendingFit(shares, links);
  const all = fromEach(links);
  const falseLinks = fromEach(links.map((n, step) => n * (1 - probability[step]!)));
  const points = grid.map((threshold, step): CurvePoint => {
    return { threshold, links: all[step]!, falseLinks: falseLinks[step]!, probability: probability[step]! };
  }); // prettier-ignore
  const strangers = zeros();
  for (const { ascending } of evidence.within) {
    // Either record of a pair was counted.
    countsOf(ascending, grid).forEach((n, step) => (strangers[step]! += n / 2));
  }
  return { points, matches: Math.min(most, matchesOf(points, matches)), most, strangers };
}
