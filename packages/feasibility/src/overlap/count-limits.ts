// SPDX-License-Identifier: EUPL-1.2
/** Limits of a count that was drawn. Pure. */

/** Two-sided 95 %. */
export const LIMIT_Z = 1.959964;

/**
 * Lower and upper 95 % limit of what a count is expected to be, by the cube root of Wilson & Hilferty
 * (PNAS 17, 1931), which is within 1 % of the exact Poisson limits from a count of 1. `spread` is the
 * variance over that of a Poisson count, as in quasi-likelihood.
 */
export function countLimits(count: number, spread: number): { low: number; high: number } {
  const z = LIMIT_Z * Math.sqrt(spread);
  const cube = (at: number, side: number): number =>
    at <= 0 ? 0 : at * Math.max(0, 1 - 1 / (9 * at) + (side * z) / (3 * Math.sqrt(at))) ** 3;
  return { low: cube(count, -1), high: cube(count + 1, 1) };
}
