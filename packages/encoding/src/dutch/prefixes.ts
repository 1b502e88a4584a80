// SPDX-License-Identifier: EUPL-1.2
/**
 * Prefixes of surnames: found in front of a name by longest match, abbreviated or not. What a prefix
 * abbreviates is for people to read; no token depends on it, as `v.d.` stands for several.
 */
import {
  abbreviatedPrefixes,
  keptPrefixes,
  mergedPrefixes,
  nationalPrefixes,
  otherPrefixes,
} from './prefix-table.ts';

const abbreviated = new Map(Object.entries(abbreviatedPrefixes));
const kept = new Set(keptPrefixes);
const prefixes = new Set(
  [...nationalPrefixes, ...otherPrefixes, ...abbreviated.keys()].filter((one) => !kept.has(one)),
);
const wordsMax = Math.max(...Array.from(prefixes, (one) => one.split(' ').length));

/** Whether words, as `letters` leaves them, are a prefix and nothing else. */
export function isPrefix(words: string): boolean {
  return prefixes.has(words);
}

/** How many of the first words are a prefix: the longest that leaves a word for the name. */
export function leadingPrefix(words: readonly string[]): number {
  for (let count = Math.min(wordsMax, words.length - 1); count > 0; count--) {
    if (prefixes.has(words.slice(0, count).join(' '))) return count;
  }
  return 0;
}

/** Single words that are a prefix also behind a name; others, such as `do`, end names as well. */
const behind = new Set(['van', 'von', 'de', 'den', 'der', 'het', 't', 'te', 'ten', 'ter', 'vd']);

/** How many of the last words are a prefix, as in `Berg van den`; leaves a word for the name. */
export function trailingPrefix(words: readonly string[]): number {
  for (let count = Math.min(wordsMax, words.length - 1); count > 0; count--) {
    const last = words.slice(-count);
    if (prefixes.has(last.join(' ')) && last.every((word) => word.length === 1 || behind.has(word)))
      return count;
  }
  return 0;
}

const vowel = /[aeiou]/;

/**
 * The name in a word that begins with `van`, `vande`, `vanden` or `vander`: `vandenberg` → `berg`.
 * Of `van` alone only before a consonant. Undefined where what is left is too short for a name.
 */
export function withoutMergedPrefix(word: string): string | undefined {
  for (const prefix of mergedPrefixes) {
    if (!word.startsWith(prefix)) continue;
    const name = word.slice(prefix.length);
    const begins = prefix !== 'van' || !vowel.test(name.charAt(0));
    const isName = name.length >= 3 && vowel.test(name.slice(0, 3)) && !prefixes.has(name);
    if (begins && isName) return name;
  }
  return undefined;
}

/** For people: what a prefix is written out, `v d` → `van der / van den / van de`. */
export function writtenOut(prefix: string): string {
  return abbreviated.get(prefix)?.join(' / ') ?? prefix;
}
