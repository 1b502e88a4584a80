// SPDX-License-Identifier: EUPL-1.2
/** Padded q-grams: names and other words in which people make typing errors. */
/** Neither can occur in a normalised value. */
const PAD = '_';
const REPEAT = '#';

function gramsOf(words: string, q: number): string[] {
  const pads = PAD.repeat(q - 1);
  const letters = Array.from(pads + words.replaceAll(' ', '') + pads);
  return Array.from({ length: Math.max(0, letters.length - q + 1) }, (_, start) =>
    letters.slice(start, start + q).join(''),
  );
}

/**
 * The q-grams of normalised words, their spaces left out (`van den Berg` and `Vandenberg` are one),
 * padded with q − 1 pads on either side, so that the first and last letters weigh as much as the
 * others. A q-gram that occurs again is another token (`an`, `an#2`), so that repeats count.
 * @param q letters (code points) per q-gram, 1–4
 */
export function textTokens(words: string, q: number): string[] {
  const counts = new Map<string, number>();
  return gramsOf(words, q).map((qGram) => {
    const count = (counts.get(qGram) ?? 0) + 1;
    counts.set(qGram, count);
    return count === 1 ? qGram : `${qGram}${REPEAT}${count}`;
  });
}

/**
 * The same q-grams, each with its place: `0:_a`, `1:an`. For codes and numbers in text, where what
 * stands where matters; a letter too many changes all that follow.
 */
export function positionalTokens(words: string, q: number): string[] {
  return gramsOf(words, q).map((qGram, at) => `${at}:${qGram}`);
}
