// SPDX-License-Identifier: EUPL-1.2
/** Repeatable chance for samples and starting points. Of no cryptographic worth: it hides nothing. */
import { sha256 } from '@noble/hashes/sha2.js';

export interface Random {
  /** A number in [0, 1) of 32 bits. */
  next(): number;
  /** A whole number from 0 to below. */
  below(limit: number): number;
  /** A standard normal number (Box & Muller 1958). */
  normal(): number;
}

/** Seeded by a label and a number, so that no two uses share a stream (sfc32, Doty-Humphrey 2010). */
export function createRandom(label: string, seed: number): Random {
  const digest = sha256(new TextEncoder().encode(`${label}/${seed}`));
  const start = new DataView(digest.buffer, digest.byteOffset);
  let [a, b, c] = [start.getInt32(0), start.getInt32(4), start.getInt32(8)];
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 12; round += 1) next();
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}

/** `count` different whole numbers below `limit`, in random order. @param count at most `limit` */
export function sampleBelow(random: Random, limit: number, count: number): Uint32Array {
  const all = Uint32Array.from({ length: limit }, (_, n) => n);
  for (let at = 0; at < count; at += 1) {
    const other = at + random.below(limit - at);
    [all[at], all[other]] = [all[other]!, all[at]!];
  }
  return all.slice(0, count);
}
