// SPDX-License-Identifier: EUPL-1.2
/**
 * How alike encodings are: what graph matching feeds on (Vidanage et al. 2023, ACM TOPS 26(3):
 * similarity and similarity neighbourhood). Unlike persons whose encodings are more alike than chance
 * explains are edges of the graph that an attacker aligns with a register.
 */
import type { FilterSet } from '@koppel/kernel';
import type { Similarity } from '@koppel/study';
import { rowOf } from '../algebra/matrix.ts';
import { createRandom, sampleBelow } from '../random.ts';
import { bothOf, similarityTable, wordsOf, type Words } from '../similarity-table.ts';
import { histogramOf, momentsOf, type Histogram } from './histogram.ts';

/**
 * By how many standard deviations two encodings share more bits than two of the same lengths by
 * chance (hypergeometric). Of two half-filled ones of l bits it is (2·S − 1)·√l for a share S of equal
 * bits. 0 where chance leaves no choice.
 */
export function zOfPair(a: Words, i: number, b: Words, j: number): number {
  const bits = 32 * a.length;
  const [x, y] = [a.ones[i]!, b.ones[j]!];
  const variance = (x * y * (bits - x) * (bits - y)) / (bits * bits * (bits - 1));
  return variance === 0 ? 0 : (bothOf(a, i, b, j) - (x * y) / bits) / Math.sqrt(variance);
}

export interface SimilarityRisk {
  /** Pairs drawn at random: their similarities, 0–1. */
  readonly randomPairs: Histogram & { readonly mean: number; readonly sd: number };
  /** Encodings drawn at random: their similarity to the most alike other one. */
  readonly nearest: Histogram & { readonly mean: number; readonly sd: number };
  /** Mean of z over random pairs: 0 where unlike persons look unlike. */
  readonly zMean: number;
  /** Share of random pairs with z above 4, of which chance gives 0.00003. */
  readonly massAbove4: number;
  /**
   * Share of encodings of which nobody else has the same similarities to the ten most alike, to two
   * decimals. Noise is unique as well: it is a handle only where similarities say something (z).
   */
  readonly uniqueProfiles: number;
  readonly sampled: { readonly pairs: number; readonly encodings: number; readonly others: number };
}

const PAIRS = 50_000;
const SAMPLE = 1000;
const OTHERS = 5000;
const NEIGHBOURS = 10;
const BINS = 50;
const Z_LIMIT = 4;

/** The highest similarities of each sampled encoding to others, the highest first. */
function neighbours(set: FilterSet, similarity: Similarity, seed: number): Float64Array[] {
  const order = sampleBelow(createRandom('neighbours', seed), set.count, set.count);
  const others = order.subarray(0, Math.min(OTHERS, set.count));
  const sampled = others.subarray(0, Math.min(SAMPLE, set.count));
  const table = similarityTable(wordsOf(set, sampled), wordsOf(set, others), similarity);
  return Array.from(sampled, (_, at) => {
    const row = rowOf(table, at);
    // Itself, which stands at the same place.
    row[at] = -1;
    return row
      .sort()
      .reverse()
      .subarray(0, Math.min(NEIGHBOURS, others.length - 1));
  });
}

function uniqueShare(profiles: readonly Float64Array[]): number {
  const counts = new Map<string, number>();
  const texts = profiles.map((profile) => Array.from(profile, (value) => value.toFixed(2)).join());
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return texts.filter((text) => counts.get(text) === 1).length / texts.length;
}

/** Of at least two encodings. @param seed for samples */
export function similarityRisk(
  set: FilterSet,
  similarity: Similarity,
  seed: number,
): SimilarityRisk {
  const random = createRandom('similar pairs', seed);
  const words = wordsOf(set);
  const values = new Float64Array(PAIRS);
  const zs = new Float64Array(PAIRS);
  for (let at = 0; at < PAIRS; at++) {
    const a = random.below(set.count);
    const drawn = random.below(set.count - 1);
    const b = drawn < a ? drawn : drawn + 1;
    const ones = words.ones[a]! + words.ones[b]!;
    const both = bothOf(words, a, words, b);
    const dice = ones === 0 ? 0 : (2 * both) / ones;
    values[at] = similarity === 'hamming' ? 1 - (ones - 2 * both) / (8 * set.bytes) : dice;
    zs[at] = zOfPair(words, a, words, b);
  }
  const profiles = neighbours(set, similarity, seed);
  const nearest = profiles.map((profile) => profile[0]!);
  const range = { from: 0, to: 1, bins: BINS };
  return {
    randomPairs: { ...histogramOf(values, range), ...momentsOf(values) },
    nearest: { ...histogramOf(nearest, range), ...momentsOf(nearest) },
    zMean: momentsOf(zs).mean,
    massAbove4: zs.filter((z) => z > Z_LIMIT).length / PAIRS,
    uniqueProfiles: uniqueShare(profiles),
    sampled: {
      pairs: PAIRS,
      encodings: profiles.length,
      others: Math.min(OTHERS, set.count) - 1,
    },
  };
}
