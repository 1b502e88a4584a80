// SPDX-License-Identifier: EUPL-1.2
/**
 * From evidence to clusters: model → probabilities → threshold → clusters → outcome, in the form of
 * every other linkage. The same for filters that are all there and for answers to looks. Pure.
 */
import { firstRecords, type CandidatePairs } from '../candidates.ts';
import { clusterPairs } from '../clusters.ts';
import type { AssignmentRule } from '../clusters/assignment.ts';
import type { RecordShape } from '../clusters/component.ts';
import type { Decision } from '../incremental/changes.ts';
import { outcomeOf, type LinkOutcome } from '../outcome.ts';
import { NumberSet } from '../number-set.ts';
import { inDecisionOrder } from '../pair-order.ts';
import { divideAt } from '../review/found-pairs.ts';
import { numberedDecisions } from '../review/numbered-decisions.ts';
import type { EncodedSource, OrderedSource } from '../source.ts';
import type { Target } from '../threshold/curve.ts';
import { CANDIDATE_FLOOR, chooseProbability, curveOf, placeOf, probabilityOf } from './choice.ts';
import type { Comparison, Gathered } from './evidence.ts';
import { fitModel, matchWeights, type FieldModel } from './model.ts';
import { oneToOneOdds } from './one-to-one.ts';
import { fitWithRarity } from './rarity-levels.ts';
import { expectedMatches, sampledRecall } from './sampled-recall.ts';
import { checkUnique } from './unique.ts';

export interface DecideOptions {
  /** The least match probability of a link, in (0, 1], or 'auto': the best expected F1. */
  readonly threshold: number | 'auto';
  readonly oneToOne: boolean;
  readonly assignment: AssignmentRule;
  readonly target?: Target | undefined;
  /** The share of matches that is to be among the candidates, as the study has it. */
  readonly recall?: number | undefined;
  /** What people decided about pairs, by source and token. */
  readonly decisions?: readonly Decision[] | undefined;
  /** Also gives the pairs between the thresholds. */
  readonly review?: boolean;
}

/** The outcome, and what it was decided by. */
export interface FieldLinkOutcome extends LinkOutcome {
  readonly model: FieldModel;
  readonly gathered: Gathered;
}

/** Weights this much apart are of another pattern; within one, the more similar pair comes first. */
const TIE_BITS = 0.01;

/** Per pair log2 of its odds, prior included. */
function oddsOf(
  { a, b, rowsA, rowsB, pattern, similarity }: Comparison,
  sources: readonly OrderedSource[],
  { lambda }: FieldModel,
  weights: Float64Array,
  oneToOne: boolean,
): Float64Array {
  const weight = Float64Array.from(
    pattern,
    (number, at) => weights[number]! + TIE_BITS * similarity[at]!,
  );
  const [left, right] = [sources[a]!, sources[b]!];
  const prior = Math.log2(lambda / (1 - lambda));
  if (!oneToOne || a === b || !left.unique || !right.unique) {
    for (let at = 0; at < weight.length; at++) weight[at]! += prior;
    return weight;
  }
  const counts = [left.set.count, right.set.count] as const;
  const matches = lambda * counts[0] * counts[1];
  return oneToOneOdds({ left: rowsA, right: rowsB, weight }, counts, matches);
}

/** All pairs at or above a place, in the order of decision. */
function pairsFrom(
  comparisons: readonly Comparison[],
  odds: readonly Float64Array[],
  first: readonly number[],
  least: number,
): CandidatePairs {
  let count = 0;
  for (const row of odds) for (const bits of row) if (placeOf(bits) >= least) count++;
  const [left, right] = [new Uint32Array(count), new Uint32Array(count)];
  const similarity = new Float64Array(count);
  let kept = 0;
  comparisons.forEach(({ a, b, rowsA, rowsB }, part) => {
    odds[part]!.forEach((bits, at) => {
      const place = placeOf(bits);
      if (place < least) return;
      left[kept] = first[a]! + rowsA[at]!;
      right[kept] = first[b]! + rowsB[at]!;
      similarity[kept++] = place;
    });
  });
  return { count, ...inDecisionOrder({ left, right, similarity }) };
}

