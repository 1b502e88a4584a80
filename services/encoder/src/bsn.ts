// SPDX-License-Identifier: EUPL-1.2
/**
 * The citizen service number (burgerservicenummer). It is compared on this side only, for
 * objections and checks; no part of it is ever encoded or sent.
 */

const digits = 9;

/** Registers that keep it as a number have lost the zeros in front: two at most in practice. */
const shortest = 7;

/** Weights of the eleven test (elfproef), first digit first. */
const weights = [9, 8, 7, 6, 5, 4, 3, 2, -1] as const;

/**
 * Nine digits that pass the eleven test, from what a register or a person writes: spaces, dots and
 * dashes between digits are left out, zeros in front are put back. Undefined for anything else.
 * Source: Logisch Ontwerp GBA, 01.01.20.
 */
export function readBsn(text: string): string | undefined {
  const bare = text.replaceAll(/[\s.-]/g, '');
  if (!/^\d+$/.test(bare) || bare.length < shortest || bare.length > digits) return undefined;
  const padded = bare.padStart(digits, '0');
  const sum = weights.reduce((total, weight, at) => total + weight * Number(padded[at]), 0);
  return sum % 11 === 0 && sum !== 0 ? padded : undefined;
}
