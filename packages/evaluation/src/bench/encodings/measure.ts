// SPDX-License-Identifier: EUPL-1.2
/** What one encoding is worth: how well it links, how large it is, and how fast. */
import { cpuUsage } from 'node:process';
import { search, type FilterSet } from '@koppel/kernel';
import { similarityOf, type EncodingSpec } from '@koppel/study';
import { bestThreshold } from '../../evaluate/score.ts';
import { benchEncoding, encodingRate } from '../encoder.ts';
import { BASE_BITS } from './cases.ts';
import { encodeSides, type ValueSet } from './value-set.ts';

/** Raised where what is measured here changes, so that kept figures are measured anew. */
export const MEASURE_VERSION = 1;

/** The highest F1 at any threshold. */
export async function qualityOn(
  specOf: (base: EncodingSpec) => EncodingSpec,
  { sides, truth, base }: ValueSet,
): Promise<number> {
  const spec = specOf(base);
  const { f1 } = await bestThreshold(encodeSides(spec, sides), truth, similarityOf(spec));
  return f1;
}

export interface Speed {
  readonly bytes: number;
  /** From a file of five fields to encodings, in a process of its own, by its processor time. */
  readonly encodedPerSecond: number;
  /** Comparisons of an exact search, one thread, by processor time. */
  readonly comparedPerSecond: number;
}

/** Thresholds at which a linkage would search. */
const thresholds = { dice: 0.8, hamming: 0.6 } as const;

export interface SpeedTest {
  /** A file under the columns of the encoder's benchmark. */
  readonly file: string;
  /** Two sides, which are matched. */
  readonly set: ValueSet;
}

/** Times encoding and matching. By processor time, as other work on the machine does not count. */
export async function speedOn(
  specOf: (base: EncodingSpec) => EncodingSpec,
  { file, set }: SpeedTest,
): Promise<Speed> {
  const spec = specOf(set.base);
  const sets = encodeSides(spec, set.sides).map(({ count, filters, filterBytes }): FilterSet => {
    return { count, filters, bytes: filterBytes };
  });
  const [a, b] = sets as [FilterSet, FilterSet];
  const similarity = similarityOf(spec);
  const before = cpuUsage();
  await search(a, b, thresholds[similarity], { similarity, workers: 1 });
  const { user, system } = cpuUsage(before);
  return {
    bytes: a.bytes,
    encodedPerSecond: await encodingRate(file, timedSpec(specOf)),
    comparedPerSecond: (1e6 * a.count * b.count) / (user + system),
  };
}

/** The encoding that is timed. */
export function timedSpec(specOf: (base: EncodingSpec) => EncodingSpec): EncodingSpec {
  return specOf(doubled(benchEncoding));
}

/** The benchmark's encoding of 1,024 bits as a base, of which the weights are for BASE_BITS. */
function doubled(spec: EncodingSpec): EncodingSpec {
  const fields = spec.fields.map((field) => {
    const [kind, bits] = Object.entries(field.weight)[0]!;
    return { ...field, weight: { [kind]: (bits * BASE_BITS) / 1024 } };
  });
  return { ...spec, parameters: { bits: BASE_BITS }, fields } as EncodingSpec;
}
