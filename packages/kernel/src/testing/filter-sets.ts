// SPDX-License-Identifier: EUPL-1.2
/** Seeded filter sets for tests and measurements. Random bits: they encode nobody. */
import type { FilterSet } from '../filter-set.ts';

/** A small seeded generator of numbers in [0, 1) (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Filters whose bits are set with chance `fill`; one in `twins` (0: none) copies an earlier one. */
export function randomSet(
  count: number,
  bytes: number,
  fill: number,
  random: () => number,
  twins = 0,
): FilterSet {
  const filters = new Uint8Array(count * bytes);
  for (let row = 0; row < count; row++) {
    if (twins > 0 && row > 0 && random() < 1 / twins) {
      const from = Math.floor(random() * row) * bytes;
      filters.copyWithin(row * bytes, from, from + bytes);
      const bit = Math.floor(random() * bytes * 8);
      filters[row * bytes + (bit >> 3)]! ^= random() < 0.5 ? 0 : 1 << (bit & 7);
      continue;
    }
    for (let bit = 0; bit < bytes * 8; bit++) {
      if (random() < fill) filters[row * bytes + (bit >> 3)]! |= 1 << (bit & 7);
    }
  }
  return { count, bytes, filters };
}

/** A set of the given filters, each a list of set bits. */
export function setOf(bytes: number, ...bitLists: readonly (readonly number[])[]): FilterSet {
  const filters = new Uint8Array(bitLists.length * bytes);
  bitLists.forEach((bits, row) => {
    for (const bit of bits) filters[row * bytes + (bit >> 3)]! |= 1 << (bit & 7);
  });
  return { count: bitLists.length, bytes, filters };
}
