// SPDX-License-Identifier: EUPL-1.2
/** What a linkage of a data folder is worth, and what the best threshold would have given. */
import { isKoppelError, type ErrorCode } from '@koppel/errors';
import { search, type FilterSet } from '@koppel/kernel';
import {
  linkedPairs,
  linkSources,
  type EncodedSource,
  type FieldGroup,
  type LinkOutcome,
  type Target,
} from '@koppel/linkage';
import type { Similarity } from '@koppel/study';
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
const fallbackThreshold: Readonly<Record<Similarity, number>> = { dice: 0.7, hamming: 0.6 };

/**
 * From where on thresholds are tried, downwards. By Hamming similarity chance alone is a half, and
 * good thresholds lie close above.
 */
const descents: Readonly<Record<Similarity, readonly number[]>> = {
  dice: [0.8, 0.7, 0.6, 0.5, 0.4],
  hamming: [0.65, 0.58, 0.54, 0.52, 0.51],
};

/** More pairs than this are not swept: no good threshold has so many. */
const sweptPairs = 2_000_000;

export interface LinkAim {
  readonly threshold: number | 'auto';
  readonly similarity: Similarity;
  /** For 'auto': the least expected precision; without it, the best expected F1. */
  readonly target?: Target;
  /** Of encodings with a filter for each field: where these lie. */
  readonly groups?: readonly FieldGroup[] | undefined;
}

export interface Linked {
  readonly outcome: LinkOutcome;
  /** `given`, `selfNull`, `tail`, or `fallback`: these data do not show a threshold. */
  readonly method: string;
  /** What the data were refused an estimate for, as they were said to be. */
  readonly refusal: ErrorCode | undefined;
}

/** What the data can be refused an estimate for. */
export const refusals = [
  'LINKAGE_THRESHOLD_UNKNOWN',
  'LINKAGE_TOO_FEW',
  'LINKAGE_INDISTINCT',
  'LINKAGE_NOT_UNIQUE',
  'LINKAGE_MODEL_UNSETTLED',
] as const;

/** What may be of sources that hold persons more than once. */
const repetitions: readonly ErrorCode[] = ['LINKAGE_NOT_UNIQUE', 'LINKAGE_INDISTINCT'];

/**
 * Sources that the estimate found to hold persons more than once are linked as such. The tail of all
 * pairs is no witness here: what looks like persons who are there twice may be relatives, or records
 * with little in them, and it takes them for one.
 */
async function linkRepeated(
  sources: readonly EncodedSource[],
  { similarity }: LinkAim,
  onProgress: (share: number) => void,
): Promise<LinkOutcome | undefined> {
  const options = { threshold: 'auto', similarity, oneToOne: true, onProgress } as const;
  const repeated = sources.map((source) => ({ ...source, unique: false }));
  const tries = [...sources.map((_, at) => sources.with(at, repeated[at]!)), repeated];
  for (const some of tries) {
    try {
      const outcome = await linkSources(some, options);
      if (outcome.threshold.method !== 'tail' || sources.length === 1) return outcome;
    } catch (thrown) {
      if (!refusals.some((code) => isKoppelError(thrown, code))) throw thrown;
    }
  }
  return undefined;
}

/**
 * Links as the linkage unit does. Where the data do not show a threshold, `auto` tells why, and goes
 * on with sources that hold persons more than once, or with a threshold in the middle.
 */
