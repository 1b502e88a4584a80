// SPDX-License-Identifier: EUPL-1.2
/**
 * From a value as registered to plain words: the first step of every encoding. The same in every
 * country and on every machine: nothing here asks for a locale.
 */
import { sha256Canonical } from '@koppel/study';
import { bytesToHex } from '@noble/hashes/utils.js';
import { foldTable, placeholders } from './fold-table.ts';

/** Accents: marks that any script can carry. Vowel signs of Indic scripts are letters, and stay. */
export const accents: RegExp = /[[\p{M}&&\p{Script=Inherited}][\p{Mn}&&\p{Script=Hebrew}]]/gv;
const folded = new RegExp(`[${Object.keys(foldTable).join('')}]`, 'gu');
const separators = /[^\p{L}\p{N}\p{M}]+/gu;
/** What the steps only lower: most values in most registers. */
const plainAscii = /^[A-Za-z0-9]+(?: [A-Za-z0-9]+)*$/;
const unknown = new Set(placeholders);

/** SHA-256 in hex over everything that decides what `normalise` and `isMissing` answer. */
export const normalisationHash: string = bytesToHex(
  sha256Canonical({
    version: 'plain-1',
    steps: ['NFKD', 'lower case', 'accents', 'fold', 'separators'],
    accents: accents.source,
    foldTable,
    separators: separators.source,
    placeholders,
  }),
);

/**
 * Words of lower-case letters and digits, of any script, joined by one space: `Ö. El-Şahin` becomes
 * `o el sahin`. Empty when nothing is left. Applying it twice changes nothing.
 */
export function normalise(value: string): string {
  if (plainAscii.test(value)) return value.toLowerCase();
  return value
    .normalize('NFKD')
    .toLowerCase()
    .replace(accents, '')
    .replace(folded, (character) => foldTable[character]!)
    .replace(separators, ' ')
    .trim();
}

/** True when a value, normalised, says nothing: empty, or a word such as `onbekend`. */
export function isMissing(words: string): boolean {
  return words === '' || unknown.has(words.replaceAll(' ', ''));
}
