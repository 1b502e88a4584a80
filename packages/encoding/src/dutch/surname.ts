// SPDX-License-Identifier: EUPL-1.2
/**
 * Surnames of `nl-1`: from one column, as people and systems fill it, to the names in it without
 * their prefixes. `v.d. Berg, J.`, `Berg, van den` and `Vandenberg` all hold the name `berg`;
 * `de Vries-Jansen` holds two names.
 */
import { letters, repairMisread } from './letters.ts';
import { saysNothing } from './missing.ts';
import { isPrefix, leadingPrefix, trailingPrefix, withoutMergedPrefix } from './prefixes.ts';
import { nameJoiners, namesOfOneWord, nameSuffixes, nameTitles } from './surname-table.ts';

export interface SurnamePart {
  /** Lower-case letters without spaces. */
  readonly name: string;
  /** As it stands there, in lower case: `van den`, `v d`, or empty. */
  readonly prefix: string;
}

interface Word {
  readonly text: string;
  readonly dotted: boolean;
}

const escaped = nameJoiners.map((word) => word.replaceAll('.', '\\.'));
const joiner = new RegExp(`(?<=\\s)(?:${escaped.join('|')})(?=\\s)`, 'giu');
const abbreviatingSlash = /(?<=(?:^|[^\p{L}])\p{L})\/(?=\p{L}(?:[^\p{L}]|$))/gu;
const betweenNames = /\s*[-\u2010-\u2015/=+&;]\s*/u;
const oneWord = /[\p{L}\p{M}\p{N}?\ufffd\u02b9-\u02bf]+\.?/gu;
const camel = /^(\p{L}+\p{Ll})(\p{Lu}\p{L}+)$/u;
const titles = new Set(nameTitles);
const suffixes = new Set(nameSuffixes);

/** `deVries` is two words; `McDonald` is one. */
function uncamel(word: string): string {
  const [, front, name] = camel.exec(word) ?? [];
  return front !== undefined && isPrefix(letters(front)) ? `${front} ${name!}` : word;
}

function wordsOf(text: string): Word[] {
  return (
    text
      .split(/\s+/)
      .flatMap((word) => uncamel(word).match(oneWord) ?? [])
      // A character can stand for several with a space between, as a digit with a full stop does.
      .flatMap((word) =>
        letters(word)
          .split(' ')
          .map((text) => ({ text, dotted: word.endsWith('.') })),
      )
      .filter(({ text }) => text !== '')
  );
}

/** `J.` or `Th.`: an initial that stands with a surname. */
function isInitial({ text, dotted }: Word): boolean {
  return dotted && text.length <= 2;
}

const textsOf = (words: readonly Word[]): string[] => words.map(({ text }) => text);

/** One name with what stands around it, of one word or more: prefix, titles, initials. */
function readPart(segment: readonly Word[]): SurnamePart {
  let words = [...segment];
  const prefix: string[] = [];
  const take = (from: number, count: number): void => {
    prefix.push(...textsOf(words.splice(from, count)));
  };
  for (let last = -1; last !== words.length && words.length > 1;) {
    last = words.length;
    if (titles.has(words[0]!.text)) words.shift();
    else if (leadingPrefix(textsOf(words)) > 0) take(0, leadingPrefix(textsOf(words)));
    else if (isInitial(words[0]!)) words.shift();
  }
  const takeBehind = (): void => {
    const count = trailingPrefix(textsOf(words));
    take(words.length - count, count);
  };
  // The points of `Berg v.d.` are not those of initials, and both may stand there.
  takeBehind();
  while (words.length > 1 && (isInitial(words.at(-1)!) || suffixes.has(words.at(-1)!.text))) {
    words.pop();
  }
  takeBehind();
  // A single letter behind a name is an initial too: `Berg J`.
  while (words.length > 1 && words.at(-1)!.text.length === 1) words = words.slice(0, -1);
  const [first, ...others] = textsOf(words) as [string, ...string[]];
  const merged = prefix.length + others.length === 0 ? withoutMergedPrefix(first) : undefined;
  if (merged !== undefined) {
    return { name: merged, prefix: first.slice(0, first.length - merged.length) };
  }
  return { name: [first, ...others].join(''), prefix: prefix.join(' ') };
}

/** The prefix in what follows a comma: `van den`, `J. van den`, `van den, J.`; empty if none. */
function prefixBehindComma(tail: string): string {
  const words = textsOf(wordsOf(tail).filter((word) => isPrefix(word.text) || !isInitial(word)));
  for (let from = 0; from < words.length; from++) {
    const found = leadingPrefix([...words.slice(from), '']);
    if (found > 0) return words.slice(from, from + found).join(' ');
  }
  return '';
}

/** Segments between hyphens; one that is a prefix alone goes with the next: `El-Idrissi`. */
function segmentsOf(head: string): Word[][] {
  const segments: Word[][] = [];
  let waiting: Word[] = [];
  const pieces = head.split(betweenNames).map(wordsOf);
  for (const [at, piece] of pieces.entries()) {
    const words = [...waiting, ...piece];
    const isLast = at === pieces.length - 1;
    const joins = !isLast && words.length > 0 && goesWithNext(textsOf(words).join(' '));
    waiting = joins ? words : [];
    if (!joins && words.length > 0) segments.push(words);
  }
  return segments;
}

function goesWithNext(words: string): boolean {
  return isPrefix(words) || namesOfOneWord.includes(words);
}

/**
 * The names in a column of surnames, in their order, each with the prefix that stood with it. None
 * where the value says nothing.
 */
export function readSurname(value: string): SurnamePart[] {
  if (saysNothing(letters(value))) return [];
  const text = repairMisread(value)
    .replaceAll('(', ',')
    .replace(abbreviatingSlash, '.')
    .replace(joiner, '-');
  const comma = text.indexOf(',');
  const head = comma === -1 ? text : text.slice(0, comma);
  const tail = comma === -1 ? '' : text.slice(comma + 1);
  const parts = segmentsOf(head).map(readPart);
  const [first, ...others] = parts;
  if (first === undefined) return readSurname(tail);
  const prefix = first.prefix === '' ? prefixBehindComma(tail) : first.prefix;
  return [{ ...first, prefix }, ...others];
}

/**
 * A surname with its prefix from another column. What is no prefix, such as `Ait`, or belongs to
 * the name, such as `ben`, is put in front of the name.
 */
export function readSurnameWith(prefix: string, value: string): SurnamePart[] {
  const [first, ...others] = readSurname(value);
  if (first === undefined) return [];
  const words = textsOf(wordsOf(prefix.replace(abbreviatingSlash, '.'))).join(' ');
  if (saysNothing(words)) return [first, ...others];
  if (isPrefix(words)) return [{ ...first, prefix: words }, ...others];
  const front = words.replaceAll(' ', '');
  const name = first.name.startsWith(front) ? first.name : front + first.name;
  return [{ ...first, name }, ...others];
}
