// SPDX-License-Identifier: EUPL-1.2
/**
 * Records that candidate pairs hold together, directly or through others. Whatever is decided within
 * one component says nothing about another, so each is clustered by itself: a batch needs to look at
 * the components that it touched, and at no others. No encodings, no identifiers.
 */
import type { CandidatePairs } from '../candidates.ts';
import { Sets } from './sets.ts';

/** What the rules need to know of the records. */
export interface RecordShape extends Rules {
  /** Number of records over all sources. */
  readonly records: number;
  /** Per record, its source. */
  readonly sourceOf: Uint32Array;
}

/** What holds for the sources. */
export interface Rules {
  /** Per source: at most one of its records may be in a cluster. */
  readonly oneToOne: readonly boolean[];
  /** Per source: its records were compared with each other. */
  readonly comparedWithin: readonly boolean[];
}

/** Pairs of records about which somebody has decided. Their order does not matter. */
export interface Decisions {
  /** One person, whatever the model says. */
  readonly joined: readonly (readonly [number, number])[];
  /** Two persons. */
  readonly parted: readonly (readonly [number, number])[];
}

export const noDecisions: Decisions = { joined: [], parted: [] };

/** A part of the candidate graph. Its records are numbered from 0, in the order of all records. */
export interface Component extends Decisions {
  readonly records: number;
  readonly sourceOf: Uint32Array;
  /** In the order of decision: most similar first, then by left and right record. */
  readonly pairs: CandidatePairs;
}

/** Clusters of one component: per record the lowest record of its cluster. */
export type Clusterer = (component: Component, rules: Rules) => Uint32Array;

/** Per record of a component its pairs, from `start[r]` to `start[r + 1]`. */
export interface Adjacency {
  readonly start: Uint32Array;
  readonly neighbour: Uint32Array;
  /** The number of the pair. */
  readonly pair: Uint32Array;
}

/** Pairs by record, those of one record in the order of decision. */
export function adjacencyOf({ records, pairs }: Component): Adjacency {
  const start = new Uint32Array(records + 2);
  for (const column of [pairs.left, pairs.right]) {
    for (const record of column) start[record + 2]!++;
  }
  for (let record = 2; record < start.length; record++) start[record]! += start[record - 1]!;
  const neighbour = new Uint32Array(2 * pairs.count);
  const pair = new Uint32Array(2 * pairs.count);
  for (let at = 0; at < pairs.count; at++) {
    const [left, right] = [pairs.left[at]!, pairs.right[at]!];
    const [toLeft, toRight] = [start[left + 1]!++, start[right + 1]!++];
    neighbour[toLeft] = right;
    neighbour[toRight] = left;
    pair[toLeft] = pair[toRight] = at;
  }
  return { start, neighbour, pair };
}

/** Per record the lowest record that it hangs together with. */
function rootsOf(pairs: CandidatePairs, records: number, { joined }: Decisions): Uint32Array {
  const sets = new Sets(records);
  for (let at = 0; at < pairs.count; at++) sets.unite(pairs.left[at]!, pairs.right[at]!);
  for (const [left, right] of joined) sets.unite(left, right);
  return sets.roots();
}

/** Numbers sorted into drawers: those of drawer d from `start[d]` to `start[d + 1]`, ascending. */
export function drawers(drawerOf: Uint32Array, drawerCount: number) {
  const start = new Uint32Array(drawerCount + 2);
  for (const drawer of drawerOf) start[drawer + 2]!++;
  for (let drawer = 2; drawer < start.length; drawer++) start[drawer]! += start[drawer - 1]!;
  const content = new Uint32Array(drawerOf.length);
  drawerOf.forEach((drawer, number) => {
    content[start[drawer + 1]!++] = number;
  });
  return { start, content };
}

function pick({ left, right, similarity }: CandidatePairs, chosen: Uint32Array, node: Uint32Array) {
  return {
    count: chosen.length,
    left: chosen.map((pair) => node[left[pair]!]!),
    right: chosen.map((pair) => node[right[pair]!]!),
    similarity: Float64Array.from(chosen, (pair) => similarity[pair]!),
  };
}

/** Decisions by the root of the component that they lie in. */
function byRoot(
  decided: Decisions['joined'],
  roots: Uint32Array,
): ReadonlyMap<number, (readonly [number, number])[]> {
  const found = new Map<number, (readonly [number, number])[]>();
  for (const pair of decided) {
    const root = roots[pair[0]]!;
    // A parted pair of two components asks for nothing: they are apart already.
    if (root !== roots[pair[1]]) continue;
    found.set(root, [...(found.get(root) ?? []), pair]);
  }
  return found;
}

/** A component on its own numbering, made when it is asked for. */
export interface Found {
  /** The numbers that its records have in all, ascending. */
  readonly members: Uint32Array;
  /** One pair, undecided: most components between two registers are that, and need no clusterer. */
  readonly lonePair: boolean;
  /** Only until the next component is taken. */
  readonly component: () => Component;
}

/**
 * Every component of at least two records.
 * @param pairs in the order of decision
 */
export function* componentsOf(
  pairs: CandidatePairs,
  { records, sourceOf, oneToOne }: RecordShape,
  decisions: Decisions = noDecisions,
): Generator<Found> {
  const roots = rootsOf(pairs, records, decisions);
  const members = drawers(roots, records);
  const rootOfPair = pairs.left.map((record) => roots[record]!);
  const inside = drawers(rootOfPair, records);
  const [joined, parted] = [byRoot(decisions.joined, roots), byRoot(decisions.parted, roots)];
  const node = new Uint32Array(records);
  const renumber = (found: (readonly [number, number])[] = []): [number, number][] =>
    found.map(([left, right]) => [node[left]!, node[right]!]);
  const mayBeOne = ([a, b]: readonly number[]): boolean => a !== b || !oneToOne[a!]!;
  for (let root = 0; root < records; root++) {
    const [from, to] = [members.start[root]!, members.start[root + 1]!];
    if (to - from < 2) continue;
    const own = members.content.subarray(from, to);
    const [first, end] = [inside.start[root]!, inside.start[root + 1]!];
    const component = (): Component => {
      own.forEach((record, at) => {
        node[record] = at;
      });
      return {
        records: own.length,
        sourceOf: own.map((record) => sourceOf[record]!),
        pairs: pick(pairs, inside.content.subarray(first, end), node),
        joined: renumber(joined.get(root)),
        parted: renumber(parted.get(root)),
      };
    };
    const lonePair =
      own.length === 2 &&
      end - first === 1 &&
      !parted.has(root) &&
      mayBeOne([sourceOf[own[0]!]!, sourceOf[own[1]!]!]);
    yield { members: own, lonePair, component };
  }
}
