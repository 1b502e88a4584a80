// SPDX-License-Identifier: EUPL-1.2
/**
 * The pairs that come first in a review, of a linkage whose records stand in the caller's order. Which
 * these are depends on the records alone, not on the order in which they stand. Tokens and
 * similarities only.
 */
import type { CandidatePairs } from '../candidates.ts';
import type { AssignmentRule } from '../clusters/assignment.ts';
import type { Decisions } from '../clusters/component.ts';
import type { EncodedSource } from '../source.ts';
import { inDecisionOrder } from '../pair-order.ts';
import { numberRecords, pairsWhere } from '../quality/records.ts';
import { reviewPairs, type ReviewPair } from './zone.ts';

export interface ReviewInput {
  readonly sources: readonly Pick<EncodedSource, 'name' | 'unique' | 'count' | 'tokens'>[];
  /** A cluster holds at most one record of each unique source. */
  readonly oneToOne: boolean;
  readonly assignment: AssignmentRule;
  /** Pairs from `thresholdLower` on, in any order. Records are numbered over all sources, in their order. */
  readonly pairs: Pick<CandidatePairs, 'left' | 'right' | 'similarity'>;
  readonly decisions: Decisions;
  readonly threshold: number;
  readonly thresholdLower: number;
  readonly thresholdUpper: number;
  readonly probability: (similarity: number) => number;
}

/** The records that pairs or decisions name, by source name and token. */
interface Involved {
  /** Per record its place among them; of others it says nothing. */
  readonly place: Uint32Array;
  readonly recordAt: Uint32Array;
  /** Per place the number of its source in the order of names. */
  readonly sourceOf: Uint32Array;
}

function involvedIn({ sources, pairs, decisions, oneToOne }: ReviewInput): Involved {
  const { rank, shape } = numberRecords(sources, oneToOne);
  const isNamed = new Uint8Array(shape.records);
  for (const column of [pairs.left, pairs.right]) {
    for (const record of column) isNamed[rank[record]!] = 1;
  }
  for (const pair of [...decisions.joined, ...decisions.parted]) {
    for (const record of pair) isNamed[rank[record]!] = 1;
  }
  const count = isNamed.reduce((sum, one) => sum + one, 0);
  const [placeOf, recordAt] = [new Uint32Array(shape.records), new Uint32Array(count)];
  const sourceOf = new Uint32Array(count);
  let next = 0;
  isNamed.forEach((named, ranked) => {
    if (named === 0) return;
    sourceOf[next] = shape.sourceOf[ranked]!;
    placeOf[ranked] = next++;
  });
  const place = rank.map((ranked) => placeOf[ranked]!);
  rank.forEach((ranked, record) => {
    if (isNamed[ranked] === 1) recordAt[place[record]!] = record;
  });
  return { place, recordAt, sourceOf };
}

/** Pairs from a threshold on, by place, in the order of decision. */
function orderedPairs(
  pairs: ReviewInput['pairs'],
  place: Uint32Array,
  from: number,
): CandidatePairs {
  const { left, right, similarity } = pairsWhere(pairs, (at) => pairs.similarity[at]! >= from);
  for (let at = 0; at < left.length; at++) {
    const [one, other] = [place[left[at]!]!, place[right[at]!]!];
    left[at] = Math.min(one, other);
    right[at] = Math.max(one, other);
  }
  return { count: left.length, ...inDecisionOrder({ left, right, similarity }) };
}

/** Below 0 when the first pair comes first: more expected change, then nearer to the threshold. */
export function compareReviews(threshold: number): (m: ReviewPair, n: ReviewPair) => number {
  const distance = ({ similarity }: ReviewPair): number => Math.abs(similarity - threshold);
  return (m, n) => n.expected - m.expected || distance(m) - distance(n);
}

/**
 * The pairs between the thresholds that are open, most expected change first; of equal ones the one
 * nearer to the threshold, then the one that comes first by source and token. Left and right are
 * records in the caller's numbers, left the one that comes first by source and token.
 */
export function reviewOrder(input: ReviewInput): ReviewPair[] {
  const { sources, oneToOne, decisions, threshold, thresholdLower } = input;
  const { place, recordAt, sourceOf } = involvedIn(input);
  const bySource = [...sources].sort((m, n) => (m.name < n.name ? -1 : 1));
  const toPlaces = (pairs: Decisions['joined']): (readonly [number, number])[] =>
    pairs.map(([left, right]) => [place[left]!, place[right]!] as const);
  const found = reviewPairs({
    ...input,
    pairs: orderedPairs(input.pairs, place, thresholdLower),
    shape: {
      records: recordAt.length,
      sourceOf,
      oneToOne: bySource.map(({ unique }) => unique && oneToOne),
      comparedWithin: bySource.map(({ unique }) => !unique),
    },
    decisions: { joined: toPlaces(decisions.joined), parted: toPlaces(decisions.parted) },
  });
  const byEffect = compareReviews(threshold);
  return [...found]
    .sort((m, n) => byEffect(m, n) || m.left - n.left || m.right - n.right)
    .map(({ left, right, ...rest }) => ({
      left: recordAt[left]!,
      right: recordAt[right]!,
      ...rest,
    }));
}
