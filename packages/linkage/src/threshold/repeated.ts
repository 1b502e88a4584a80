// SPDX-License-Identifier: EUPL-1.2
/**
 * False pairs among several sources of which each may hold a person more than once. Strangers, with
 * relatives among them, are as alike within a source as between two, so that pairs within a source
 * tell how many there are between; but persons who are in a source twice are among those pairs too.
 *
 * Both counts are a mixture of the same two: W = D·f + S·g within a source, X = M·f + ρS·g between it
 * and the others, for f and g the distributions of persons and of strangers and ρ the pairs of records
 * compared there to those here. Among the most alike hardly a stranger is left, and W/X is D/M, which
 * gives S·g = (W − D/M·X) / (1 − ρ·D/M) (mutual contamination, G. Blanchard et al., Electronic Journal
 * of Statistics 10, 2016). Where strangers are as frequent among the most alike as anywhere, such as
 * records with little in them, or persons as dense within a source as between, nothing is told.
 *
 * Equal records within a source are persons who were copied, or records with nothing in them; they
 * tell neither, and are left out. Pure.
 */
import { KoppelError } from '@koppel/errors';
import type { OrderedSource } from '../source.ts';
import { matchesOf, type Curve, type CurvePoint } from './curve.ts';
import { fromEach } from './false-links.ts';
import { ascendingFit } from './isotonic.ts';
import { countAll, type SampledPairs } from './sampled-pairs.ts';
import { gridFrom, type Scale } from './scale.ts';

/** The most alike are at least so many pairs between sources, seen. */
const LEAST = 100;
/** Persons within a source may be at most this dense, in shares of how dense they are between. */
const MOST_WITHIN = 0.8;

/** Pairs per step of the grid. */
function stepsOf(samples: SampledPairs['samples'], grid: readonly number[]): number[] {
  const from = grid.map((threshold) => countAll(samples, threshold));
  return from.map((n, at) => n - (from[at + 1] ?? 0));
}

/**
 * The least share of pairs within a source to those between, among all from some similarity on: the last
 * value of a descending fit, without the ups and downs of single steps.
 */
function leastRatio(within: readonly number[], between: readonly number[], least: number): number {
  let [share, own, others] = [Infinity, 0, 0];
  for (let at = between.length - 1; at >= 0; at--) {
    own += within[at]!;
    others += between[at]!;
    if (others >= least) share = Math.min(share, own / others);
  }
  return share;
}

/**
 * Strangers per step within one source, below 0 where chance has it; undefined where nothing tells them
 * from persons.
 * @param within pairs per step within the source, and `between` it and all others; the last step is that
 *   of equal records
 * @param rho pairs of records that were compared with other sources, to those within
 * @param least pairs between sources that the most alike are at least
 */
export function strangersWithin(
  within: readonly number[],
  between: readonly number[],
  rho: number,
  least: number = LEAST,
): number[] | undefined {
  const [own, others] = [within.slice(0, -1), between.slice(0, -1)];
  const share = leastRatio(own, others, least);
  if (!(share * rho < MOST_WITHIN)) return undefined;
  const strangers = own.map((n, at) => (n - share * others[at]!) / (1 - share * rho));
  return [...strangers, 0];
}

/**
 * Pairs and false pairs at every threshold of the grid.
 * @param sources two or more, none of them unique
 * @throws LINKAGE_THRESHOLD_UNKNOWN where no source tells strangers from persons
 */
export function repeatedCurve(
  sources: readonly OrderedSource[],
  { records, floor, samples }: SampledPairs,
  scale: Scale,
): Curve {
  const grid = gridFrom(scale, floor);
  let squares = 0;
  const strangers = grid.map(() => 0);
  sources.forEach(({ set: { count } }, source) => {
    const isOf = (at: number): boolean => at === source;
    const own = samples.filter(({ between }) => between.every(isOf));
    const others = samples.filter(({ between }) => between.some(isOf) && !between.every(isOf));
    const rho = (2 * (records - count)) / count;
    const least = LEAST * Math.max(...others.map((sample) => 2 * sample.scale));
    const found = strangersWithin(stepsOf(own, grid), stepsOf(others, grid), rho, least);
    if (found === undefined) return;
    squares += count ** 2;
    found.forEach((n, at) => (strangers[at]! += n));
  });
  if (squares === 0) throw new KoppelError('LINKAGE_THRESHOLD_UNKNOWN');
  const links = stepsOf(samples, grid);
  const shares = links.map(
    (n, at) => 1 - (strangers[at]! * records ** 2) / squares / Math.max(1, n),
  );
  const probability = ascendingFit(shares, links).map((share) => Math.min(1, Math.max(0, share)));
  const all = fromEach(links);
  const falseLinks = fromEach(links.map((n, at) => n * (1 - probability[at]!)));
  const points = grid.map((threshold, at): CurvePoint => {
    return { threshold, links: all[at]!, falseLinks: falseLinks[at]!, probability: probability[at]! };
  }); // prettier-ignore
  const matches = links.map((n, at) => n * probability[at]!);
  return { points, matches: matchesOf(points, matches), most: Infinity };
}
