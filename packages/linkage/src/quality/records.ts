// SPDX-License-Identifier: EUPL-1.2
/**
 * Records of all sources in the one order in which ties are broken, and links counted in partitions
 * of them. Flat columns only: some 40 bytes a record. Pure.
 */
import type { RecordShape } from '../clusters/component.ts';
import { inDecisionOrder, pick } from '../pair-order.ts';
import { rowsByToken, type EncodedSource } from '../source.ts';

/** Candidate pairs; ends are records numbered over all sources in the caller's order, row by row. */
export interface RecordPairs {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  readonly similarity: Float64Array;
}

/** Records by source name and token. */
export interface Numbering {
  /** Sources in order of name, by the caller's number. */
  readonly sources: readonly number[];
  /** Per record, in the caller's numbers, its place in the order. */
  readonly rank: Uint32Array;
  readonly shape: RecordShape;
}

/** What the order of records is made of. */
export type NamedSource = Pick<EncodedSource, 'name' | 'unique' | 'count' | 'tokens'>;

export function numberRecords(sources: readonly NamedSource[], oneToOne: boolean): Numbering {
  const order = sources
    .map((_, at) => at)
    .sort((m, n) => (sources[m]!.name < sources[n]!.name ? -1 : 1));
  const first: number[] = [];
  let records = 0;
  for (const { count } of sources) {
    first.push(records);
    records += count;
  }
  const [rank, sourceOf] = [new Uint32Array(records), new Uint32Array(records)];
  let next = 0;
  for (const [place, at] of order.entries()) {
    const source = sources[at]!;
    sourceOf.fill(place, next, next + source.count);
    for (const row of rowsByToken(source)) rank[first[at]! + row] = next++;
  }
  const ordered = order.map((at) => sources[at]!);
  const shape = {
    records,
    sourceOf,
    oneToOne: ordered.map(({ unique }) => unique && oneToOne),
    comparedWithin: ordered.map(({ unique }) => !unique),
  };
  return { sources: order, rank, shape };
}

/** The clusters of the caller's rows as the lowest record of each cluster, per record by rank. */
export function lowestOf(clusters: readonly Uint32Array[], { rank }: Numbering): Uint32Array {
  const lowest = new Uint32Array(rank.length);
  const first = new Map<number, number>();
  let record = 0;
  for (const column of clusters) {
    for (const cluster of column) {
      const here = rank[record++]!;
      first.set(cluster, Math.min(first.get(cluster) ?? here, here));
    }
  }
  record = 0;
  for (const column of clusters) {
    for (const cluster of column) lowest[rank[record++]!] = first.get(cluster)!;
  }
  return lowest;
}

/** Pairs of one lot after those of another. */
export function joinPairs(lots: readonly RecordPairs[]): RecordPairs {
  const count = lots.reduce((sum, { left }) => sum + left.length, 0);
  const [left, right] = [new Uint32Array(count), new Uint32Array(count)];
  const similarity = new Float64Array(count);
  let at = 0;
  for (const lot of lots) {
    left.set(lot.left, at);
    right.set(lot.right, at);
    similarity.set(lot.similarity, at);
    at += lot.left.length;
  }
  return { left, right, similarity };
}

/** The pairs at the places that pass. */
export function pairsWhere(
  { left, right, similarity }: RecordPairs,
  passes: (at: number) => boolean,
): RecordPairs {
  const numbers = new Uint32Array(left.length);
  let count = 0;
  for (let at = 0; at < left.length; at++) if (passes(at)) numbers[count++] = at;
  const places = numbers.subarray(0, count);
  return {
    left: places.map((at) => left[at]!),
    right: places.map((at) => right[at]!),
    similarity: pick(similarity, places),
  };
}

/** The same pairs by rank, in the order of decision: most similar first. */
export function rankedPairs(pairs: RecordPairs, { rank }: Numbering): RecordPairs {
  const count = pairs.similarity.length;
  const [left, right] = [new Uint32Array(count), new Uint32Array(count)];
  for (let at = 0; at < count; at++) {
    const [m, n] = [rank[pairs.left[at]!]!, rank[pairs.right[at]!]!];
    left[at] = Math.min(m, n);
    right[at] = Math.max(m, n);
  }
  const { similarity } = pairs;
  return inDecisionOrder({ left, right, similarity });
}

/** Members of every cluster of two and more, ascending; the array is reused for the next. */
export function* groupsOf(lowest: Uint32Array): Generator<Uint32Array> {
  const start = new Uint32Array(lowest.length + 1);
  for (const first of lowest) start[first + 1]!++;
  for (let at = 0; at < lowest.length; at++) start[at + 1]! += start[at]!;
  const [members, next] = [new Uint32Array(lowest.length), start.slice(0, -1)];
  lowest.forEach((first, record) => {
    members[next[first]!++] = record;
  });
  for (let at = 0; at < lowest.length; at++) {
    const [from, to] = [start[at]!, start[at + 1]!];
    if (to - from > 1) yield members.subarray(from, to);
  }
}

/** Pairs of records that were compared, among some that are of one person. */
export function linksAmong(members: Iterable<number>, shape: RecordShape): number {
  const counts = new Map<number, number>();
  for (const record of members) {
    const source = shape.sourceOf[record]!;
    counts.set(source, (counts.get(source) ?? 0) + 1);
  }
  let [links, seen] = [0, 0];
  for (const [source, n] of counts) {
    links += n * seen + (shape.comparedWithin[source]! ? (n * (n - 1)) / 2 : 0);
    seen += n;
  }
  return links;
}

/** Links of a partition; with another one, those that both have. */
export function countLinks(lowest: Uint32Array, shape: RecordShape, other?: Uint32Array): number {
  let links = 0;
  for (const members of groupsOf(lowest)) {
    if (other === undefined) {
      links += linksAmong(members, shape);
      continue;
    }
    const parts = new Map<number, number[]>();
    for (const record of members) {
      const part = other[record]!;
      const held = parts.get(part);
      if (held === undefined) parts.set(part, [record]);
      else held.push(record);
    }
    for (const part of parts.values()) if (part.length > 1) links += linksAmong(part, shape);
  }
  return links;
}
