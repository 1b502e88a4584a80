// SPDX-License-Identifier: EUPL-1.2
/**
 * The table of normalisation `plain-1`: data only, so that it can be published, read and hashed.
 * It holds what Unicode decomposition leaves alone; ö, ş, é and ĳ need no entry. A change to it
 * changes encodings, so it needs a new version name, never an edit.
 */

/** One character, lower case and decomposed, and what takes its place. A space separates words. */
export const foldTable: Readonly<Record<string, string>> = {
  // Latin letters with a stroke, a hook or no dot, and ligatures
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ĸ: 'k',
  ƀ: 'b',
  ɓ: 'b',
  ƈ: 'c',
  ɖ: 'd',
  ɗ: 'd',
  ƒ: 'f',
  ɠ: 'g',
  ɨ: 'i',
  ƙ: 'k',
  ƚ: 'l',
  ɲ: 'n',
  ɔ: 'o',
  ɵ: 'o',
  ƭ: 't',
  ʉ: 'u',
  ƴ: 'y',
  ƶ: 'z',
  ə: 'e',
  ɛ: 'e',
  ǝ: 'e',
  // Apostrophes that Unicode counts as letters
  ʹ: ' ',
  ʻ: ' ',
  ʼ: ' ',
  ʽ: ' ',
  ʾ: ' ',
  ʿ: ' ',
  // Greek, Cyrillic and Arabic forms that registers use for one another
  ς: 'σ',
  ґ: 'г',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
  ـ: '',
};

/** Values that stand for "not known", after normalisation and without spaces. */
export const placeholders: readonly string[] = [
  'onbekend',
  'unknown',
  'nnb',
  'x',
  'nan',
  'null',
  'none',
];
