// SPDX-License-Identifier: EUPL-1.2
/** What a linkage of a data folder is worth, and what the best threshold would have given. */
import { isKoppelError } from '@koppel/errors';
import { search, type FilterSet } from '@koppel/kernel';
import { linkedPairs, linkSources, type EncodedSource, type LinkOutcome } from '@koppel/linkage';
import {
  countPairs,
  pairQuality,
  sweepThresholds,
  type PairColumns,
  type PairQuality,
  type ScoredPairs,
} from '../metrics/index.ts';

export interface Best {
  readonly threshold: number;
  readonly f1: number;
}

/** Where neither the user nor the data say one: about the middle of where good ones were found. */
const fallbackThreshold = 0.7;

/**
 * The share of false links that the estimate may show. It sees every member of a household as a
 * possible mistake, so the true share is mostly far lower, and what is reported here is F1.
 */
const falseLinkTarget = 0.03;

/** More pairs than this are not swept: no good threshold has so many. */
const sweptPairs = 2_000_000;

export interface Linked {
  readonly outcome: LinkOutcome;
  /** `given`, `selfNull`, `tail`, or `fallback`: these data do not show a threshold. */
  readonly method: string;
}

/** Links as the linkage unit does; `auto` falls back where the data do not show a threshold. */
export async function link(
  sources: readonly EncodedSource[],
  threshold: number | 'auto',
  onProgress: (share: number) => void,
): Promise<Linked> {
  try {
    const options = { threshold, oneToOne: true, falseLinkTarget, onProgress };
    const outcome = await linkSources(sources, options);
    return { outcome, method: outcome.threshold.method };
  } catch (thrown) {
    if (!isKoppelError(thrown, 'LINKAGE_THRESHOLD_UNKNOWN')) throw thrown;
    const options = { threshold: fallbackThreshold, oneToOne: true, onProgress };
    return { outcome: await linkSources(sources, options), method: 'fallback' };
  }
}

/** The pairs that an outcome puts together: between two sources, or within the only one. */
export function predictedPairs(outcome: LinkOutcome): PairColumns {
  return linkedPairs(outcome, 0, outcome.sources.length - 1);
}

export function qualityOf(outcome: LinkOutcome, truth: PairColumns): PairQuality {
  const predicted = predictedPairs(outcome);
  if (outcome.sources.length > 1) return pairQuality(countPairs(predicted, truth));
  return pairQuality(countPairs(ascending(predicted), ascending(truth)));
}

/** Within one file a pair has no first record: the lower row is put first. */
function ascending({ a, b }: PairColumns): PairColumns {
  return {
    a: a.map((row, at) => Math.min(row, b[at]!)),
    b: b.map((row, at) => Math.max(row, a[at]!)),
  };
}

function filterSet({ count, filters, filterBytes }: EncodedSource): FilterSet {
  return { count, filters, bytes: filterBytes };
}

/** Undefined when there are too many to sweep. */
async function candidates(
  a: EncodedSource,
  b: EncodedSource,
  floor: number,
): Promise<ScoredPairs | undefined> {
  try {
    const hits = await search(filterSet(a), filterSet(b), floor, { maxPairs: sweptPairs });
    return { a: hits.query, b: hits.candidate, similarity: hits.similarity };
  } catch (thrown) {
    if (isKoppelError(thrown, 'KERNEL_TOO_MANY_PAIRS')) return undefined;
    throw thrown;
  }
}

const none: Best = { threshold: 1, f1: 0 };

/**
 * F1 rises and then falls as the threshold goes down, so the search goes down in steps and ends when
 * the best lies clearly above where it has come.
 */
async function bestOfPair(a: EncodedSource, b: EncodedSource, truth: PairColumns): Promise<Best> {
  let best = none;
  for (const floor of [0.8, 0.7, 0.6, 0.5, 0.4]) {
    const pairs = await candidates(a, b, floor);
    if (pairs === undefined) break;
    const swept = sweepThresholds(pairs, truth, { oneToOne: true }).best;
    if (swept !== undefined && swept.f1 > best.f1) best = swept;
    if (best.threshold > floor + 0.05) break;
  }
  return { threshold: best.threshold, f1: best.f1 };
}

/** Below the best by this much, a falling F1 does not come back. */
const clearFall = 0.05;

async function bestOfGrid(source: EncodedSource, truth: PairColumns): Promise<Best> {
  let best = none;
  for (let step = 36; step >= 16; step -= 1) {
    const threshold = step / 40;
    const options = { threshold, oneToOne: true, candidateCap: sweptPairs };
    try {
      const f1 = qualityOf(await linkSources([source], options), truth).f1.value;
      if (f1 > best.f1) best = { threshold, f1 };
      if (f1 < best.f1 - clearFall) break;
    } catch (thrown) {
      if (isKoppelError(thrown, 'LINKAGE_TOO_MANY_PAIRS')) break;
      throw thrown;
    }
  }
  return best;
}

/**
 * The highest F1 at any threshold: exact for two files linked one-to-one, on a grid of 0.025 from
 * 0.4 to 0.9 for deduplication. An oracle: it has seen the truth.
 */
export async function bestThreshold(
  sources: readonly EncodedSource[],
  truth: PairColumns,
): Promise<Best> {
  const [a, b] = sources;
  return b === undefined ? bestOfGrid(a!, truth) : bestOfPair(a!, b, truth);
}
