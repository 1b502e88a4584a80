// SPDX-License-Identifier: EUPL-1.2
/**
 * The citizen service number (burgerservicenummer). It is compared on this side only, for objections
 * and checks. No part of it is encoded or sent, but for a keyed token in a study that has a ground of
 * its own for that (docs/adr/0066).
 */
import { checkBsn } from '@koppel/encoding';

/** Registers that keep it as a number have lost the zeros in front: two at most in practice. */
const shortest = 7;

/**
 * Nine digits that pass the eleven test, from what a register or a person writes: spaces, dots and
 * dashes between digits are left out, zeros in front are put back. Undefined for anything else.
 * Source: Logisch Ontwerp GBA, 01.01.20.
 */
export function readBsn(text: string): string | undefined {
  const bare = text.replaceAll(/[\s.-]/g, '');
  if (bare.length < shortest) return undefined;
  return checkBsn(bare.padStart(8, '0')) === 'valid' ? bare.padStart(9, '0') : undefined;
}
