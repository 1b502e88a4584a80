// SPDX-License-Identifier: EUPL-1.2
/** Names of columns, fields and variables as words that can be compared. */
import { otherPersons, synonyms } from './alias-table.ts';

/** Lower case, letters and digits: `Burger_ServiceNr` becomes `burgerservicenr`. */
export function plain(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

const canonical = new Map(synonyms.flatMap((group) => group.map((word) => [word, group[0]!])));

/** The words of a name: at capitals, signs and digits, and where a known word begins one. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
}

/** `ingangsdatum` → `start date`: a Dutch compound is split where its parts are known words. */
function parts(word: string): string[] {
  const whole = canonical.get(word);
  if (whole !== undefined) return [whole];
  for (let at = 3; at <= word.length - 3; at += 1) {
    const first = canonical.get(word.slice(0, at));
    const second = canonical.get(word.slice(at));
    if (first !== undefined && second !== undefined) return [first, second];
  }
  return [word];
}

/** Words in one spelling, English where it is known: what two languages can share. */
export function meaning(name: string): ReadonlySet<string> {
  return new Set(wordsOf(name).flatMap(parts));
}

/** The share of words that two sets have in common, 0–1. */
export function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const both = [...one].filter((word) => other.has(word)).length;
  const all = one.size + other.size - both;
  return all === 0 ? 0 : both / all;
}

/** Whether a name says that it is about somebody else than the person of the row. */
export function isOfAnother(name: string): boolean {
  const words = wordsOf(name);
  return otherPersons.some(
    (other) => words.includes(other) || (other.length > 5 && plain(name).includes(other)),
  );
}
