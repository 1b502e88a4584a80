// SPDX-License-Identifier: EUPL-1.2
/** How full encodings are: the share of bits that are set. A third to a half tells records apart. */

export interface Fill {
  readonly count: number;
  /** Shares of 0–1; all 0 when there are no encodings. */
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

function bitsSet(bytes: Uint8Array): number {
  let total = 0;
  for (let byte of bytes) {
    for (; byte !== 0; byte &= byte - 1) total++;
  }
  return total;
}

/**
 * Measures encodings that stand one after the other.
 * @param bytes per encoding, ≥ 1; `filters` is a whole number of them
 */
export function measureFill(filters: Uint8Array, bytes: number): Fill {
  const count = filters.length / bytes;
  let [sum, least, most] = [0, 1, 0];
  for (let start = 0; start < filters.length; start += bytes) {
    const share = bitsSet(filters.subarray(start, start + bytes)) / (8 * bytes);
    sum += share;
    least = Math.min(least, share);
    most = Math.max(most, share);
  }
  return count === 0
    ? { count, mean: 0, least: 0, most: 0 }
    : { count, mean: sum / count, least, most };
}
