// SPDX-License-Identifier: EUPL-1.2
/**
 * False links between sources, estimated from within a source. In a source where every person occurs
 * once, two records that are each other's nearest neighbour are different persons, be they twins or
 * household members: what mutual nearest neighbours reach there by chance, false links between
 * sources reach as well. Holds for unique sources of the same population.
 */
import { bestMatches, type FilterSet } from '@koppel/kernel';
import { comparisonsOf, shareProgress, type Watch } from '../candidates.ts';
import { pickRows, sampleOf, type OrderedSource } from '../source.ts';
import { countFrom, type CurvePoint } from './curve.ts';
import { gridFrom, type Scale } from './scale.ts';

/** Records of a source that are looked at; all when it has no more. */
const SAMPLE = 10_000;
/** Fewer records than this in a source say nothing about it. */
const MIN_RECORDS = 50;

/** Similarities of mutual nearest neighbours, and how many records one of them stands for. */
interface Mutual {
  readonly ascending: Float64Array;
  readonly scale: number;
}

/** One comparison of two sources: its links, and the nulls of those of the two that are unique. */
interface Evidence {
  readonly a: OrderedSource;
  readonly b: OrderedSource;
  readonly links: Mutual;
  readonly nulls: readonly { readonly null: Mutual; readonly factor: number }[];
}

/** The nearest neighbour of each of the first records of `from` in `to`, where it is mutual. */
async function mutualNearest(
  from: OrderedSource,
  to: OrderedSource,
  { similarity, floor }: Scale,
  limit: number,
  watch: Watch,
): Promise<Mutual> {
  const sample = sampleOf(from, limit);
  const progressOf = shareProgress([1, 1], watch.onProgress);
  const nearest = async (
    queries: FilterSet,
    target: OrderedSource,
    rows: Uint32Array,
    part: 0 | 1,
  ) =>
    bestMatches(queries, target.set, {
      ...watch,
      similarity,
      floor,
      onProgress: progressOf(part),
      ...(from === to ? { self: rows } : {}),
    });
  const sampled = Uint32Array.from({ length: sample.count }, (_, row) => row);
  const there = await nearest(sample, to, sampled, 0);
  const partners = Uint32Array.from(new Set(there.candidate));
  const back = await nearest(pickRows(to.set, partners), from, partners, 1);
  const returns = new Map<number, number>();
  back.query.forEach((query, at) => returns.set(partners[query]!, back.candidate[at]!));
  const mutual = there.similarity.filter(
    (_, at) => returns.get(there.candidate[at]!) === there.query[at],
  );
  return { ascending: mutual.sort(), scale: from.set.count / sample.count };
}

/** The pairs of sources that can bear witness: large enough, and at least one of them unique. */
function witnesses(sources: readonly OrderedSource[]): [OrderedSource, OrderedSource][] {
  return comparisonsOf(sources)
    .map(([a, b]): [OrderedSource, OrderedSource] => [sources[a]!, sources[b]!])
    .filter(([a, b]) => a !== b && (a.unique || b.unique))
    .filter(([a, b]) => Math.min(a.set.count, b.set.count) >= MIN_RECORDS)
    .map(([a, b]) => (a.set.count <= b.set.count ? [a, b] : [b, a]));
}

/**
 * False links among L links at a threshold. The null of a unique source with n records, of which r
 * are in mutual pairs, stands for n²/2 record pairs; the comparison has nA·nB. That is for sources
 * without anybody in common: two records form a false link only if neither has a true one, so the
 * expectation shrinks by the shares of records without. N = null · (1 − (L−N)/nA) · (1 − (L−N)/nB),
 * solved by iterating down from N = null.
 */
function falseLinksAt({ a, b, nulls }: Evidence, links: number, threshold: number): number {
  let sum = 0;
  for (const {
    null: { ascending, scale },
    factor,
  } of nulls) {
    sum += countFrom(ascending, threshold) * scale * factor;
  }
  const unlinked = sum / nulls.length;
  let falseLinks = Math.min(unlinked, links);
  for (let round = 0; round < 50; round++) {
    const trueLinks = links - falseLinks;
    const without = (count: number): number => Math.max(0, 1 - trueLinks / count);
    falseLinks = Math.min(links, unlinked * without(a.set.count) * without(b.set.count));
  }
  return falseLinks;
}

/**
 * Links and false links at every threshold of the grid, over all pairs of sources with a unique one.
 * Undefined when there is no such pair, or all are too small.
 * @param limit records of a source that are looked at
 */
export async function selfNullCurve(
  sources: readonly OrderedSource[],
  scale: Scale,
  watch: Watch,
  limit: number = SAMPLE,
): Promise<CurvePoint[] | undefined> {
  const pairs = witnesses(sources);
  if (pairs.length === 0) return undefined;
  const unique = [...new Set(pairs.flat())].filter((source) => source.unique);
  const searches = [...pairs, ...unique.map((source): (typeof pairs)[0] => [source, source])];
  const progressOf = shareProgress(
    searches.map(([from, to]) => Math.min(from.set.count, limit) * to.set.count),
    watch.onProgress,
  );
  const found: Mutual[] = [];
  for (const [part, [from, to]] of searches.entries()) {
    const here = { ...watch, onProgress: progressOf(part) };
    found.push(await mutualNearest(from, to, scale, limit, here));
  }
  const evidence = pairs.map(([a, b], n): Evidence => {
    const nulls = [a, b]
      .filter((source) => source.unique)
      .map((source) => ({
        null: found[pairs.length + unique.indexOf(source)]!,
        factor: source === a ? b.set.count / a.set.count : a.set.count / b.set.count,
      }));
    return { a, b, links: found[n]!, nulls };
  });
  return gridFrom(scale, scale.floor).map((threshold) => {
    let [links, falseLinks] = [0, 0];
    for (const witness of evidence) {
      const here = countFrom(witness.links.ascending, threshold) * witness.links.scale;
      links += here;
      falseLinks += falseLinksAt(witness, here, threshold);
    }
    return { threshold, links, falseLinks };
  });
}
