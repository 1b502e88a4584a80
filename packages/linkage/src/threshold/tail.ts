// SPDX-License-Identifier: EUPL-1.2
/**
 * False pairs among records of sources that may hold a person more than once, where nearest
 * neighbours prove nothing. Pairs of different persons outnumber the others by far; above the bulk,
 * their number falls off close to exponentially with similarity. A line is fitted to the logarithm
 * of the number of pairs where each record still has some, and extended to where matches are.
 *
 * The true fall is slightly steeper, so the line overstates false pairs, by about a factor of two
 * on FEBRL3: that is caution enough where a threshold is chosen. Relatives at one address are more
 * alike than chance makes anybody; `valley.ts` tells them where that can be told.
 */
import { isKoppelError, KoppelError } from '@koppel/errors';
import { search, type Similarity } from '@koppel/kernel';
import { comparisonsOf, shareProgress, type Watch } from '../candidates.ts';
import { sampleOf, type OrderedSource } from '../source.ts';
import { countFrom, matchesOf, type Curve } from './curve.ts';
import { fromEach } from './false-links.ts';
import { ascendingFit } from './isotonic.ts';
import { gridFrom, type Scale } from './scale.ts';
import { relativesOf } from './valley.ts';

/** Records of a source that are looked at; all when it has no more. */
const SAMPLE = 5_000;
/** Records that are looked at to find out how low a search must go. */
const PROBE = 200;
const MIN_RECORDS = 50;
/** A search goes down to where records have this many pairs on average. */
const PAIRS_PER_RECORD = 40;
/** More pairs than this on average are no tail. */
const MAX_PAIRS_PER_RECORD = 2000;
/** The line is fitted where records have between so many pairs on average in a step of the grid. */
const FIT = { most: 2.5, least: 0.075 };
const MIN_FIT_POINTS = 4;

/** Similarities of pairs in a sample, ascending, each standing for `scale` pairs in all. */
interface Sample {
  readonly ascending: Float64Array;
  readonly scale: number;
}

/** Pairs ≥ floor of the first `limit` records of each source with all records compared to them. */
async function samplePairs(
  sources: readonly OrderedSource[],
  limit: number,
  { similarity, floor }: { readonly similarity: Similarity; readonly floor: number },
  watch: Watch,
): Promise<Sample[]> {
  const comparisons = comparisonsOf(sources).map(([a, b]) => [sources[a]!, sources[b]!] as const);
  const directed = comparisons.flatMap(([a, b]) =>
    a === b
      ? ([[a, b]] as const)
      : ([
          [a, b],
          [b, a],
        ] as const),
  );
  const progressOf = shareProgress(
    directed.map(([a, b]) => Math.min(limit, a.set.count) * b.set.count),
    watch.onProgress,
  );
  const samples: Sample[] = [];
  for (const [part, [a, b]] of directed.entries()) {
    const sample = sampleOf(a, limit);
    const maxPairs = MAX_PAIRS_PER_RECORD * sample.count;
    const options = { ...watch, similarity, maxPairs, onProgress: progressOf(part) };
    const hits = await search(sample, b.set, floor, options);
    // A sampled record is found as its own match when it is compared with its own source.
    const others = hits.similarity.filter(
      (_, at) => a !== b || hits.query[at] !== hits.candidate[at],
    );
    // Every pair is met from both sides.
    samples.push({ ascending: others.sort(), scale: a.set.count / sample.count / 2 });
  }
  return samples;
}

function countAll(samples: readonly Sample[], threshold: number): number {
  return samples.reduce(
    (n, { ascending, scale }) => n + scale * countFrom(ascending, threshold),
    0,
  );
}

/** The highest of the floors at which the records have enough pairs. */
async function findFloor(
  sources: readonly OrderedSource[],
  records: number,
  { similarity, descent }: Scale,
  watch: Watch,
): Promise<number> {
  for (const floor of descent) {
    const samples = await samplePairs(sources, PROBE, { similarity, floor }, watch);
    const pairs = countAll(samples, floor);
    if (pairs >= (PAIRS_PER_RECORD / 2) * records) return floor;
  }
  return descent.at(-1)!;
}

