// SPDX-License-Identifier: EUPL-1.2
/**
 * Links between sources of which at least one is unique, and how many of them are false: estimated
 * from the encodings of one run alone. The reasoning is in `false-links.ts`.
 */
import { comparisonsOf, shareProgress, type Watch } from '../candidates.ts';
import type { OrderedSource } from '../source.ts';
import { checkDistinct } from './checks.ts';
import { matchesOf, type CurvePoint, type Curve } from './curve.ts';
import { falseLinksOf, fromEach, type Witness } from './false-links.ts';
import { ascendingFit } from './isotonic.ts';
import { countsOf, linkSimilarities, secondNearest } from './links.ts';
import { lookBetween, lookWithin, type Between, type Evidence, type Within } from './nearest.ts';
import { gridFrom, type Scale } from './scale.ts';

/** Records of a source that are looked at; all when it has no more. */
const SAMPLE = 10_000;
/** Fewer records than this in a source say nothing about it. */
const MIN_RECORDS = 50;
/** Second nearest records are strangers: what half of them reach tells nobody apart. */
const STRANGERS = { from: 0.25, to: 0.5 };

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

/**
 * The null of a unique source with n records, of which r are in mutual pairs, stands for n²/2 record
 * pairs; the comparison has nA·nB. Of two sources the mean of both nulls counts.
 */
function witnessOf(between: Between, { within }: Evidence, grid: readonly number[]): Witness {
  const { a, b, scale } = between;
  const own = within.filter(({ source }) => source === a || source === b);
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
  const strangers = {
    from: secondNearest(between, STRANGERS.from),
    to: secondNearest(between, STRANGERS.to),
  };
  return { between, links: countsOf(linkSimilarities(between), grid), nulls, seen, strangers };
}

/** What each threshold of the grid is expected to give, over all pairs of sources. */
export function selfNullCurve(evidence: Evidence, scale: Scale): Curve {
  const grid = gridFrom(scale, scale.floor);
  const zeros = (): number[] => grid.map(() => 0);
  const [links, trueLinks, matches] = [zeros(), zeros(), zeros()];
  let most = 0;
  for (const between of evidence.between) {
    const witness = witnessOf(between, evidence, grid);
    const { probability, outdone } = falseLinksOf(witness, grid);
    witness.links.forEach((n, step) => {
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
