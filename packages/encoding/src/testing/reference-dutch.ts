// SPDX-License-Identifier: EUPL-1.2
/**
 * What `nl-1` makes of tidy values, written down a second time: names in letters with a few accents,
 * the prefix in its own column, dates whole or with zeros. It shares the table of given names with
 * the package, and no code.
 */
import type { FieldSpec } from '@koppel/study';
import * as other from '../dutch/given-name-table-other.ts';
import * as table from '../dutch/given-name-table.ts';

const plainLetter: Record<string, string> = {
  é: 'e',
  ö: 'o',
  ü: 'u',
  ø: 'o',
  ç: 'c',
  ł: 'l',
  ş: 's',
};
const passportLetter: Record<string, string> = { ö: 'oe', ü: 'ue', ø: 'oe' };

function fold(name: string): string {
  const folded = Array.from(name.toLowerCase(), (letter) => plainLetter[letter] ?? letter);
  return folded.join('').split('y').join('ij');
}

function passport(name: string): string {
  const lower = Array.from(name.toLowerCase());
  return fold(lower.map((letter) => passportLetter[letter] ?? letter).join(''));
}

function bigrams(name: string): string[] {
  const padded = `_${name}_`;
  const seen: string[] = [];
  for (let at = 0; at + 2 <= padded.length; at++) {
    const gram = padded.slice(at, at + 2);
    const before = seen.filter((one) => one.split('#')[0] === gram).length;
    seen.push(before === 0 ? gram : `${gram}#${before + 1}`);
  }
  return seen;
}

/** Own name and partner's, each of one or more names with hyphens between; usage a BRP letter. */
function surnameTokens([own = '', , partner = '', , usage = '']: string[]): Set<string> {
  const columns = usage === 'E' && own !== '' ? [own] : [own, partner];
  const names = columns.flatMap((column) => column.split('-')).filter((name) => name !== '');
  const tokens = new Set<string>();
  for (const name of names) {
    const folded = fold(name);
    for (const token of [...bigrams(folded), `=${folded}`, `=${folded}#2`]) tokens.add(token);
  }
  // A column with a letter to change is written again as a whole.
  for (const column of columns.filter((one) => /[öüø]/.test(one.toLowerCase()))) {
    for (const name of column.split('-'))
      bigrams(passport(name)).forEach((gram) => tokens.add(gram));
  }
  return tokens;
}

const lines = [table.dutchMale, table.dutchFemale, other.otherMale, other.otherFemale]
  .join('\n')
  .split('\n')
  .map((line) => line.split(' ').map((one) => fold(one.normalize('NFD').replace(/\p{Mn}/gu, ''))));

function standsFor(name: string): string[] {
  const found = lines.filter((line) => line.includes(name)).map(([first]) => first!);
  return found.length === 0 ? [name] : found;
}

/** Names with a space between, then initials such as `J.P.`, then the everyday name. */
function givenNameTokens([names = '', initials = '', called = '']: string[]): Set<string> {
  const all = names.split(' ').filter((name) => name !== '');
  const tokens = new Set<string>();
  for (const name of [all[0] ?? '', called].filter((one) => one !== '').map(fold)) {
    bigrams(name).forEach((gram) => tokens.add(gram));
    standsFor(name).forEach((one) => tokens.add(`~${one}`));
  }
  if (/[öüø]/.test((all[0] ?? '').toLowerCase())) {
    bigrams(passport(all[0]!)).forEach((gram) => tokens.add(gram));
  }
  const ofNames = all.map((name) => (/^(?:ij|y)/i.test(name) ? 'ij' : fold(name)[0]!));
  const written = initials.split('.').filter((one) => one !== '');
  const counted = ofNames.length >= written.length ? ofNames : written.map(fold);
  counted.forEach((initial, at) => {
    if (at === 0) tokens.add(`.${initial}`).add(`.${initial}#2`);
    else tokens.add(`,${at}${initial}`);
  });
  return tokens;
}

/** Tokens of the parts in their order, with `|` between. */
export function dutchTokens(value: string, field: FieldSpec): string[] {
  const parts = value.split('|');
  switch (field.type) {
    case 'surname':
      return [...surnameTokens(parts)];
    case 'givenNames':
      return [...givenNameTokens(parts)];
    case 'postcode': {
      const code = value.toLowerCase();
      return [`4<${code.slice(0, 4)}`, `=${code}`, ...Array.from(code, (c, at) => `${at}:${c}`)];
    }
    case 'houseNumber': {
      const [number = '', letter = ''] = parts;
      const digits = Array.from(number, (digit, at) => `${at}:${digit}`);
      return [`=${number}`, ...digits, ...(letter === '' ? [] : [`+${letter.toLowerCase()}`])];
    }
    case 'sex':
    case 'text':
    case 'code':
    case 'date':
    case 'number':
      return [`=${value.toLowerCase()}`];
  }
}
