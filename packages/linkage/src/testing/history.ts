// SPDX-License-Identifier: EUPL-1.2
/** Small made-up registers whose records come, change and go, and the clusters of a run from scratch. */
import { clusterPairs } from '../clusters.ts';
import type { AssignmentRule } from '../clusters/assignment.ts';
import {
  compareNames,
  idOf,
  type Decision,
  type NamedPair,
  type RecordName,
} from '../incremental/changes.ts';
import { pairsOf } from './graphs.ts';

export const sources = [
  { name: 'a/one', unique: true },
  { name: 'b/one', unique: true },
  { name: 'c/many', unique: false },
];

export const THRESHOLD = 0.5;

/** A record with the version of its content, and when it came. */
export interface Held extends RecordName {
  readonly version: number;
  readonly since: number;
}

export function nameAt(source: number, number: number): RecordName {
  // Tokens are spread, so that the order of sources and that of tokens are two things.
  const word = Math.imul(number * 3 + source + 1, 0x9e3779b1) >>> 0;
  return { source: sources[source]!.name, token: word.toString(16).padStart(8, '0').repeat(4) };
}

function mixed(text: string): number {
  let state = 0x811c9dc5;
  for (const letter of text) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193);
  state = Math.imul(state ^ (state >>> 15), 0x85ebca6b);
  return ((state ^ (state >>> 13)) >>> 0) % 20;
}

/** A similarity in twentieths that both contents decide, often below the threshold, often tied. */
export function similarityOf(one: Held, other: Held): number {
  const [first, second] = compareNames(one, other) < 0 ? [one, other] : [other, one];
  const text = [first, second].map((held) => `${idOf(held)} ${held.version.toString()}`).join('/');
  return Math.min(1, mixed(text) / 24);
}

const areCompared = (one: Held, other: Held): boolean =>
  one.source !== other.source || one.source === sources[2]!.name;

/** Every candidate pair of some records with all. */
export function pairsWith(fresh: readonly Held[], all: readonly Held[]): NamedPair[] {
  const isFresh = new Set(fresh.map(idOf));
  return fresh.flatMap((left) =>
    all.flatMap((right): NamedPair[] => {
      const order = compareNames(left, right);
      if (order === 0 || (order > 0 && isFresh.has(idOf(right)))) return [];
      const similarity = similarityOf(left, right);
      return areCompared(left, right) && similarity >= THRESHOLD
        ? [{ left, right, similarity }]
        : [];
    }),
  );
}

/** The clusters that a run from scratch makes of records: ids of members, sorted. */
export function fromScratch(
  held: readonly Held[],
  decisions: readonly Decision[],
  assignment: AssignmentRule,
): string[] {
  const sorted = [...held].sort(compareNames);
  const number = new Map(sorted.map((one, at) => [idOf(one), at]));
  const pairs = pairsWith(sorted, sorted).map(
    ({ left, right, similarity }) =>
      [number.get(idOf(left))!, number.get(idOf(right))!, similarity] as const,
  );
  const decided = (verdict: Decision['verdict']): [number, number][] =>
    decisions.flatMap((one): [number, number][] => {
      const [left, right] = [number.get(idOf(one.left)), number.get(idOf(one.right))];
      return one.verdict === verdict && left !== undefined && right !== undefined
        ? [[left, right]]
        : [];
    });
  const sourceOf = sorted.map(({ source }) => sources.findIndex(({ name }) => name === source));
  const { lowest } = clusterPairs(
    pairsOf(...pairs),
    {
      records: sorted.length,
      sourceOf: Uint32Array.from(sourceOf),
      oneToOne: sources.map(({ unique }) => unique),
      comparedWithin: sources.map(({ unique }) => !unique),
    },
    { assignment, decisions: { joined: decided('same'), parted: decided('different') } },
  );
  const members = new Map<number, string[]>();
  lowest.forEach((cluster, at) => {
    members.set(cluster, [...(members.get(cluster) ?? []), idOf(sorted[at]!)]);
  });
  return [...members.values()].map((ids) => ids.join()).sort();
}
