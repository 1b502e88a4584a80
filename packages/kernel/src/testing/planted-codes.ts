// SPDX-License-Identifier: EUPL-1.2
/** Balanced codes with pairs at and around a threshold. Random bits: they encode nobody. */
import type { FilterSet } from '../filter-set.ts';

/**
 * Two sets of random codes; every second of the second set is a code of the first, with about as
 * many bits changed as the threshold allows: half of those pairs reach it, half do not quite.
 */
export function plantedCodes(
  counts: readonly [number, number],
  bits: number,
  threshold: number,
  random: () => number,
): [FilterSet, FilterSet] {
  const bytes = bits / 8;
  const [a, b] = counts.map((count) => {
    const words = new Uint32Array((count * bits) / 32).map(() => random() * 2 ** 32);
    return { count, bytes, filters: new Uint8Array(words.buffer) };
  }) as [FilterSet, FilterSet];
  const allowed = Math.floor((1 - threshold) * bits + 1e-9);
  for (let row = 0; row < b.count; row += 2) {
    const from = Math.floor(random() * a.count);
    b.filters.set(a.filters.subarray(from * bytes, (from + 1) * bytes), row * bytes);
    const distance = Math.max(0, allowed - 2 + Math.floor(random() * 5));
    const order = Uint32Array.from({ length: bits }, (_, bit) => bit);
    for (let at = 0; at < distance; at++) {
      const other = at + Math.floor(random() * (bits - at));
      [order[at], order[other]] = [order[other]!, order[at]!];
      b.filters[row * bytes + (order[at]! >> 3)]! ^= 1 << (order[at]! & 7);
    }
  }
  return [a, b];
}
