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
import { tokenText } from '../incremental/pairs.ts';
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
  /** The place of a record among them. */
  readonly place: ReadonlyMap<number, number>;
  readonly recordAt: Uint32Array;
  /** Per place the number of its source in the order of names. */
  readonly sourceOf: Uint32Array;
}

const compare = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);

function involvedIn({ sources, pairs, decisions }: ReviewInput): Involved {
  const first = [0];
  for (const { count } of sources) first.push(first.at(-1)! + count);
  const names = [...sources.map(({ name }) => name)].sort(compare);
  const all = new Set<number>();
  for (const column of [pairs.left, pairs.right]) for (const record of column) all.add(record);
  for (const pair of [...decisions.joined, ...decisions.parted]) {
    for (const record of pair) all.add(record);
  }
  const known = [...all].map((record) => {
    const source = first.findLastIndex((from) => from <= record);
    const { name, tokens } = sources[source]!;
    return { record, rank: names.indexOf(name), token: tokenText(tokens, record - first[source]!) };
  });
  known.sort((m, n) => m.rank - n.rank || compare(m.token, n.token));
  return {
    place: new Map(known.map(({ record }, at) => [record, at])),
    recordAt: Uint32Array.from(known, ({ record }) => record),
    sourceOf: Uint32Array.from(known, ({ rank }) => rank),
  };
}

/** Pairs from a threshold on, by place, in the order of decision. */
function orderedPairs(
  { left, right, similarity }: ReviewInput['pairs'],
  place: ReadonlyMap<number, number>,
  from: number,
): CandidatePairs {
  const found: [number, number, number][] = [];
  similarity.forEach((value, at) => {
    if (value < from) return;
    const [one, other] = [place.get(left[at]!)!, place.get(right[at]!)!];
    found.push([Math.min(one, other), Math.max(one, other), value]);
  });
  found.sort((m, n) => n[2] - m[2] || m[0] - n[0] || m[1] - n[1]);
  return {
    count: found.length,
    left: Uint32Array.from(found, ([one]) => one),
    right: Uint32Array.from(found, ([, other]) => other),
    similarity: Float64Array.from(found, ([, , value]) => value),
  };
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
  const bySource = [...sources].sort((m, n) => compare(m.name, n.name));
  const toPlaces = (pairs: Decisions['joined']): (readonly [number, number])[] =>
    pairs.map(([left, right]) => [place.get(left)!, place.get(right)!] as const);
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
