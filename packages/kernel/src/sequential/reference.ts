// SPDX-License-Identifier: EUPL-1.2
/** The plain twin of the sequential test: what the fast code must equal, vote for vote. */
import type { VoteDesign } from './votes.ts';

const bitAt = (code: Uint8Array, position: number): number =>
  (code[position >> 3]! >> (position & 7)) & 1;

/**
 * The pieces of two codes that vote against the pair.
 * @param positions of the pieces, one after the other
 */
export function votesReference(
  { width, least, votes }: VoteDesign,
  positions: Uint32Array,
  a: Uint8Array,
  b: Uint8Array,
): number {
  let against = 0;
  for (let piece = 0; piece < votes; piece++) {
    const own = positions.subarray(piece * width, (piece + 1) * width);
    const differing = own.filter((position) => bitAt(a, position) !== bitAt(b, position)).length;
    if (differing >= least) against++;
  }
  return against;
}
