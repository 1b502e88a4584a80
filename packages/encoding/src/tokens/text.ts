// SPDX-License-Identifier: EUPL-1.2
/** Padded q-grams: names and other words in which people make typing errors. */
/** Neither can occur in a normalised value. */
const PAD = '_';
const REPEAT = '#';

/**
 * The q-grams of normalised words, their spaces left out (`van den Berg` and `Vandenberg` are one),
 * padded with q − 1 pads on either side, so that the first and last letters weigh as much as the
 * others. A q-gram that occurs again is another token (`an`, `an#2`), so that repeats count.
 * @param q letters (code points) per q-gram, 1–4
 */
export function textTokens(words: string, q: number): string[] {
  const pads = PAD.repeat(q - 1);
  const letters = Array.from(pads + words.replaceAll(' ', '') + pads);
  const counts = new Map<string, number>();
  const tokens: string[] = [];
  for (let start = 0; start + q <= letters.length; start++) {
    const qGram = letters.slice(start, start + q).join('');
    const count = (counts.get(qGram) ?? 0) + 1;
    counts.set(qGram, count);
    tokens.push(count === 1 ? qGram : `${qGram}${REPEAT}${count}`);
  }
  return tokens;
}
