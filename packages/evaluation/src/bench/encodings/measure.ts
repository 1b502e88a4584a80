// SPDX-License-Identifier: EUPL-1.2
/** What one encoding is worth: how well it links, how large it is, and how fast. */
import { search, type FilterSet } from '@koppel/kernel';
import { similarityOf, type EncodingSpec } from '@koppel/study';
import { bestThreshold } from '../../evaluate/score.ts';
import { timing } from '../machine.ts';
import { encodeSides, type ValueSet } from './value-set.ts';

/** The highest F1 at any threshold, by data set. */
export async function qualityOn(
  specOf: (base: EncodingSpec) => EncodingSpec,
  sets: readonly ValueSet[],
): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { name, sides, truth, base } of sets) {
    const spec = specOf(base);
    const sources = encodeSides(spec, sides);
    found[name] = (await bestThreshold(sources, truth, similarityOf(spec))).f1;
  }
  return found;
}

export interface Speed {
  readonly bytes: number;
  /** Records from values to encodings, one thread, median. */
  readonly encodedPerSecond: number;
  /** Comparisons of an exact search, one thread, median. */
  readonly comparedPerSecond: number;
}

const RUNS = 3;
/** Thresholds at which a linkage would search. */
const thresholds = { dice: 0.8, hamming: 0.6 } as const;

async function median(work: () => unknown): Promise<number> {
  const seconds: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const started = performance.now();
    await work();
    seconds.push((performance.now() - started) / 1000);
  }
  return timing(seconds).median;
}

/** Times encoding and matching of the two sides of a set. */
export async function speedOn(spec: EncodingSpec, { sides }: ValueSet): Promise<Speed> {
  const records = sides.reduce((sum, rows) => sum + rows.length, 0);
  const encoding = await median(() => encodeSides(spec, sides));
  const sets = encodeSides(spec, sides).map(({ count, filters, filterBytes }): FilterSet => {
    return { count, filters, bytes: filterBytes };
  });
  const [a, b] = sets as [FilterSet, FilterSet];
  const similarity = similarityOf(spec);
  const options = { similarity, workers: 1 };
  const comparing = await median(() => search(a, b, thresholds[similarity], options));
  return {
    bytes: a.bytes,
    encodedPerSecond: records / encoding,
    comparedPerSecond: (a.count * b.count) / comparing,
  };
}
