// SPDX-License-Identifier: EUPL-1.2
/**
 * The grey zone: pairs about which the model is unsure, and what a decision of a person would change.
 * Below the threshold these are the pairs that would be linked next if it were lower: each other's best
 * among records that have no partner yet. The others there are what chance makes of strangers, and what
 * is known of the probability of a similarity is not about them.
 *
 * A pair comes first whose decision is expected to change most: the chance that a person decides other
 * than the model, times the record pairs that would then become one person or two. The latter is found
 * by deciding the component of the pair anew with that decision. Similarities and numbers only.
 */
import { isKoppelError } from '@koppel/errors';
import type { CandidatePairs } from '../candidates.ts';
import { clusterPairs } from '../clusters.ts';
import type { AssignmentRule } from '../clusters/assignment.ts';
import {
  adjacencyOf,
  componentsOf,
  type Adjacency,
  type Component,
  type Decisions,
  type RecordShape,
  type Rules,
} from '../clusters/component.ts';
import { NumberSet } from '../number-set.ts';
import { pick } from '../pair-order.ts';
import { joinPairs } from '../quality/records.ts';
import { countAbove, divideAt } from './found-pairs.ts';

/** A pair for a person to decide on. */
export interface ReviewPair {
  /** Numbers of its records, left the lower one. */
  readonly left: number;
  readonly right: number;
  /** 0–1. */
  readonly similarity: number;
  /** That a link of this similarity is true, 0–1; NaN for a threshold that was given. */
  readonly probability: number;
  /** The model puts both in one cluster. */
  readonly together: boolean;
  /** The best other pair of either record with the other one's source; NaN where there is none. */
  readonly nextLeft: number;
  readonly nextRight: number;
  /** Records in the cluster of either, now and after the decision that the model did not take. */
  readonly sizeLeft: number;
  readonly sizeRight: number;
  readonly afterLeft: number;
  readonly afterRight: number;
  /** Record pairs that would become one person, or two, by that decision. */
  readonly changed: number;
  /** False where a component is too large to decide it anew for each pair: then sizes are bounds. */
  readonly exact: boolean;
  /** `changed` times the chance that a person decides other than the model. */
  readonly expected: number;
}

export interface ZoneInput {
  /** From `thresholdLower` on, in the order of decision. */
  readonly pairs: CandidatePairs;
  readonly shape: RecordShape;
  readonly assignment: AssignmentRule;
  readonly decisions: Decisions;
  readonly threshold: number;
  /** Pairs at or above it need no person. */
  readonly thresholdUpper: number;
  readonly probability: (similarity: number) => number;
}

/** Chance that a person decides otherwise, where nothing is known. */
const EVEN = 0.5;
/** Deciding anew is done for so many pairs × pairs of a component; beyond, sizes tell enough. */
const WORK_MAX = 4_000_000;

const pairName = (left: number, right: number): string =>
  left < right ? `${String(left)} ${String(right)}` : `${String(right)} ${String(left)}`;

function sizesOf(lowest: Uint32Array): Uint32Array {
  const count = new Uint32Array(lowest.length);
  for (const cluster of lowest) count[cluster]!++;
  return lowest.map((cluster) => count[cluster]!);
}

const pairsAmong = (size: number): number => (size * (size - 1)) / 2;

/** Pairs of records that are together in one of two partitions and apart in the other. */
export function changedPairs(before: Uint32Array, after: Uint32Array): number {
  const within = (labels: Iterable<string | number>): number => {
    const counts = new Map<string | number, number>();
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    return [...counts.values()].reduce((sum, size) => sum + pairsAmong(size), 0);
  };
  const both = Array.from(before, (label, at) => pairName(label, after[at]! + before.length));
  return within(before) + within(after) - 2 * within(both);
}

/** What is known of one component while its pairs are looked at. */
interface Looked {
  readonly component: Component;
  readonly rules: Rules;
  readonly adjacency: Adjacency;
  readonly now: Uint32Array;
  readonly sizes: Uint32Array;
}

