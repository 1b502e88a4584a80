// SPDX-License-Identifier: EUPL-1.2
/**
 * The order in which the positions of a code are looked at: random, and the same on every run, so
 * that a run can be repeated. It hides nothing; it only has to be independent of the codes, whose
 * positions are chosen under a key.
 */

/** A generator of 32-bit numbers (xorshift*, Marsaglia 2003, J. Stat. Softw. 8(14), mixed). */
function numbers(seed: number): () => number {
  let state = (seed ^ 0x9e37_79b9) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    let mixed = Math.imul(state ^ (state >>> 16), 0x7feb_352d);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846c_a68b);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
}

/** Seeds: of searches, and of what is tried out on a sample beforehand. */
export const SEARCH_SEED = 1;
export const SAMPLE_SEED = 2;

/** `count` different numbers below `limit`, in random order (Fisher–Yates). */
export function shuffled(limit: number, count: number, seed: number): Uint32Array {
  const next = numbers(seed);
  const order = Uint32Array.from({ length: limit }, (_, n) => n);
  for (let at = 0; at < count; at++) {
    // A multiplication instead of a remainder: the bias is below limit / 2³².
    const other = at + Math.floor((next() / 2 ** 32) * (limit - at));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order.slice(0, count);
}
