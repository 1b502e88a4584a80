// SPDX-License-Identifier: EUPL-1.2
/** Single bits of a filter: bit p is bit p mod 8, lowest first, of byte ⌊p / 8⌋. */
import type { BitTransform } from './hardened.ts';

/** 1 where the bit is set, 0 where not. */
export function bitAt(bytes: Uint8Array, position: number): number {
  return (bytes[position >>> 3]! >>> (position & 7)) & 1;
}

/**
 * Every bit of the result is the XOR of `perBit` bits of the filter.
 * @param sources perBit positions for each bit of the result, one bit after the other
 */
export function xorTransform(sources: Uint16Array, perBit: number): BitTransform {
  const bits = sources.length / perBit;
  return {
    apply({ bytes }, target, offset) {
      target.fill(0, offset, offset + bits / 8);
      for (let bit = 0, from = 0; bit < bits; bit++) {
        let sum = 0;
        for (const end = from + perBit; from < end; from++) sum ^= bitAt(bytes, sources[from]!);
        target[offset + (bit >>> 3)]! |= sum << (bit & 7);
      }
    },
    wipe() {
      sources.fill(0);
    },
  };
}
