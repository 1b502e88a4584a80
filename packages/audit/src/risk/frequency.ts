// SPDX-License-Identifier: EUPL-1.2
/**
 * Encodings that occur more than once, and how many bits each has set: what frequency attacks align
 * with a register (Vidanage, Christen, Ranbaduge & Schnell 2023, A Vulnerability Assessment Framework
 * for Privacy-preserving Record Linkage, ACM TOPS 26(3): frequency and length).
 */
import { filterText } from '../filter-text.ts';
import type { FilterSet } from '@koppel/kernel';
import { wordsOf } from '../similarity-table.ts';
import { histogramOf, momentsOf, type Histogram } from './histogram.ts';

export interface FrequencyRisk {
  /** Encodings that differ from each other. */
  readonly distinct: number;
  /** Share of encodings of which another is the same, 0–1. */
  readonly duplicateShare: number;
  /** How many encodings the rarest is shared by: 1 where any stands alone; 0 without encodings. */
  readonly smallestClass: number;
  readonly largestClass: number;
}

export function frequencyRisk(set: FilterSet): FrequencyRisk {
  const classes = new Map<string, number>();
  for (let row = 0; row < set.count; row++) {
    const text = filterText(set, row);
    classes.set(text, (classes.get(text) ?? 0) + 1);
  }
  let [smallest, largest, alone] = [Infinity, 0, 0];
  for (const size of classes.values()) {
    smallest = Math.min(smallest, size);
    largest = Math.max(largest, size);
    if (size === 1) alone += 1;
  }
  return {
    distinct: classes.size,
    duplicateShare: set.count === 0 ? 0 : (set.count - alone) / set.count,
    smallestClass: set.count === 0 ? 0 : smallest,
    largestClass: largest,
  };
}

export interface LengthRisk {
  /** Bits that are set, over all encodings. */
  readonly mean: number;
  readonly sd: number;
  readonly least: number;
  readonly most: number;
  /** The spread that bits set by chance would have, √(l·f·(1−f)) at fill f. */
  readonly sdOfChance: number;
  readonly histogram: Histogram;
}

/** Bins of the histogram of lengths. */
const BINS = 32;

/** Of a code that hides how many tokens a record has, `sd` is about `sdOfChance`, or 0. */
export function lengthRisk(set: FilterSet): LengthRisk {
  const { ones } = wordsOf(set);
  const { mean, sd } = momentsOf(ones);
  const bits = 8 * set.bytes;
  const least = ones.reduce((low, value) => Math.min(low, value), bits);
  const most = ones.reduce((high, value) => Math.max(high, value), 0);
  const fill = mean / bits;
  return {
    mean,
    sd,
    least: Math.min(least, most),
    most,
    sdOfChance: Math.sqrt(bits * fill * (1 - fill)),
    histogram: histogramOf(ones, { from: Math.min(least, most), to: most + 1, bins: BINS }),
  };
}