/** ln(pairs in the step of the grid at x) ≈ height + slope·x, by least squares weighted by count. */
function fitLine(points: readonly { x: number; pairs: number }[]) {
  let [weight, meanX, meanY] = [0, 0, 0];
  for (const { x, pairs } of points) {
    weight += pairs;
    meanX += pairs * x;
    meanY += pairs * Math.log(pairs);
  }
  meanX /= weight;
  meanY /= weight;
  let [covariance, variance] = [0, 0];
  for (const { x, pairs } of points) {
    covariance += pairs * (x - meanX) * (Math.log(pairs) - meanY);
    variance += pairs * (x - meanX) ** 2;
  }
  const slope = covariance / variance;
  return { slope, height: meanY - slope * meanX };
}

/** Pairs and false pairs per threshold as a curve with the probability of a pair at each step. */
function curveOf(grid: readonly { threshold: number; links: number; falseLinks: number }[]): Curve {
  const perStep = (at: number, of: 'links' | 'falseLinks'): number =>
    grid[at]![of] - (grid[at + 1]?.[of] ?? 0);
  const links = grid.map((_, at) => perStep(at, 'links'));
  const shares = links.map((n, at) => (n > 0 ? 1 - perStep(at, 'falseLinks') / n : 0));
  const probability = ascendingFit(shares, links).map((p) => Math.min(1, Math.max(0, p)));
  const points = grid.map((point, at) => ({ ...point, probability: probability[at]! }));
  const trueLinks = links.map((n, at) => n * probability[at]!);
  return { points, matches: matchesOf(points, trueLinks), most: Infinity, caution: 1 };
}

/** As `search`, where so many pairs that they cannot be held mean that nothing tells records apart. */
async function distinctly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!isKoppelError(thrown, 'KERNEL_TOO_MANY_PAIRS')) throw thrown;
    throw new KoppelError('LINKAGE_INDISTINCT');
  }
}

/**
 * Pairs and false pairs at every threshold of the grid above the fit.
 * @param sources those that are not unique
 * @param limit records of a source that are looked at
 * @throws LINKAGE_TOO_FEW, LINKAGE_INDISTINCT; LINKAGE_THRESHOLD_UNKNOWN without a fall to fit a line to
 */
export async function tailCurve(
  sources: readonly OrderedSource[],
  scale: Scale,
  watch: Watch,
  limit: number = SAMPLE,
): Promise<Curve> {
  const records = sources.reduce((sum, { set }) => sum + set.count, 0);
  if (records < MIN_RECORDS) throw new KoppelError('LINKAGE_TOO_FEW');
  const quiet = { ...watch, onProgress: () => undefined };
  const { similarity } = scale;
  const floor = await distinctly(() => findFloor(sources, records, scale, quiet));
  const samples = await distinctly(() => samplePairs(sources, limit, { similarity, floor }, watch));
  const curve = gridFrom(scale, floor).map((threshold) => ({
    threshold,
    links: countAll(samples, threshold),
  }));
  const steps = curve.slice(0, -1).map(({ threshold, links }, n) => ({
    x: threshold,
    pairs: links - curve[n + 1]!.links,
  }));
  const bulk = steps.reduce((top, { pairs }, n) => (pairs > steps[top]!.pairs ? n : top), 0);
  const isBelow =
    (perRecord: number) =>
    ({ pairs }: { pairs: number }, n: number): boolean =>
      n >= bulk && pairs < perRecord * records;
  const from = steps.findIndex(isBelow(FIT.most));
  const to = steps.findIndex(isBelow(FIT.least));
  if (from < 0 || to - from < MIN_FIT_POINTS) throw new KoppelError('LINKAGE_THRESHOLD_UNKNOWN');
  const { slope, height } = fitLine(steps.slice(from, to));
  if (!(slope < 0)) throw new KoppelError('LINKAGE_THRESHOLD_UNKNOWN');
  const chance = steps
    .slice(to)
    .map(({ x, pairs }) => Math.min(pairs, Math.exp(height + slope * x)));
  // Balanced codes have gaps between one fault and two, which look like valleys.
  const relatives =
    similarity === 'dice' ? relativesOf(steps.slice(to), chance) : chance.map(() => 0);
  const falsePairs = fromEach([...chance.map((n, step) => n + relatives[step]!), 0]);
  // All steps from a threshold on: a geometric series.
  const beyond = 1 / (1 - Math.exp((slope * scale.step) / scale.units));
  const made = curveOf(
    curve.slice(to).map(({ threshold, links }, step) => {
      const tail = Math.exp(height + slope * threshold) * beyond;
      const known = falsePairs[step]!;
      return { threshold, links, falseLinks: Math.min(links, Math.max(tail, known)) };
    }),
  );
  return similarity === 'dice' ? made : { ...made, unwitnessed: true };
}
