// SPDX-License-Identifier: EUPL-1.2
/** Initials (voorletters): one for each given name; a name with a hyphen has one. */
import { letters } from './letters.ts';

/** Two letters that are one initial in Dutch. `Y` and `IJ` are one. */
const doubleInitials = /^(?:ij|th|ph|ch|chr|sj|st|tj|fr)$/;

/** `J.P.`, `J P M`, `Th.J.`, `J-P`: single letters, or two that are one, with points or spaces. */
const initialsForm = /^(?:(?:\p{L}|ij|th|ph|chr?|sj|st|tj|fr)\p{M}*(?:\.\s*-?|\s+|-|$))+$/iu;
/** `JPM`: capitals that can be no name. */
const consonants = /^[B-DF-HJ-NP-TV-XZ]{2,6}$/;

/** Whether a value holds initials and no name. */
export function isInitials(value: string): boolean {
  const text = value.trim();
  if (consonants.test(text)) return true;
  if (!initialsForm.test(text)) return false;
  // A short name such as `Ph` alone, or `St`, has a point when it is an initial.
  return text.length === 1 || /[.\s-]/.test(text);
}

/** The initial of a given name: its first letter, or `ij`, `th`, `ph`. Empty for none. */
export function initialOf(name: string): string {
  const word = letters(name).replaceAll(' ', '');
  return /^(?:ij|th|ph)/.exec(word)?.[0] ?? Array.from(word)[0] ?? '';
}

/** One letter per initial: with `Th` and `Ph` counted as their first, as others shorten them. */
function shortened(initial: string): string {
  return initial.startsWith('ij') ? 'ij' : Array.from(initial)[0]!;
}

/** The first letter of each given name, `Johannes Petrus` → `j`, `p`. */
export function initialsOfNames(names: readonly string[]): string[] {
  return names
    .map(initialOf)
    .filter((initial) => initial !== '')
    .map(shortened);
}

/** The initials in a column of initials: `J.P.`, `JP`, `ThJ`, `J.-P.` (one). */
export function readInitials(value: string): string[] {
  const names = value.replaceAll(/\.?\s*-\s*\p{L}{1,3}\.?/gu, '.').trim();
  return names.split(/[.\s,]+/).flatMap((piece) => {
    if (piece === '') return [];
    const word = letters(piece).replaceAll(' ', '');
    if (word === '') return [];
    if (word.length === 1 || doubleInitials.test(word)) return [shortened(word)];
    return [...piece.matchAll(/ij|th|ph|chr|\p{L}/giu)]
      .map(([one]) => letters(one))
      .filter((one) => one !== '')
      .map(shortened);
  });
}
