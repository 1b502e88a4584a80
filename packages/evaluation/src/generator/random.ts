// SPDX-License-Identifier: EUPL-1.2
/**
 * Seeded randomness for synthetic data: the same seed gives the same registers on every machine.
 * Not for cryptography: whoever knows the seed knows every value. No real person's data comes near.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** A stream of pseudo-random numbers. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  next(): number;
  /** Uniform integer in [0, below); `below` is at least 1. */
  below(below: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One element, all equally likely. */
  pick<T>(items: readonly T[]): T;
}

/**
 * sfc32 (C. Doty-Humphrey, PractRand "Small Fast Counting" generator, 2010): 128 bits of state,
 * of which 32 are a counter, so that every period is at least 2^32. The state is the first 96 bits
 * of SHA-256 over seed and label; different labels give independent streams.
 */
export function createRandom(seed: string | number, label: string): Random {
  const digest = new DataView(sha256(utf8ToBytes(JSON.stringify([String(seed), label]))).buffer);
  let a = digest.getInt32(0);
  let b = digest.getInt32(4);
  let c = digest.getInt32(8);
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 12; round++) next();
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)]!,
  };
}

/** Draws indices in proportion to weights. Weights are non-negative with a positive sum. */
export function createSampler(weights: readonly number[]): (random: Random) => number {
  const cumulative = new Float64Array(weights.length);
  let total = 0;
  weights.forEach((weight, index) => {
    total += weight;
    cumulative[index] = total;
  });
  return (random) => {
    const target = random.next() * total;
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! > target) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** Zipf's law: the item of rank r (1-based) weighs 1 / r^exponent. */
export function zipfWeights(count: number, exponent: number): number[] {
  return Array.from({ length: count }, (_, index) => (index + 1) ** -exponent);
}

/** Puts the first `count` places of `items` in random order, drawn from all (Fisher and Yates). */
export function shuffle(items: Uint32Array, random: Random, count = items.length): Uint32Array {
  for (let index = 0; index < count; index++) {
    const other = index + random.below(items.length - index);
    const kept = items[index]!;
    items[index] = items[other]!;
    items[other] = kept;
  }
  return items;
}