export async function link(
  sources: readonly EncodedSource[],
  { threshold, similarity, target, groups }: LinkAim,
  onProgress: (share: number) => void,
): Promise<Linked> {
  try {
    const aim = {
      ...(target === undefined ? {} : { target }),
      ...(groups === undefined ? {} : { groups }),
    };
    const options = { threshold, similarity, oneToOne: true, ...aim, onProgress };
    const outcome = await linkSources(sources, options);
    return { outcome, method: outcome.threshold.method, refusal: undefined };
  } catch (thrown) {
    const refusal = refusals.find((code) => isKoppelError(thrown, code));
    if (refusal === undefined || threshold !== 'auto') throw thrown;
    if (repetitions.includes(refusal)) {
      const outcome = await linkRepeated(sources, { threshold, similarity }, onProgress);
      if (outcome !== undefined) return { outcome, method: outcome.threshold.method, refusal };
    }
    const fallback = fallbackThreshold[similarity];
    const options = { threshold: fallback, similarity, oneToOne: true, onProgress };
    return { outcome: await linkSources(sources, options), method: 'fallback', refusal };
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
  { floor, similarity }: { floor: number; similarity: Similarity },
): Promise<ScoredPairs | undefined> {
  try {
    const options = { similarity, maxPairs: sweptPairs };
    const hits = await search(filterSet(a), filterSet(b), floor, options);
    return { a: hits.query, b: hits.candidate, similarity: hits.similarity };
  } catch (thrown) {
    if (isKoppelError(thrown, 'KERNEL_TOO_MANY_PAIRS')) return undefined;
    throw thrown;
  }
}

/** Below the best by this much, a falling F1 does not come back. */
const clearFall = 0.05;

const none: Best = { threshold: 1, f1: 0 };

/**
 * F1 rises and then falls as the threshold goes down, so the search goes down in steps and ends when
 * it has clearly fallen.
 */
async function bestOfPair(
  a: EncodedSource,
  b: EncodedSource,
  truth: PairColumns,
  similarity: Similarity,
): Promise<Best> {
  let best = none;
  for (const floor of descents[similarity]) {
    const pairs = await candidates(a, b, { floor, similarity });
    if (pairs === undefined) break;
    const { best: swept, curve } = sweepThresholds(pairs, truth, { oneToOne: true });
    if (swept !== undefined && swept.f1 > best.f1) best = swept;
    // Nothing found yet is no rise that has ended.
    if (best.f1 > 0 && curve.at(-1)!.f1 < best.f1 - clearFall) break;
  }
  for (const floor of best.f1 > 0 ? [] : higherFloors) {
    const pairs = await candidates(a, b, { floor, similarity });
    if (pairs === undefined) continue;
    const swept = sweepThresholds(pairs, truth, { oneToOne: true }).best;
    if (swept !== undefined) best = swept;
    break;
  }
  return { threshold: best.threshold, f1: best.f1 };
}

/** Where unlike records are that alike that even the first floor has too many pairs. */
const higherFloors = [0.7, 0.75, 0.8, 0.85, 0.9, 0.95] as const;

/** From 0.9 down to 0.4, or from 0.95 to what is hardly above chance. */
function gridOf(similarity: Similarity): number[] {
  const [scale, most, least] = similarity === 'dice' ? [40, 36, 16] : [100, 95, 51];
  return Array.from({ length: most - least + 1 }, (_, at) => (most - at) / scale);
}

async function bestOfGrid(
  source: EncodedSource,
  truth: PairColumns,
  similarity: Similarity,
): Promise<Best> {
  let best = none;
  for (const threshold of gridOf(similarity)) {
    const options = { threshold, similarity, oneToOne: true, candidateCap: sweptPairs };
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
 * 0.4 to 0.9 for deduplication, or of 0.01 from 0.51 to 0.95 by Hamming similarity. An oracle: it has
 * seen the truth.
 */
export async function bestThreshold(
  sources: readonly EncodedSource[],
  truth: PairColumns,
  similarity: Similarity = 'dice',
): Promise<Best> {
  const [a, b] = sources;
  return b === undefined ? bestOfGrid(a!, truth, similarity) : bestOfPair(a!, b, truth, similarity);
}

/** The lowest match probability whose pairs a sweep looks at. */
const SWEPT_PROBABILITY = 0.001;

/**
 * The same for records with a filter for each field: over match probabilities, on the scale of a
 * linkage's similarities. None where these data show no model.
 */
export async function bestByFields(
  linkAt: (probability: number) => Promise<LinkOutcome> | LinkOutcome,
  truth: PairColumns,
): Promise<Best> {
  try {
    const { candidates, sources } = await linkAt(SWEPT_PROBABILITY);
    const dedup = sources.length === 1;
    const turned = candidates.leftSource.map((source) => Number(source > 0));
    const column = (side: 0 | 1): Uint32Array =>
      candidates.leftRow.map((row, at) => (turned[at] === side ? row : candidates.rightRow[at]!));
    const found = { a: column(0), b: column(1) };
    const pairs = { ...(dedup ? ascending(found) : found), similarity: candidates.similarity };
    const sought = dedup ? ascending(truth) : truth;
    const { best } = sweepThresholds(pairs, sought, { oneToOne: !dedup });
    return best === undefined ? none : { threshold: best.threshold, f1: best.f1 };
  } catch (thrown) {
    if (refusals.some((code) => isKoppelError(thrown, code))) return none;
    throw thrown;
  }
}

/** The best that was possible, by whichever of the two ways the records are linked. */
export function bestOf(
  sources: readonly EncodedSource[],
  truth: PairColumns,
  { similarity, groups }: Pick<LinkAim, 'similarity' | 'groups'>,
): Promise<Best> {
  if (groups === undefined) return bestThreshold(sources, truth, similarity);
  return bestByFields(
    (threshold) => linkSources(sources, { threshold, groups, oneToOne: true }),
    truth,
  );
}
