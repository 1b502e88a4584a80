// SPDX-License-Identifier: EUPL-1.2
/** The form of a hand-written list of names: most usual name first, spelling variants after a slash. */

/** One name: its usual spelling first, then the spellings that registers also hold. */
export type Spellings = readonly [string, ...string[]];

/** The names of one origin, each list in falling order of use. */
export interface NameTable {
  readonly male: readonly Spellings[];
  readonly female: readonly Spellings[];
  readonly surnames: readonly Spellings[];
}

/** Reads `'Mohamed/Mohammed, Ahmed'`: commas part names, slashes part spellings of one name. */
export function parseNames(list: string): Spellings[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => entry.split('/') as [string, ...string[]]);
}
