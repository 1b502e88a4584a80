// SPDX-License-Identifier: EUPL-1.2
/**
 * Candidates by codes in parts: what is alike in any part is a candidate, as a part may leave out the
 * very fields in which a pair has its faults (ADR 0069). Parts are of one length, so that similarities
 * in them compare with each other. Pure.
 */
import { KoppelError } from '@koppel/errors';
import type { FilterSet, HitColumns } from '@koppel/kernel';

/**
 * One part of every code; the codes themselves where there is one.
 * @param part from 0
 * @throws LINKAGE_COLUMNS where codes are not of so many parts
 */
export function partOfCodes(set: FilterSet, part: number, parts: number): FilterSet {
  const { count, bytes, filters } = set;
  if (parts === 1) return set;
  const length = bytes / parts;
  if (!Number.isInteger(length)) throw new KoppelError('LINKAGE_COLUMNS', { field: 'filters' });
  // Threads share it.
  const own = new Uint8Array(new SharedArrayBuffer(count * length));
  for (let row = 0; row < count; row++) {
    const from = row * bytes + part * length;
    own.set(filters.subarray(from, from + length), row * length);
  }
  return { count, bytes: length, filters: own };
}

/** Where the hits of each query begin, and the end of the last. */
function startsOf({ query }: HitColumns, queries: number): Uint32Array {
  const starts = new Uint32Array(queries + 1);
  for (const one of query) starts[one + 1]! += 1;
  for (let row = 0; row < queries; row++) starts[row + 1]! += starts[row]!;
  return starts;
}

/** Records that are many, at least: one with the same code is a partner, or a twin. */
const CROWD = 2;

/**
 * Whether so many records have the very code of a query in a part that these alone fill its list: it
 * lacks the fields that this part is made of, or nearly, and the part tells it from nobody.
 */
function isCrowded({ similarity }: HitColumns, start: number, end: number, top: number): boolean {
  return end - start >= Math.max(CROWD, top) && similarity[end - 1] === 1;
}

/**
 * The best hits of each query over all parts, each candidate once, by the part in which it is most
 * alike; equal ones in the order of their rows. Parts that tell a query from nobody are left out.
 * @param found per part, in the order of queries
 * @param top of each query, at most
 */
export function bestOfParts(
  found: readonly HitColumns[],
  queries: number,
  top: number,
): HitColumns {
  if (found.length === 1) return found[0]!;
  const starts = found.map((hits) => startsOf(hits, queries));
  const most = found.reduce((sum, { query }) => sum + query.length, 0);
  const [query, candidate] = [new Uint32Array(most), new Uint32Array(most)];
  const similarity = new Float64Array(most);
  let count = 0;
  for (let row = 0; row < queries; row++) {
    const best = new Map<number, number>();
    const telling = found.map((hits, part) => {
      return !isCrowded(hits, starts[part]![row]!, starts[part]![row + 1]!, top);
    });
    const none = !telling.includes(true);
    found.forEach((hits, part) => {
      if (!telling[part]! && !none) return;
      for (let at = starts[part]![row]!; at < starts[part]![row + 1]!; at++) {
        const other = hits.candidate[at]!;
        best.set(other, Math.max(best.get(other) ?? 0, hits.similarity[at]!));
      }
    });
    const order = [...best].sort(([m, alike], [n, more]) => more - alike || m - n);
    for (const [other, alike] of order.slice(0, top)) {
      query[count] = row;
      candidate[count] = other;
      similarity[count++] = alike;
    }
  }
  return {
    query: query.subarray(0, count),
    candidate: candidate.subarray(0, count),
    similarity: similarity.subarray(0, count),
  };
}
