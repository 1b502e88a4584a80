// SPDX-License-Identifier: EUPL-1.2
/**
 * Letters of `nl-1`: from a name as registered to words of lower-case letters. Repairs what a wrong
 * character set did, folds accents by table, and writes y, ÿ and ĳ as `ij`. No locale is asked.
 */
import { foldTable } from '../fold-table.ts';
import { accents, normalise } from '../normalise.ts';
import { machineReadable, windows1252 } from './letter-tables.ts';

/** A letter that was lost: `Dani?ls`. No q-gram covers it. */
export const LOST_LETTER = '?';

const highCharacters = `[\\u0080-\\u00bf${windows1252.replaceAll(' ', '')}]`;
/** UTF-8 of two or three bytes, each byte read as a character. */
const misread = new RegExp(
  `[\\u00c2-\\u00df]${highCharacters}|[\\u00e1-\\u00ef]${highCharacters}{2}`,
  'gu',
);
/** Before a letter of its word; behind a name a question mark is somebody's doubt. */
const lost = /[?\ufffd]+(?=\p{L})/gu;
/** Stands for a lost letter while words are made: a letter that no name has. */
const STAND_IN = '\ua7f7';
const plainLetters = /^[A-Za-z]+$/;
const machineLetters = new RegExp(`[${Object.keys(machineReadable).join('')}]`, 'gu');

function byteOf(character: string): number {
  const code = character.charCodeAt(0);
  return code < 0x100 ? code : 0x80 + windows1252.indexOf(character);
}

/** UTF-8 that was read as Windows-1252 or Latin-1, read again: `DaniÃ«ls` is `Daniëls`. */
export function repairMisread(value: string): string {
  return value.replace(misread, (characters) => {
    const [first, ...others] = Array.from(characters, byteOf);
    const lead = others.length === 1 ? first! & 0x1f : first! & 0x0f;
    return String.fromCharCode(others.reduce((code, byte) => (code << 6) | (byte & 0x3f), lead));
  });
}

/**
 * Words of lower-case letters and digits joined by one space, y and ÿ as `ij`. A question mark
 * between two letters is kept as a lost letter. Twice is once.
 */
export function letters(value: string): string {
  if (plainLetters.test(value)) return value.toLowerCase().replaceAll('y', 'ij');
  return normalise(repairMisread(value).replace(lost, STAND_IN))
    .replaceAll(STAND_IN, LOST_LETTER)
    .replaceAll('y', 'ij');
}

/**
 * The value as a passport's machine-readable zone has it, `Müller` → `Mueller`; undefined where it
 * has no letter that would change.
 */
export function machineReadableForm(value: string): string | undefined {
  const lower = repairMisread(value).normalize('NFC').toLowerCase();
  const written = lower.replace(machineLetters, (letter) => machineReadable[letter]!);
  return written === lower ? undefined : written;
}

/** What decides the answers above besides the code: for the hash of the normalisation. */
export const letterTables = { accents: accents.source, foldTable, machineReadable, windows1252 };
