// SPDX-License-Identifier: EUPL-1.2
/** Registers of noise, of which the first records are the same persons in each. For tests only. */
import type { TestRows } from './study.ts';

/** Noise that is the same on every run; unlike filters have half of their bits in common. */
export function noise(bytes: number, seed: number): Uint8Array {
  const words = new Uint32Array(bytes / 4);
  let state = seed;
  for (let at = 0; at < words.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    words[at] = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) ^ (state >>> 13);
  }
  return new Uint8Array(words.buffer);
}

/** Rows with 16 bytes of token and `filterBytes` of filter; the first `persons` are everywhere alike. */
export function noisyRows(
  count: number,
  filterBytes: number,
  persons: number,
  seed: number,
): TestRows {
  const filters = noise(count * filterBytes, seed);
  filters.set(noise(persons * filterBytes, 999));
  return { tokens: noise(count * 16, seed + 500), filters };
}