/** Places of the pairs that stay when no record of a unique source may have two partners in another. */
function uncontested(
  pairs: CandidatePairs,
  { records, sourceOf, oneToOne }: RecordShape,
): Float64Array {
  const sources = oneToOne.length;
  const taken = new NumberSet(records * sources);
  const places = new Float64Array(pairs.count);
  let count = 0;
  for (let pair = 0; pair < pairs.count; pair++) {
    const [left, right] = [pairs.left[pair]!, pairs.right[pair]!];
    const [a, b] = [sourceOf[left]!, sourceOf[right]!];
    const claims = [
      ...(oneToOne[b]! && a !== b ? [left * sources + b] : []),
      ...(oneToOne[a]! && a !== b ? [right * sources + a] : []),
    ];
    if (claims.some((claim) => taken.has(claim))) continue;
    claims.forEach((claim) => {
      taken.add(claim);
    });
    places[count++] = pairs.similarity[pair]!;
  }
  return places.subarray(0, count).reverse();
}

/** The sources in their order, and as the caller gave them. */
export interface DecidedSources {
  readonly sources: readonly OrderedSource[];
  readonly given: readonly EncodedSource[];
  readonly shape: RecordShape;
}

/** The pairs at or above a place. */
function cut({ count, left, right, similarity }: CandidatePairs, least: number): CandidatePairs {
  let end = count;
  while (end > 0 && similarity[end - 1]! < least) end--;
  return {
    count: end,
    left: left.subarray(0, end),
    right: right.subarray(0, end),
    similarity: similarity.subarray(0, end),
  };
}

/**
 * Puts the records of all sources into clusters, by what was gathered of their pairs.
 * @throws LINKAGE_TOO_FEW, LINKAGE_INDISTINCT, LINKAGE_NOT_UNIQUE, LINKAGE_MODEL_UNSETTLED and
 *   LINKAGE_THRESHOLD_UNKNOWN for what the data give
 */
export function decide(
  { sources, given, shape }: DecidedSources,
  gathered: Gathered,
  options: DecideOptions,
): FieldLinkOutcome {
  const { threshold: asked, assignment, target, oneToOne } = options;
  const { evidence, comparisons, rarity } = gathered;
  const uniqueRecords = sources.reduce((sum, { unique, set }) => sum + (unique ? set.count : 0), 0);
  if (evidence.within !== undefined) checkUnique(evidence.within, uniqueRecords);
  const model = rarity === undefined ? fitModel(evidence) : fitWithRarity({ ...evidence, rarity });
  const weights = matchWeights(model, evidence.candidates);
  const search = sampledRecall(gathered, model, options.recall);
  const odds = comparisons.map((one) => oddsOf(one, sources, model, weights, oneToOne));
  const first = firstRecords(sources);
  const possible = pairsFrom(comparisons, odds, first, CANDIDATE_FLOOR);
  const found = odds.map((row) => row.reduce((sum, bits) => sum + probabilityOf(placeOf(bits)), 0));
  const matches = Math.min(evidence.mostMatches, expectedMatches(gathered, found, search));
  const curve = curveOf(uncontested(possible, shape), matches, evidence.mostMatches);
  const threshold = chooseProbability(curve, asked === 'auto' ? undefined : asked, target);
  const from = options.review === true ? threshold.thresholdLower : threshold.threshold;
  const seen = from <= CANDIDATE_FLOOR ? pairsFrom(comparisons, odds, first, from) : possible;
  const { pairs, below } = divideAt(cut(seen, from), threshold.threshold);
  const decided = options.decisions ?? [];
  const decisions = numberedDecisions(sources, ({ index }) => given[index]!.tokens, decided);
  const { lowest, bounded } = clusterPairs(pairs, shape, { assignment, decisions });
  const outcome = outcomeOf(
    sources,
    { pairs: { ...pairs, search }, below, reviewFrom: from },
    { lowest, assignment, bounded },
    threshold,
  );
  return { ...outcome, model, gathered };
}
