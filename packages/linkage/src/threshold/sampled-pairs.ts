// SPDX-License-Identifier: EUPL-1.2
/**
 * All pairs of similar records, within sources that may hold a person more than once and between
 * them, as far down as chance makes many: counted on a sample of records that meet all others.
 */
import { isKoppelError, KoppelError } from '@koppel/errors';
import { search, type Similarity } from '@koppel/kernel';
import { comparisonsOf, shareProgress, type Watch } from '../candidates.ts';
import { sampleOf, type OrderedSource } from '../source.ts';
import { countFrom } from './curve.ts';
import type { Scale } from './scale.ts';

/** Records of a source that are looked at; all when it has no more. */
const SAMPLE = 5_000;
/** Records that are looked at to find out how low a search must go. */
const PROBE = 200;
const MIN_RECORDS = 50;
/** A search goes down to where records have this many pairs on average. */
const PAIRS_PER_RECORD = 40;
/** More pairs than this on average are no tail. */
const MAX_PAIRS_PER_RECORD = 2000;

/** Similarities of pairs in a sample, ascending, each standing for `scale` pairs in all. */
export interface Sample {
  /** Whose records were compared with whose, as numbers of sources. */
  readonly between: readonly [number, number];
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
  const directed = comparisonsOf(sources).flatMap(([a, b]) =>
    a === b
      ? ([[a, b]] as const)
      : ([
          [a, b],
          [b, a],
        ] as const),
  );
  const progressOf = shareProgress(
    directed.map(([a, b]) => Math.min(limit, sources[a]!.set.count) * sources[b]!.set.count),
    watch.onProgress,
  );
  const samples: Sample[] = [];
  for (const [part, between] of directed.entries()) {
    const [a, b] = between.map((source) => sources[source]!) as [OrderedSource, OrderedSource];
    const sample = sampleOf(a, limit);
    const maxPairs = MAX_PAIRS_PER_RECORD * sample.count;
    const options = { ...watch, similarity, maxPairs, onProgress: progressOf(part) };
    const hits = await search(sample, b.set, floor, options);
    // A sampled record is found as its own match when it is compared with its own source.
    const others = hits.similarity.filter(
      (_, at) => a !== b || hits.query[at] !== hits.candidate[at],
    );
    // Every pair is met from both sides.
    samples.push({ between, ascending: others.sort(), scale: a.set.count / sample.count / 2 });
  }
  return samples;
}

/** Pairs ≥ threshold, of all records. */
export function countAll(samples: readonly Sample[], threshold: number): number {
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

/** As `search`, where so many pairs that they cannot be held mean that nothing tells records apart. */
async function distinctly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!isKoppelError(thrown, 'KERNEL_TOO_MANY_PAIRS')) throw thrown;
    throw new KoppelError('LINKAGE_INDISTINCT');
  }
}

/** What was counted, and from which similarity on. */
export interface SampledPairs {
  readonly records: number;
  readonly floor: number;
  readonly samples: readonly Sample[];
}

/**
 * @param limit records of a source that are looked at
 * @throws LINKAGE_TOO_FEW, LINKAGE_INDISTINCT
 */
export async function sampledPairs(
  sources: readonly OrderedSource[],
  scale: Scale,
  watch: Watch,
  limit: number = SAMPLE,
): Promise<SampledPairs> {
  const records = sources.reduce((sum, { set }) => sum + set.count, 0);
  if (records < MIN_RECORDS) throw new KoppelError('LINKAGE_TOO_FEW');
  const quiet = { ...watch, onProgress: () => undefined };
  const { similarity } = scale;
  const floor = await distinctly(() => findFloor(sources, records, scale, quiet));
  const samples = await distinctly(() => samplePairs(sources, limit, { similarity, floor }, watch));
  return { records, floor, samples };
}
