// SPDX-License-Identifier: EUPL-1.2
/** The form of a name on the wire: of a study, an owner, a register. Trusts nothing it is given. */

/** The longest name, in characters and, as names are ASCII, in bytes. */
export const maxNameLength = 40;

const namePattern = /^[a-z][a-z0-9-]{1,39}$/;

/** True for a lower-case name of 2–40 letters, digits and dashes that starts with a letter. */
export function isName(text: string): boolean {
  return namePattern.test(text);
}
