// SPDX-License-Identifier: EUPL-1.2
/**
 * Prefixes of surnames (voorvoegsels): data only. The entries of the national table 36 of the BRP,
 * written as `letters` leaves them (lower case, no apostrophes), so that `van 't` and `van t` are
 * one entry. A change changes encodings: it needs a new version of the normalisation.
 */

/** National table 36, one line per first word. */
export const nationalPrefixes: readonly string[] = [
  ...['a', 'aan', 'aan de', 'aan den', 'aan der', 'aan het', 'aan t', 'af', 'al', 'am', 'am de'],
  ...['auf', 'auf dem', 'auf den', 'auf der', 'auf ter'],
  ...['aus', 'aus dem', 'aus den', 'aus der', 'aus m'],
  ...['ben', 'bij', 'bij de', 'bij den', 'bij het', 'bij t', 'bin', 'boven d'],
  ...['d', 'da', 'dal', 'dalla', 'das', 'de', 'de die', 'de die le', 'de l', 'de la', 'de las'],
  ...['de le', 'de van der', 'deca', 'degli', 'dei', 'del', 'della', 'den', 'der', 'des', 'di'],
  ...['die le', 'do', 'don', 'dos', 'du', 'el', 'het', 'i', 'im'],
  ...['in', 'in de', 'in den', 'in der', 'in het', 'in t'],
  ...['l', 'la', 'las', 'le', 'les', 'lo', 'los', 'of'],
  ...['onder', 'onder de', 'onder den', 'onder het', 'onder t'],
  ...['op', 'op de', 'op den', 'op der', 'op gen', 'op het', 'op t', 'op ten'],
  ...['over', 'over de', 'over den', 'over het', 'over t'],
  ...['s', 't', 'te', 'ten', 'ter', 'tho', 'thoe', 'thor', 'to', 'toe', 'tot'],
  ...['uijt', 'uijt de', 'uijt den', 'uijt het', 'uijt t', 'uijt te de', 'uijt ten'],
  ...['uit', 'uit de', 'uit den', 'uit het', 'uit t', 'uit te de', 'uit ten', 'unter'],
  ...['van', 'van de', 'van de l', 'van den', 'van der', 'van gen', 'van het', 'van la', 'van t'],
  ...['van ter', 'van van de', 'ver', 'vom', 'von', 'von dem', 'von den', 'von der', 'von t'],
  ...['voor', 'voor de', 'voor den', 'voor in t', 'voor t', 'vor', 'vor der', 'zu', 'zum', 'zur'],
];

/** Not in the table, and in registers all the same: merged words, and prefixes of other countries. */
export const otherPrefixes: readonly string[] = [
  ...['vande', 'vanden', 'vander', 'vant', 'opde', 'opden', 'opt', 'inde', 'inden', 'int', 'aande'],
  ...['von und zu', 'von zu', 'dello', 'dell', 'dall', 'de los', 'de lo'],
  // The Arabic article, also as it sounds before s, z, d, t and sh
  ...['es', 'ez', 'ed', 'et', 'ech', 'esh', 'as', 'az', 'ad', 'at', 'ash', 'ul'],
];

/** Abbreviations, their points and slashes gone, and what they can stand for, most usual first. */
export const abbreviatedPrefixes: Readonly<Record<string, readonly string[]>> = {
  v: ['van', 'von'],
  vd: ['van der', 'van den', 'van de'],
  'v d': ['van der', 'van den', 'van de'],
  'v de': ['van de'],
  'v den': ['van den'],
  'v der': ['van der'],
  'van d': ['van der', 'van den', 'van de'],
  vdn: ['van den'],
  'v dn': ['van den'],
  'v d n': ['van den'],
  vdr: ['van der'],
  'v dr': ['van der'],
  'v d r': ['van der'],
  vt: ['van t'],
  'v t': ['van t'],
  'v h': ['van het'],
  'v het': ['van het'],
  'v d l': ['van de l'],
  'a d': ['aan de', 'aan den', 'aan der'],
  'i d': ['in de', 'in den', 'in der'],
  'i t': ['in t'],
  'o d': ['op de', 'op den'],
  'o t': ['op t'],
  'b d': ['bij de', 'bij den'],
  'u d': ['uit de', 'uit den'],
  'd l': ['de la'],
};

/**
 * Part of the name itself, even where a register keeps them apart: `Ben Ali` and `Benali` are one.
 * Patronymic words, and the Arabic and Berber words for descent.
 */
export const keptPrefixes: readonly string[] = ['ben', 'bin', 'bint', 'ibn', 'ver'];

/** Written as one word with the name, these are taken off where a name of its own is left. */
export const mergedPrefixes: readonly string[] = ['vanden', 'vander', 'vande', 'van'];
