// SPDX-License-Identifier: EUPL-1.2
/** Set bits of 32-bit words. */

/** Bound once: looking up a global in an inner loop costs more than the loop in a sandbox. */
const { imul } = Math;

/** Number of set bits of a word. */
export function ones32(word: number): number {
  let sum = word - ((word >>> 1) & 0x55555555);
  sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333);
  return imul((sum + (sum >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
