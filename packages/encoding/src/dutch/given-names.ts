// SPDX-License-Identifier: EUPL-1.2
/**
 * Given names of `nl-1`: which name counts, which names it may stand for, and the initials, from
 * whatever a register has of them: full names, initials alone, an everyday name alone.
 */
import { otherFemale, otherMale } from './given-name-table-other.ts';
import { dutchFemale, dutchMale } from './given-name-table.ts';
import { initialsOfNames, isInitials, readInitials } from './initials.ts';
import { letters } from './letters.ts';
import { saysNothing } from './missing.ts';

export interface GivenNames {
  /** The names in their order, lower-case letters without spaces. Empty when only initials are known. */
  readonly names: readonly string[];
  readonly callName: string;
  /** The first letters of all names, in their order. */
  readonly initials: readonly string[];
}

const plain = (name: string): string => letters(name).replaceAll(' ', '');

/** Name → the first names of the lines that it stands in. */
function readTable(tables: readonly string[]): Map<string, string[]> {
  const classes = new Map<string, string[]>();
  for (const line of tables.flatMap((table) => table.trim().split('\n'))) {
    const names = line.split(' ').map(plain);
    for (const name of new Set(names)) {
      classes.set(name, [...(classes.get(name) ?? []), names[0]!]);
    }
  }
  return classes;
}

const classesByName = readTable([dutchMale, dutchFemale, otherMale, otherFemale]);

/** What a name may stand for, itself where no table knows it: `jan` → `johannes`. */
export function nameClasses(name: string): readonly string[] {
  return classesByName.get(name) ?? [name];
}

function namesIn(value: string): string[] {
  return value
    .split(/[\s,;/]+/)
    .filter((piece) => !isInitials(piece))
    .map(plain)
    .filter((name) => !saysNothing(name));
}

/** Reads the three parts; each may be empty. */
export function readGivenNames(value: string, initials: string, callName: string): GivenNames {
  const known = saysNothing(letters(value)) ? '' : value;
  const names = isInitials(known) ? [] : namesIn(known);
  const [called = ''] = isInitials(callName) ? [] : namesIn(callName);
  const written = saysNothing(letters(initials)) ? [] : readInitials(initials);
  const all = isInitials(known) ? readInitials(known) : initialsInOrder(known);
  return { names, callName: called, initials: all.length >= written.length ? all : written };
}

/** Of names and of initials among them: `Johannes P.` has two. */
function initialsInOrder(value: string): string[] {
  return value
    .split(/[\s,;/]+/)
    .flatMap((piece) => (isInitials(piece) ? readInitials(piece) : initialsOfNames([piece])));
}
