// SPDX-License-Identifier: EUPL-1.2
/**
 * Filter sets that look like those of two registers: filters made of tokens from a skewed vocabulary,
 * and in both sets the same ones with some tokens changed. They encode nobody.
 */
import type { FilterSet } from '../filter-set.ts';
import { seeded } from './filter-sets.ts';

export interface PersonSets {
  readonly count: number;
  /** Bits of a filter, and of each of its tokens. */
  readonly bits?: number;
  readonly tokens?: number;
  /** Share of the second set that is in the first one too, 0–1. */
  readonly overlap?: number;
  readonly seed?: number;
}

export function personSets(options: PersonSets): [FilterSet, FilterSet] {
  const { count, bits = 512, tokens = 24, overlap = 0.5, seed = 1 } = options;
  const random = seeded(seed);
  const bitsPerToken = 8;
  const vocabulary = 600;
  const token = (): number => Math.floor(vocabulary * random() ** 2);
  const [first, second] = [0, 1].map(() => new Uint8Array((count * bits) / 8));
  const put = (filters: Uint8Array, row: number, list: readonly number[]): void => {
    for (const one of list) {
      const places = seeded(one + 1000);
      for (let n = 0; n < bitsPerToken; n++) {
        const bit = Math.floor(places() * bits);
        filters[(row * bits) / 8 + (bit >> 3)]! |= 1 << (bit & 7);
      }
    }
  };
  for (let row = 0; row < count; row++) {
    const list = Array.from({ length: tokens }, token);
    put(first!, row, list);
    const faults = Math.floor(random() * 6);
    for (let fault = 0; fault < faults; fault++) list[Math.floor(random() * tokens)] = token();
    put(second!, row, random() < overlap ? list : Array.from({ length: tokens }, token));
  }
  const bytes = bits / 8;
  return [
    { count, bytes, filters: first! },
    { count, bytes, filters: second! },
  ];
}
