// SPDX-License-Identifier: EUPL-1.2
/**
 * Which candidate pairs between two one-to-one sources may merge clusters at all, by the study's choice:
 *
 * - `greedy`: all of them. The most similar pair goes first, and takes its records away from others.
 * - `mutualBest`: only pairs in which each record is the best that the other source has for the other
 *   one (MaxBoth; M. Franke et al., BTW 2018). Of equally similar ones the first is best.
 * - `optimal`: only pairs of the assignment between the two sources with the greatest sum of
 *   similarities; see `optimal.ts` for ties.
 *
 * First is meant in the order of decision, which depends on similarity and tokens alone. Pairs of a
 * source that is not one-to-one are not restricted: there a record may rightly have several partners.
 */
import { adjacencyOf, type Component, type Rules } from './component.ts';
import { bestAssignment, isSolvable } from './optimal.ts';
import { Partition } from './partition.ts';

export const assignments = ['greedy', 'mutualBest', 'optimal'] as const;
export type AssignmentRule = (typeof assignments)[number];

export interface Eligible {
  /** Per pair 1 when it may merge; undefined when all may. */
  readonly pairs: Uint8Array | undefined;
  /** A part was too large for the optimum in bounded time, and is decided greedily. */
  readonly bounded: boolean;
}

/** Per pair whether it is between two one-to-one sources, and no decision stands against it. */
function contested(component: Component, { oneToOne, ...rules }: Rules): Uint8Array {
  const { pairs, sourceOf, joined, parted } = component;
  const decided = joined.length + parted.length > 0;
  const partition = new Partition(component, { oneToOne, ...rules });
  return Uint8Array.from(pairs.left, (left, pair) => {
    const right = pairs.right[pair]!;
    const [a, b] = [sourceOf[left]!, sourceOf[right]!];
    if (a === b || !oneToOne[a]! || !oneToOne[b]!) return 0;
    const [x, y] = [partition.clusterOf[left]!, partition.clusterOf[right]!];
    return !decided || (x !== y && partition.mayMerge(x, y)) ? 1 : 0;
  });
}

/** For each record and each other source, its first pair; a pair that is first for both is mutual. */
function mutualPairs(component: Component, open: Uint8Array): Uint8Array {
  const { start, neighbour, pair } = adjacencyOf(component);
  const votes = new Uint8Array(open.length);
  for (let record = 0; record < component.records; record++) {
    const seen = new Set<number>();
    for (let at = start[record]!; at < start[record + 1]!; at++) {
      const source = component.sourceOf[neighbour[at]!]!;
      if (open[pair[at]!] === 0 || seen.has(source)) continue;
      seen.add(source);
      votes[pair[at]!]!++;
    }
  }
  return votes.map((count) => Number(count === 2));
}

/** The open pairs of every two sources. */
function bySources({ pairs, sourceOf }: Component, open: Uint8Array): number[][] {
  const found = new Map<string, number[]>();
  for (let pair = 0; pair < pairs.count; pair++) {
    if (open[pair] === 0) continue;
    const ends = [sourceOf[pairs.left[pair]!]!, sourceOf[pairs.right[pair]!]!];
    const name = ends.sort((a, b) => a - b).join(' ');
    const known = found.get(name);
    if (known === undefined) found.set(name, [pair]);
    else known.push(pair);
  }
  return [...found.values()];
}

/** The same pairs as a graph between rows and columns, both numbered as they come. */
function asEdges({ pairs, sourceOf }: Component, chosen: readonly number[]) {
  const [rows, columns] = [new Map<number, number>(), new Map<number, number>()];
  const first = sourceOf[pairs.left[chosen[0]!]!]!;
  const numberOf = (known: Map<number, number>, record: number): number => {
    const number = known.get(record) ?? known.size;
    known.set(record, number);
    return number;
  };
  const count = chosen.length;
  const edges = { count, row: new Uint32Array(count), column: new Uint32Array(count) };
  chosen.forEach((pair, edge) => {
    const [left, right] = [pairs.left[pair]!, pairs.right[pair]!];
    const [one, other] = sourceOf[left] === first ? [left, right] : [right, left];
    edges.row[edge] = numberOf(rows, one);
    edges.column[edge] = numberOf(columns, other);
  });
  const weight = Float64Array.from(chosen, (pair) => pairs.similarity[pair]!);
  return { rows: rows.size, edges: { ...edges, weight } };
}

function optimalPairs(component: Component, open: Uint8Array): Eligible {
  const eligible = new Uint8Array(open.length);
  let bounded = false;
  for (const chosen of bySources(component, open)) {
    const { rows, edges } = asEdges(component, chosen);
    if (isSolvable(rows, edges.count)) {
      for (const edge of bestAssignment(edges)) eligible[chosen[edge]!] = 1;
    } else {
      bounded = true;
      for (const pair of chosen) eligible[pair] = 1;
    }
  }
  return { pairs: eligible, bounded };
}

/** The pairs of a component that may merge under a rule. LINKAGE_DECISIONS_CONFLICT. */
export function eligiblePairs(component: Component, rules: Rules, rule: AssignmentRule): Eligible {
  if (rule === 'greedy') return { pairs: undefined, bounded: false };
  const open = contested(component, rules);
  const { pairs, bounded } =
    rule === 'optimal'
      ? optimalPairs(component, open)
      : { pairs: mutualPairs(component, open), bounded: false };
  const { left, right } = component.pairs;
  const { sourceOf } = component;
  const restricted = (pair: number): boolean => {
    const [a, b] = [sourceOf[left[pair]!]!, sourceOf[right[pair]!]!];
    return a !== b && rules.oneToOne[a]! && rules.oneToOne[b]!;
  };
  return { pairs: pairs!.map((may, pair) => (restricted(pair) ? may : 1)), bounded };
}
