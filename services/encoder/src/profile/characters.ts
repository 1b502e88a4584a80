// SPDX-License-Identifier: EUPL-1.2
/** What the characters of a value show of how it was keyed in, exported and converted. */
import type { Mark } from './model.ts';
import type { Meaning } from './meaning.ts';

const decomposable = /[\u0300-\u036f]/;
/** Letters with a stroke and ligatures: special letters that do not decompose. */
const special = /[ßæœøđðþłıħŋĳÆŒØĐÐÞŁĦŊĲ]/;
/**
 * UTF-8 that was read as Windows-1252 (`Ã«`, `â€™`, `Å¾`), a replacement character, and a question
 * mark between letters, which is what a conversion to ASCII leaves.
 */
const damaged =
  /[ÂÃÄÅÐÑ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€|\ufffd|\p{L}\?\p{L}|\p{L}\?$|^\?\p{L}/u;
const postcodeForm = /^[1-9]\d{3} ?[A-Za-z]{2}$/;
const houseNumberForm = /^\d{1,5}(?:[ -]?[A-Za-z]?(?:[ /-]?[A-Za-z0-9]{1,4})?)?$/;
const initials = /^(?:\p{Lu}(?:\p{Ll}{0,2}|J)\.\s*)+$|^\p{Lu}$|^(?:\p{Lu}\s)+\p{Lu}$/u;

/** Codes of sex that registers use: BRP, iWmo, and as words. */
export const sexCodes: readonly string[] = [
  'M', 'V', 'O', 'X', 'F', '0', '1', '2', '9', 'MAN', 'VROUW', 'ONBEKEND', 'MALE', 'FEMALE',
]; // prettier-ignore

const usualForms: Partial<Record<Meaning, (text: string) => boolean>> = {
  postcode: (text) => postcodeForm.test(text),
  houseNumber: (text) => houseNumberForm.test(text),
  sex: (text) => sexCodes.includes(text.toUpperCase()),
};

function hasDiacritics(text: string): boolean {
  // Most values are ASCII, and normalising is slow.
  return (
    /[^\0-\x7f]/.test(text) && (special.test(text) || decomposable.test(text.normalize('NFD')))
  );
}

/** The marks of a value that says something. */
export function marksOf(meaning: Meaning, value: string): Mark[] {
  const text = value.trim();
  const isName = meaning === 'surname' || meaning === 'givenNames' || meaning === 'other';
  const marks: Mark[] = [];
  if (isName && hasDiacritics(text)) marks.push('diacritics');
  if (damaged.test(text)) marks.push('damaged');
  if (isName && /\p{L}{2}/u.test(text) && text === text.toUpperCase()) marks.push('upperCase');
  if ((meaning === 'surname' || meaning === 'givenNames') && /\d/.test(text)) marks.push('digits');
  if (meaning === 'givenNames' && initials.test(text)) marks.push('initialsOnly');
  if (text.length !== value.length) marks.push('outerSpaces');
  if (usualForms[meaning]?.(text) === false) marks.push('oddForm');
  return marks;
}