/** The similarity of a record's best pair with a source that passes; NaN when none does. */
function bestOf(
  { component, adjacency }: Looked,
  record: number,
  passes: (neighbour: number) => boolean,
): number {
  for (let at = adjacency.start[record]!; at < adjacency.start[record + 1]!; at++) {
    if (passes(adjacency.neighbour[at]!)) return component.pairs.similarity[adjacency.pair[at]!]!;
  }
  return NaN;
}

/** The chance that a person decides other than the model. */
function chanceOf(
  looked: Looked,
  [left, right]: readonly [number, number],
  similarity: number,
  probability: ZoneInput['probability'],
): number {
  const { now, component, rules } = looked;
  const here = probability(similarity);
  if (Number.isNaN(here)) return EVEN;
  if (now[left] === now[right]) return 1 - here;
  // Of two records of a unique source one at most is the person's: who has a partner needs less of another.
  const lost = [[left, right] as const, [right, left] as const].map(([own, other]) => {
    const source = component.sourceOf[other]!;
    if (!rules.oneToOne[source]!) return 1;
    const held = bestOf(
      looked,
      own,
      (one) => now[one] === now[own] && component.sourceOf[one] === source,
    );
    return Number.isNaN(held) ? 1 : 1 - probability(held);
  });
  return Math.min(here, ...lost);
}

type Effect = Pick<ReviewPair, 'afterLeft' | 'afterRight' | 'changed' | 'exact'>;

/** What the other decision does; undefined when earlier decisions rule it out. */
function effectOf(
  { now, sizes }: Looked,
  [left, right]: readonly [number, number],
  decide: ((joined: boolean, pair: readonly [number, number]) => Uint32Array) | undefined,
): Effect | undefined {
  const together = now[left] === now[right];
  if (decide === undefined) {
    const [one, other] = [sizes[left]!, sizes[right]!];
    return together
      ? { afterLeft: one - 1, afterRight: other - 1, changed: one - 1, exact: false }
      : { afterLeft: one + other, afterRight: one + other, changed: one * other, exact: false };
  }
  try {
    const after = decide(!together, [left, right]);
    const then = sizesOf(after);
    return {
      afterLeft: then[left]!,
      afterRight: then[right]!,
      changed: changedPairs(now, after),
      exact: true,
    };
  } catch (thrown) {
    if (isKoppelError(thrown, 'LINKAGE_DECISIONS_CONFLICT')) return undefined;
    throw thrown;
  }
}

/**
 * The pairs below the threshold that come next: a record, or the cluster it is in, takes part in at most
 * one pair with a source, the most similar, and in none where it has its only record of that source.
 */
function nextInLine(
  below: CandidatePairs,
  lowest: Uint32Array,
  { sourceOf, oneToOne }: RecordShape,
): CandidatePairs {
  const placeOf = (cluster: number, source: number): number => cluster * oneToOne.length + source;
  const taken = new NumberSet(lowest.length * oneToOne.length);
  lowest.forEach((cluster, record) => {
    const source = sourceOf[record]!;
    if (oneToOne[source]!) taken.add(placeOf(cluster, source));
  });
  const numbers = new Uint32Array(below.count);
  let count = 0;
  for (let at = 0; at < below.count; at++) {
    const [left, right] = [below.left[at]!, below.right[at]!];
    const [one, other] = [lowest[left]!, lowest[right]!];
    const [fromLeft, fromRight] = [placeOf(one, sourceOf[right]!), placeOf(other, sourceOf[left]!)];
    if (one === other || taken.has(fromLeft) || taken.has(fromRight)) continue;
    taken.add(fromLeft);
    taken.add(fromRight);
    numbers[count++] = at;
  }
  const chosen = numbers.subarray(0, count);
  return {
    count,
    left: chosen.map((at) => below.left[at]!),
    right: chosen.map((at) => below.right[at]!),
    similarity: pick(below.similarity, chosen),
  };
}

