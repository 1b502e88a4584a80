// SPDX-License-Identifier: EUPL-1.2
/**
 * An address where a person only receives mail (briefadres; BRP 08.10.10, `B`). Hundreds of persons
 * can share a desk, so it says nothing about who they are.
 */

/** As `normalise` leaves them. */
export const letterAddressCodes: readonly string[] = [
  'b',
  'briefadres',
  'brief',
  'j',
  'ja',
  '1',
  'true',
  'y',
  'yes',
];

/** Whether words, as `normalise` leaves them, say that an address is for letters only. */
export function isLetterAddress(words: string): boolean {
  return letterAddressCodes.includes(words);
}
