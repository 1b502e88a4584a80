// SPDX-License-Identifier: EUPL-1.2
/**
 * Code that adds up vectors of single bits into bit-sliced counters: plane b of the counters holds
 * bit b of 128 sums. A power of two of vectors is brought down to one carry by carry-save adders
 * (Harley–Seal; Muła, Kurz & Lemire 2018, Computer Journal 61(1)), which ripples through the upper
 * planes; what it carries out of the last is an overflow.
 */
import { get, set, v128 } from '@koppel/wasm';
import type { Code } from '@koppel/wasm';

/** Local variables that the code uses, all of them vectors. */
export interface AdderLocals {
  /** For intermediate values: `SCRATCH` locals from here on. */
  readonly scratch: number;
  /** The planes of the counters, the lowest first. */
  readonly planes: readonly number[];
  /** Where the overflow is put. */
  readonly carry: number;
}

/** Locals needed for trees of up to 16 vectors. */
export const SCRATCH = 9;

/** carry, sum ← a + b + sum, bit by bit. Evaluates `a` once; `b` may be `carry`. @param scratch two locals */
export function add3(scratch: number, carry: number, sum: number, a: Code, b: number): Code {
  const [first, mixed] = [scratch, scratch + 1];
  return [
    ...set(first, a),
    ...set(mixed, v128.xor(get(first), get(b))),
    ...set(carry, v128.or(v128.and(get(first), get(b)), v128.and(get(mixed), get(sum)))),
    ...set(sum, v128.xor(get(mixed), get(sum))),
  ];
}

/**
 * Adds `count` vectors, a power of two of at most 16.
 * @param vector code that gives vector n
 */
export function addVectors(
  { scratch, planes, carry }: AdderLocals,
  count: number,
  vector: (n: number) => Code,
): Code {
  // Scratch: the two of `add3`, the second vector of a pair, and two carries per level.
  const second = scratch + 2;
  const levels = Math.log2(count);
  const half = (into: number, level: number, from: number): Code => {
    if (level === 0) {
      return [
        ...set(second, vector(from + 1)),
        ...add3(scratch, into, planes[0]!, vector(from), second),
      ];
    }
    const [left, right] = [scratch + 1 + level * 2, scratch + 2 + level * 2];
    return [
      ...half(left, level - 1, from),
      ...half(right, level - 1, from + 2 ** level),
      ...add3(scratch, into, planes[level]!, get(left), right),
    ];
  };
  return [
    ...half(carry, levels - 1, 0),
    ...planes
      .slice(levels)
      .flatMap((plane) => [
        ...set(scratch, v128.and(get(plane), get(carry))),
        ...set(plane, v128.xor(get(plane), get(carry))),
        ...set(carry, get(scratch)),
      ]),
  ];
}