/** The undecided pairs of one component between the thresholds. */
function* pairsOfComponent(
  component: Component,
  { shape, assignment, threshold, thresholdUpper, probability }: ZoneInput,
): Generator<Omit<ReviewPair, 'nextLeft' | 'nextRight'>> {
  const { pairs, joined, parted, records, sourceOf } = component;
  const first = countAbove(pairs, thresholdUpper);
  if (first === pairs.count) return;
  const { oneToOne, comparedWithin } = shape;
  const rules = { oneToOne, comparedWithin };
  const { pairs: above } = divideAt(pairs, threshold);
  const inside = { records, sourceOf, ...rules };
  const cluster = (decisions: Decisions): Uint32Array =>
    clusterPairs(above, inside, { assignment, decisions }).lowest;
  const now = cluster({ joined, parted });
  const looked = { component, rules, adjacency: adjacencyOf(component), now, sizes: sizesOf(now) };
  const isSmall = (pairs.count - first) * pairs.count <= WORK_MAX;
  const decide = (join: boolean, pair: readonly [number, number]): Uint32Array =>
    cluster(join ? { joined: [...joined, pair], parted } : { joined, parted: [...parted, pair] });
  const decided = new Set([...joined, ...parted].map(([left, right]) => pairName(left, right)));
  for (let at = first; at < pairs.count; at++) {
    const [left, right, similarity] = [pairs.left[at]!, pairs.right[at]!, pairs.similarity[at]!];
    if (decided.has(pairName(left, right))) continue;
    const effect = effectOf(looked, [left, right], isSmall ? decide : undefined);
    if (effect === undefined) continue;
    const chance = chanceOf(looked, [left, right], similarity, probability);
    yield {
      left, right, similarity, probability: probability(similarity),
      together: now[left] === now[right],
      sizeLeft: looked.sizes[left]!, sizeRight: looked.sizes[right]!, ...effect,
      expected: chance * effect.changed,
    }; // prettier-ignore
  }
}

/** Per record and source of interest the best two pairs, as neighbour and similarity. */
type Best = ReadonlyMap<string, readonly (readonly [neighbour: number, similarity: number])[]>;

function bestOfAll(
  { left, right, similarity, count }: CandidatePairs,
  { sourceOf }: RecordShape,
  records: ReadonlySet<number>,
): Best {
  const found = new Map<string, [number, number][]>();
  const note = (own: number, other: number, value: number): void => {
    if (!records.has(own)) return;
    const name = `${String(own)} ${String(sourceOf[other]!)}`;
    const best = found.get(name) ?? [];
    if (best.length < 2) found.set(name, [...best, [other, value]]);
  };
  for (let at = 0; at < count; at++) {
    note(left[at]!, right[at]!, similarity[at]!);
    note(right[at]!, left[at]!, similarity[at]!);
  }
  return found;
}

/**
 * The pairs below `thresholdUpper` that nobody has decided on, and on which the decisions that were
 * taken leave something to decide: those that are candidates, and below the threshold those that come
 * next. In no particular order.
 */
export function reviewPairs(input: ZoneInput): ReviewPair[] {
  const { shape, decisions, assignment, threshold } = input;
  const { pairs: above, below } = divideAt(input.pairs, threshold);
  const { lowest } = clusterPairs(above, shape, { assignment, decisions });
  const joined = joinPairs([above, nextInLine(below, lowest, shape)]);
  const pairs = { count: joined.left.length, ...joined };
  const found: Omit<ReviewPair, 'nextLeft' | 'nextRight'>[] = [];
  for (const { members, component } of componentsOf(pairs, shape, decisions)) {
    for (const { left, right, ...rest } of pairsOfComponent(component(), input)) {
      found.push({ left: members[left]!, right: members[right]!, ...rest });
    }
  }
  const records = new Set(found.flatMap(({ left, right }) => [left, right]));
  const best = bestOfAll(input.pairs, shape, records);
  const next = (own: number, other: number): number => {
    const known = best.get(`${String(own)} ${String(shape.sourceOf[other]!)}`) ?? [];
    return known.find(([neighbour]) => neighbour !== other)?.[1] ?? NaN;
  };
  return found.map((one) => ({
    ...one,
    nextLeft: next(one.left, one.right),
    nextRight: next(one.right, one.left),
  }));
}
