// SPDX-License-Identifier: EUPL-1.2
/** Links held against pairs of which it is known that they are of one person. Pure. */
import type { Numbering } from './records.ts';

/** Pairs of one person, by rank; all of them, or a gold sample of records. */
export interface Truth {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
}

/** @param pairs ends are records numbered over all sources in the caller's order */
export function rankedTruth({ left, right }: Truth, { rank }: Numbering): Truth {
  return { left: left.map((record) => rank[record]!), right: right.map((record) => rank[record]!) };
}

/** How many of the true pairs are in one cluster. */
export function trueLinks(lowest: Uint32Array, { left, right }: Truth): number {
  return left.reduce((sum, record, at) => {
    return sum + Number(lowest[record] === lowest[right[at]!]);
  }, 0);
}
