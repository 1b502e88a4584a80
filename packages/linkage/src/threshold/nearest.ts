// SPDX-License-Identifier: EUPL-1.2
/**
 * What estimates rest on: who resembles whom most, and who second, between two sources and within
 * one. Of a large source a random sample of records is looked at, each with all of the other.
 */
import { bestMatches } from '@koppel/kernel';
import { shareProgress, type Watch } from '../candidates.ts';
import { pickRows, type OrderedSource } from '../source.ts';
import type { Scale } from './scale.ts';

/** No row: nothing above the floor. */
export const NOBODY = 0xffffffff;

/** Per row of a source its most similar row of another; NOBODY and 0 where unknown. */
export interface Nearest {
  readonly row: Uint32Array;
  readonly similarity: Float64Array;
}

/** Two sources compared. What is known is known of all rows that the sampled ones lead to. */
export interface Between {
  readonly a: OrderedSource;
  readonly b: OrderedSource;
  /** Rows of `a` that were looked at, and how many each stands for. */
  readonly sampled: number;
  readonly scale: number;
  readonly firstOfA: Nearest;
  readonly secondOfA: Nearest;
  readonly firstOfB: Nearest;
  readonly secondOfB: Nearest;
  /** Strangers as they meet between sources of so unlike sizes; undefined where they are alike. */
  readonly apart: Apart | undefined;
}

/** Mutual nearest records of two parts of one unique source, which hold nobody in common. */
export interface Apart {
  readonly ascending: Float64Array;
  /** Pairs of records that were looked at between the sources, to those between the parts. */
  readonly factor: number;
}

function unknown(count: number): Nearest {
  return { row: new Uint32Array(count).fill(NOBODY), similarity: new Float64Array(count) };
}

/** Finds the nearest of some rows, but for one that each of them leaves out. */
async function find(
  into: Nearest,
  [from, rows, to]: readonly [OrderedSource, Uint32Array, OrderedSource],
  self: Uint32Array | undefined,
  { similarity, floor }: Scale,
  watch: Watch,
): Promise<void> {
  const all = rows.length === from.set.count;
  const queries = all ? from.set : pickRows(from.set, rows);
  const options = { ...watch, similarity, floor, ...(self === undefined ? {} : { self }) };
  const hits = await bestMatches(queries, to.set, options);
  hits.query.forEach((query, at) => {
    into.row[rows[query]!] = hits.candidate[at]!;
    into.similarity[rows[query]!] = hits.similarity[at]!;
  });
}

const firstRows = ({ set }: OrderedSource, limit: number): Uint32Array =>
  Uint32Array.from({ length: Math.min(set.count, limit) }, (_, row) => row);

/** The rows that are named, each once, ascending; without those below `from`. */
function named(columns: readonly Uint32Array[], from = 0): Uint32Array {
  const rows = new Set<number>();
  for (const column of columns) {
    for (const row of column) if (row !== NOBODY && row >= from) rows.add(row);
  }
  return Uint32Array.from(rows).sort();
}

/** Looks up the two nearest both ways, and whom those of `b` lead to. @throws KERNEL_* */
export async function lookBetween(
  a: OrderedSource,
  b: OrderedSource,
  scale: Scale,
  watch: Watch,
  limit: number,
): Promise<Between> {
  const rows = firstRows(a, limit);
  const progressOf = shareProgress([1, 1, 2, 2, 1, 2], watch.onProgress);
  const part = (n: number): Watch => ({ ...watch, onProgress: progressOf(n) });
  const [firstOfA, secondOfA] = [unknown(a.set.count), unknown(a.set.count)];
  const [firstOfB, secondOfB] = [unknown(b.set.count), unknown(b.set.count)];
  const pick = ({ row }: Nearest, some: Uint32Array): Uint32Array => some.map((at) => row[at]!);
  await find(firstOfA, [a, rows, b], undefined, scale, part(0));
  await find(secondOfA, [a, rows, b], pick(firstOfA, rows), scale, part(1));
  const back = named([firstOfA.row, secondOfA.row]);
  await find(firstOfB, [b, back, a], undefined, scale, part(2));
  await find(secondOfB, [b, back, a], pick(firstOfB, back), scale, part(3));
  // Whether a row of b is linked depends on whom its own nearest prefers.
  const further = named([firstOfB.row], rows.length);
  await find(firstOfA, [a, further, b], undefined, scale, part(4));
  const sampled = rows.length;
  return {
    a, b, sampled, scale: sampled === 0 ? 1 : a.set.count / sampled,
    firstOfA, secondOfA, firstOfB, secondOfB,
    apart: await lookApart(b, a.set.count, scale, part(5), limit),
  }; // prettier-ignore
}

/** From so many records to one on, the nearest of all is another matter than the nearest of few. */
const UNLIKE = 2;

/**
 * As many records of the larger source as were looked at in the smaller, against its others. Tokens
 * are pseudorandom, so that its first records are any.
 */
async function lookApart(
  source: OrderedSource,
  size: number,
  scale: Scale,
  watch: Watch,
  limit: number,
): Promise<Apart | undefined> {
  const { set, unique } = source;
  if (!unique || set.count <= UNLIKE * size) return undefined;
  const part = (from: number, to: number): OrderedSource => {
    const filters = set.filters.subarray(from * set.bytes, to * set.bytes);
    return { ...source, set: { count: to - from, bytes: set.bytes, filters } };
  };
  const [some, others] = [part(0, size), part(size, set.count)];
  const progressOf = shareProgress([1, 1], watch.onProgress);
  const [first, back] = [unknown(size), unknown(others.set.count)];
  const rows = firstRows(some, limit);
  const here = { ...watch, onProgress: progressOf(0) };
  await find(first, [some, rows, others], undefined, scale, here);
  const there = { ...watch, onProgress: progressOf(1) };
  await find(back, [others, named([first.row]), some], undefined, scale, there);
  const mutual = rows.filter(
    (row) => first.row[row] !== NOBODY && back.row[first.row[row]!] === row,
  );
  const ascending = Float64Array.from(mutual, (row) => first.similarity[row]!).sort();
  return { ascending, factor: set.count / others.set.count };
}

/** Mutual nearest neighbours within a source. */
export interface Within {
  readonly source: OrderedSource;
  /** Similarities, ascending, once for either record of a pair that was looked at. */
  readonly ascending: Float64Array;
  readonly sampled: number;
  /** Of the sampled records those with an equal one in the same source. */
  readonly repeated: number;
}

/** @throws KERNEL_* */
export async function lookWithin(
  source: OrderedSource,
  scale: Scale,
  watch: Watch,
  limit: number,
): Promise<Within> {
  const rows = firstRows(source, limit);
  const progressOf = shareProgress([1, 1], watch.onProgress);
  const nearest = unknown(source.set.count);
  const first = { ...watch, onProgress: progressOf(0) };
  await find(nearest, [source, rows, source], rows, scale, first);
  const further = named([nearest.row], rows.length);
  const second = { ...watch, onProgress: progressOf(1) };
  await find(nearest, [source, further, source], further, scale, second);
  const mutual = rows.filter((row) => {
    const other = nearest.row[row]!;
    return other !== NOBODY && nearest.row[other] === row;
  });
  const ascending = Float64Array.from(mutual, (row) => nearest.similarity[row]!).sort();
  const repeated = rows.filter((row) => nearest.similarity[row] === 1).length;
  return { source, ascending, sampled: rows.length, repeated };
}

/** All that was looked at: pairs of sources, and each unique source within itself. */
export interface Evidence {
  readonly between: readonly Between[];
  readonly within: readonly Within[];
}
