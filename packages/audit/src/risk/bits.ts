// SPDX-License-Identifier: EUPL-1.2
/**
 * How evenly bits are used, one by one and in pairs: what pattern mining feeds on (Vidanage et al.
 * 2023, ACM TOPS 26(3): co-occurrence; Franke, Sehili, Rohde & Rahm 2021, Evaluation of Hardening
 * Techniques for Privacy-Preserving Record Linkage, EDBT: Gini coefficient and Jensen–Shannon
 * divergence of bit frequencies).
 */
import type { FilterSet } from '@koppel/kernel';
import { createRandom } from '../random.ts';
import { onesOf } from '../similarity-table.ts';
import { histogramOf, type Histogram } from './histogram.ts';

/** The same bits, turned: per bit of an encoding one bit for each encoding, in 32-bit words. */
export function bitColumns({ count, bytes, filters }: FilterSet): Int32Array[] {
  const columns = Array.from({ length: 8 * bytes }, () => new Int32Array((count + 31) >>> 5));
  for (let row = 0; row < count; row++) {
    for (let byte = 0; byte < bytes; byte++) {
      const value = filters[row * bytes + byte]!;
      for (let bit = 0; bit < 8; bit++) {
        if (((value >>> bit) & 1) === 1) columns[8 * byte + bit]![row >>> 5]! |= 1 << (row & 31);
      }
    }
  }
  return columns;
}

/**
 * The Gini coefficient of values ≥ 0: Σᵢ Σⱼ |xᵢ − xⱼ| / (2·l·Σ x); 0 where all are equal, or 0.
 */
export function gini(values: Float64Array): number {
  const sorted = values.slice().sort();
  let [sum, ranked] = [0, 0];
  sorted.forEach((value, at) => {
    sum += value;
    ranked += (at + 1) * value;
  });
  const size = sorted.length;
  return sum === 0 ? 0 : (2 * ranked) / (size * sum) - (size + 1) / size;
}

/** Entropy in bits of something that is so with a chance of `share`. */
function entropyOf(share: number): number {
  if (share <= 0 || share >= 1) return 0;
  return -share * Math.log2(share) - (1 - share) * Math.log2(1 - share);
}

/**
 * The mean over bits of the Jensen–Shannon divergence of a bit's frequency f from ½, in bits, 0–0.32:
 * H((f + ½)/2) − (H(f) + 1)/2, with H the entropy of a bit (Lin 1991).
 */
export function divergenceFromHalf(frequencies: Float64Array): number {
  let sum = 0;
  for (const f of frequencies) sum += entropyOf((f + 0.5) / 2) - (entropyOf(f) + 1) / 2;
  return sum / frequencies.length;
}

export interface BitRisk {
  readonly gini: number;
  readonly divergence: number;
  /** The highest |phi| of two bits over all encodings, of the pairs looked at, 0–1. */
  readonly correlationMax: number;
  /** What the highest of so many is about where no two bits have to do with each other: √(2 ln m / n). */
  readonly correlationOfChance: number;
  readonly pairs: number;
  /** Bits by the share of encodings in which they are set, 0–1. */
  readonly histogram: Histogram;
}

/** Pearson's correlation of two bits over n cases, from how often each and both are set. */
function phi(n: number, a: number, b: number, both: number): number {
  const spread = a * (n - a) * b * (n - b);
  return spread === 0 ? 0 : (n * both - a * b) / Math.sqrt(spread);
}

/** Pairs that are looked at where there are more. */
const PAIRS = 100_000;
const BINS = 40;

/** Two different bits: the `at`-th of all pairs, or a drawn one. */
function pairDrawer(bits: number, pairs: number, seed: number): (at: number) => [number, number] {
  const random = createRandom('bit pairs', seed);
  if (pairs < (bits * (bits - 1)) / 2) {
    return () => {
      const a = random.below(bits);
      const b = random.below(bits - 1);
      return [a, b < a ? b : b + 1];
    };
  }
  let [a, b] = [0, 0];
  return () => {
    b += 1;
    if (b === bits) {
      a += 1;
      b = a + 1;
    }
    return [a, b];
  };
}

/** @param seed for the pairs that are looked at */
export function bitRisk(set: FilterSet, seed: number): BitRisk {
  const columns = bitColumns(set);
  const set1 = columns.map((column) => column.reduce((sum, word) => sum + onesOf(word), 0));
  const n = set.count;
  const frequencies = Float64Array.from(set1, (ones) => (n === 0 ? 0 : ones / n));
  const pairs = Math.min(PAIRS, (columns.length * (columns.length - 1)) / 2);
  const draw = pairDrawer(columns.length, pairs, seed);
  let correlationMax = 0;
  for (let at = 0; at < pairs; at++) {
    const [a, b] = draw(at);
    const [one, other] = [columns[a]!, columns[b]!];
    let both = 0;
    for (let word = 0; word < one.length; word++) both += onesOf(one[word]! & other[word]!);
    correlationMax = Math.max(correlationMax, Math.abs(phi(n, set1[a]!, set1[b]!, both)));
  }
  return {
    gini: gini(frequencies),
    divergence: divergenceFromHalf(frequencies),
    correlationMax,
    correlationOfChance: n === 0 ? 0 : Math.sqrt((2 * Math.log(pairs)) / n),
    pairs,
    histogram: histogramOf(frequencies, { from: 0, to: 1, bins: BINS }),
  };
}
