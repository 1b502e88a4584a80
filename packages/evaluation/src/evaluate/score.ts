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

/** More pairs than this are not swept: the search begins at a higher similarity. */
const sweptPairs = 3_000_000;

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

/** All pairs from the lowest of some similarities at which they are not too many. */
async function candidates(a: EncodedSource, b: EncodedSource): Promise<ScoredPairs> {
  for (let floor = 0.4; ; floor += 0.05) {
    try {
      const hits = await search(filterSet(a), filterSet(b), Math.min(floor, 0.95), {
        maxPairs: sweptPairs,
      });
      return { a: hits.query, b: hits.candidate, similarity: hits.similarity };
    } catch (thrown) {
      if (!isKoppelError(thrown, 'KERNEL_TOO_MANY_PAIRS') || floor > 0.95) throw thrown;
    }
  }
}

async function bestOfGrid(source: EncodedSource, truth: PairColumns): Promise<Best> {
  let best: Best = { threshold: 1, f1: 0 };
  for (let step = 36; step >= 16; step -= 1) {
    const threshold = step / 40;
    try {
      const outcome = await linkSources([source], {
        threshold,
        oneToOne: true,
        candidateCap: sweptPairs,
      });
      const f1 = qualityOf(outcome, truth).f1.value;
      if (f1 > best.f1) best = { threshold, f1 };
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
  if (b === undefined) return bestOfGrid(a!, truth);
  const { best } = sweepThresholds(await candidates(a!, b), truth, { oneToOne: true });
  return { threshold: best?.threshold ?? 1, f1: best?.f1 ?? 0 };
}
