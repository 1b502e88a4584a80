// SPDX-License-Identifier: EUPL-1.2
/**
 * Numbers and permutations from a stream of random words, each as likely as any other: the choices
 * that a key makes. Says nothing about where the words come from.
 */

/** A stream of words of 16 bits, each uniform and independent of the others. */
export interface WordStream {
  /** The next one, 0–65,535. */
  word(): number;
}

const WORD_VALUES = 65_536;

/** The next number of 0 … n − 1, all as likely. @param n 1–65,536 */
export function wordBelow(words: WordStream, n: number): number {
  let word = words.word();
  // Words from the last whole multiple of n on would make low numbers likelier. Hardly any come near.
  if (word > WORD_VALUES - n) {
    const whole = WORD_VALUES - (WORD_VALUES % n);
    while (word >= whole) word = words.word();
  }
  return word % n;
}

/**
 * Fills `order` with 0 … n − 1 in an order of which all are as likely (Fisher & Yates, as Durstenfeld
 * has it).
 * @param order of length n, at most 65,536
 */
export function drawPermutation(words: WordStream, order: Uint16Array): Uint16Array {
  for (let at = 0; at < order.length; at++) order[at] = at;
  for (let last = order.length - 1; last > 0; last--) {
    const chosen = wordBelow(words, last + 1);
    const kept = order[last]!;
    order[last] = order[chosen]!;
    order[chosen] = kept;
  }
  return order;
}
