// SPDX-License-Identifier: EUPL-1.2
/**
 * Pairs of equal encodings, counted before any search: equal ones are candidates at every
 * threshold, so a register that says the same of everybody is refused in a second, and not after
 * minutes of finding its pairs. Pure; encodings are personal data.
 */
import type { FilterSet, Similarity } from '@koppel/kernel';

const HIGH = 2 ** 21;

/**
 * A number below 2^53 for each encoding, ascending. Two unlike encodings share one with a chance of
 * about 10^-16, and only a count comes of it. Encodings without any bit are left out where
 * similarity does not count what both lack.
 */
function fingerprints(set: FilterSet, similarity: Similarity): Float64Array {
  const { count, bytes, filters } = set;
  const view = new DataView(filters.buffer, filters.byteOffset, filters.byteLength);
  const found = new Float64Array(count);
  let length = 0;
  for (let row = 0; row < count; row += 1) {
    let [one, other, any] = [0x811c9dc5, 0x9747b28c, 0];
    for (let at = row * bytes; at < (row + 1) * bytes; at += 4) {
      const word = view.getInt32(at, true);
      any |= word;
      one = Math.imul(one ^ word, 0x5bd1e995);
      one ^= one >>> 15;
      other = Math.imul(other ^ word, 0xcc9e2d51);
      other ^= other >>> 13;
    }
    if (any === 0 && similarity !== 'hamming') continue;
    found[length] = (one >>> 0) * HIGH + (other >>> 11);
    length += 1;
  }
  return found.subarray(0, length).sort();
}

/** How many from `at` on are the same as the one there. */
function runLength(ascending: Float64Array, at: number): number {
  let end = at + 1;
  while (ascending[end] === ascending[at] && end < ascending.length) end += 1;
  return end - at;
}

/** Records of which the set has an equal one. */
export function countRepeated(set: FilterSet, similarity: Similarity): number {
  const ascending = fingerprints(set, similarity);
  let repeated = 0;
  for (let at = 0; at < ascending.length;) {
    const count = runLength(ascending, at);
    if (count > 1) repeated += count;
    at += count;
  }
  return repeated;
}

/**
 * Pairs of records with equal encodings.
 * @param within both are the same set: each pair counts once, and no record with itself
 */
export function countEqualPairs(
  queries: FilterSet,
  candidates: FilterSet,
  similarity: Similarity,
  within: boolean,
): number {
  const ours = fingerprints(queries, similarity);
  const theirs = within ? ours : fingerprints(candidates, similarity);
  let pairs = 0;
  for (let at = 0, other = 0; at < ours.length;) {
    const count = runLength(ours, at);
    while (theirs[other]! < ours[at]!) other += 1;
    if (theirs[other] === ours[at]) {
      pairs += within ? (count * (count - 1)) / 2 : count * runLength(theirs, other);
    }
    at += count;
  }
  return pairs;
}
