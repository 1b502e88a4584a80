// SPDX-License-Identifier: EUPL-1.2
/** What `normalise` makes of each character that the kernel can read. */
import { OTHER_CODE } from '../cell-batch.ts';
import { normalise } from '../normalise.ts';

/** In the low byte: a character that is left to the plain way. */
export const NOT_SIMPLE = 0x80;
const CODES = 256;

/**
 * For each code its letters or digits, lower case: the first in the low byte, the second, as of ß,
 * in the high one; 0 for what separates words.
 */
export function makeSymbols(): Uint16Array {
  return Uint16Array.from({ length: CODES }, (_, code) => {
    if (code === OTHER_CODE) return NOT_SIMPLE;
    const letters = normalise(String.fromCharCode(code)).replaceAll(' ', '');
    if (!/^[a-z0-9]{0,2}$/.test(letters)) return NOT_SIMPLE;
    const [first = 0, second = 0] = Array.from(letters, (letter) => letter.charCodeAt(0));
    return first | (second << 8);
  });
}
