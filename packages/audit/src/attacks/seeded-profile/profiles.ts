// SPDX-License-Identifier: EUPL-1.2
/** An encoding, or a person, by how alike it is to some seeds: the same on both sides of an attack. */
import type { FilterSet } from '@koppel/kernel';
import type { Similarity } from '@koppel/study';
import type { Matrix } from '../../algebra/matrix.ts';
import { similarityTable, wordsOf } from '../../similarity-table.ts';
import type { KnownPair } from '../known-pairs.ts';
import type { BestPairs } from './best-pairs.ts';
import { standardise } from './standardise.ts';

/** One side of the comparison: what he may compare, by place, and where each stands in its set. */
export interface Side {
  readonly set: FilterSet;
  readonly places: Uint32Array;
}

/** Similarities to the seeds (columns). That of a seed to itself would only confirm a guess. */
export function profilesOf(
  { set, places }: Side,
  seeds: readonly number[],
  similarity: Similarity,
): Matrix {
  const table = similarityTable(wordsOf(set, places), wordsOf(set, seeds), similarity);
  const placeOf = new Map(Array.from(places, (place, at) => [place, at]));
  const itself = seeds.map((seed) => placeOf.get(seed) ?? -1);
  standardise(table, itself);
  return table;
}

/** The surest of the pairs that chose each other, by place in the sides, the surest first. */
export function surest({ best, margin, bestBack }: BestPairs): KnownPair[] {
  const pairs: KnownPair[] = [];
  best.forEach((row, encoding) => {
    if (row !== -1 && bestBack[row] === encoding) pairs.push({ encoding, row });
  });
  return pairs.sort((a, b) => margin[b.encoding]! - margin[a.encoding]! || a.encoding - b.encoding);
}
