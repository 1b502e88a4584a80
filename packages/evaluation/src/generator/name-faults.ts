// SPDX-License-Identifier: EUPL-1.2
/** What goes wrong with names in Dutch registers: each fault a small function. Pure. */
import { hasFault } from './faults.ts';
import type { NameSource, Surname } from './origins.ts';
import type { Person } from './persons.ts';
import type { Random } from './random.ts';

/** The name as one record has it. */
export interface RecordedName {
  readonly given: string;
  readonly prefix: string;
  readonly surname: string;
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

/** Name of address (aanschrijfnaam) under the person's choice of name use. */
export function addressName(own: Surname, partner: Surname, use: Person['nameUse']): Surname {
  switch (use) {
    case 'E':
      return own;
    case 'P':
      return partner;
    case 'V':
      return { prefix: partner.prefix, name: `${partner.name}-${joined([own.prefix, own.name])}` };
    case 'N':
      return { prefix: own.prefix, name: `${own.name}-${joined([partner.prefix, partner.name])}` };
  }
}

/** The surname that a record shows, before any other fault. */
export function shownSurname(person: Person, mask: number): Surname {
  const { partner, surname, nameUse } = person;
  if (partner === undefined || !hasFault(mask, 'partnerName')) return surname;
  return addressName(surname, partner, nameUse);
}

function shownText(person: Person, mask: number): string {
  return `${person.givenNames.join(' ')} ${shownSurname(person, mask).name}`;
}

export function hasDiacritics(person: Person, mask: number): boolean {
  return /[^\0-\x7f]/.test(shownText(person, mask));
}

export function hasUmlaut(person: Person, mask: number): boolean {
  return /[äöüßæøå]/i.test(shownText(person, mask));
}

/** True when a given name or the surname has another spelling in use among its origin. */
export function hasVariant({ origin, givenNames, surname }: Person, names: NameSource): boolean {
  return [...givenNames, surname.name].some((name) => names.spellingsOf(origin, name).length > 0);
}

/** Spellings that sound alike in Dutch. */
const soundAlikes: readonly (readonly [RegExp, string])[] = [
  [/ij/, 'y'],
  [/y/, 'ij'],
  [/ss/, 's'],
  [/ck/, 'k'],
  [/ae/, 'aa'],
  [/ph/, 'f'],
  [/th/, 't'],
  [/dt$/, 'd'],
  [/tt/, 't'],
  [/uy/, 'ui'],
  [/ks/, 'x'],
  [/(?<=[a-z])c(?!h)/, 'k'],
  [/ou/, 'au'],
  [/(?<=[a-z])d$/, 't'],
  [/nn/, 'n'],
  [/ll/, 'l'],
  [/(?<=[a-z])z/, 's'],
];

export function canRespell(name: string): boolean {
  return soundAlikes.some(([pattern]) => pattern.test(name));
}

export function respell(name: string, random: Random): string {
  const fitting = soundAlikes.filter(([pattern]) => pattern.test(name));
  if (fitting.length === 0) return name;
  const [pattern, replacement] = random.pick(fitting);
  return name.replace(pattern, replacement);
}

/** Replaces names by another spelling of theirs: given name, surname, or both. */
export function transliterate(
  person: Person,
  names: NameSource,
  random: Random,
): { given: string; surname: Surname } {
  const { origin, givenNames, surname } = person;
  const vary = (name: string): string => {
    const spellings = names.spellingsOf(origin, name);
    return spellings.length > 0 ? random.pick(spellings) : name;
  };
  const given = givenNames.map(vary).join(' ');
  const family = { prefix: surname.prefix, name: vary(surname.name) };
  const part = random.next();
  const kept = givenNames.join(' ');
  if (part < 0.45 && given !== kept) return { given, surname };
  if (part < 0.8 && family.name !== surname.name) return { given: kept, surname: family };
  return { given, surname: family };
}

const neighbours: Readonly<Record<string, string>> = {
  a: 'sq',
  b: 'vn',
  c: 'xv',
  d: 'sf',
  e: 'wr',
  f: 'dg',
  g: 'fh',
  h: 'gj',
  i: 'uo',
  j: 'hk',
  k: 'jl',
  l: 'k',
  m: 'n',
  n: 'bm',
  o: 'ip',
  p: 'o',
  q: 'wa',
  r: 'et',
  s: 'ad',
  t: 'ry',
  u: 'yi',
  v: 'cb',
  w: 'qe',
  x: 'zc',
  y: 'tu',
  z: 'x',
};

/** One slip of the keyboard after the first letter: wrong, lost, doubled, or swapped letter. */
export function mistype(name: string, random: Random): string {
  if (name.length < 3) return name + name.slice(-1);
  const place = 1 + random.below(name.length - 2);
  const [before, letter, after] = [name.slice(0, place), name[place]!, name.slice(place + 1)];
  switch (random.below(4)) {
    case 0:
      return before + random.pick(Array.from(neighbours[letter] ?? 'e')) + after;
    case 1:
      return before + after;
    case 2:
      return before + letter + letter + after;
    default:
      return after[0] === letter ? before + after : before + after[0]! + letter + after.slice(1);
  }
}

/** The prefix in another place or form: `Berg, van den`, `v.d. Berg`, `Vandenberg`, or lost. */
export function movePrefix(name: RecordedName, random: Random): RecordedName {
  const { given, prefix, surname } = name;
  if (prefix === '') return name;
  const short = prefix
    .split(/[ ']+/)
    .filter((part) => part !== '')
    .map((part) => `${part[0]!.toLowerCase()}.`)
    .join('');
  const merged = prefix.replaceAll(' ', '') + surname.toLowerCase();
  switch (random.below(6)) {
    case 0:
      return { given, prefix: '', surname: `${surname}, ${prefix}` };
    case 1:
      return { given, prefix: '', surname: `${prefix} ${surname}` };
    case 2:
      return { given, prefix: short, surname };
    case 3:
      return { given, prefix: '', surname: `${short} ${surname}` };
    case 4:
      return { given, prefix: '', surname: merged[0]!.toUpperCase() + merged.slice(1) };
    default:
      return { given, prefix: '', surname };
  }
}

/** `J.P.M.`: one letter for each name, at most six. */
export function initials(given: string): string {
  return given
    .split(' ')
    .filter((name) => name !== '')
    .slice(0, 6)
    .map((name) => `${name[0]!.toUpperCase()}.`)
    .join('');
}

const folds: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  ø: 'o',
  Ø: 'O',
  ı: 'i',
  đ: 'd',
  Đ: 'D',
  ß: 'ss',
  æ: 'ae',
  Æ: 'Ae',
};

/** `Şahin` → `Sahin`, `Łukasz` → `Lukasz`: what an ASCII system keeps. */
export function foldToAscii(text: string): string {
  return text
    .replace(/[łŁøØıđĐßæÆ]/g, (letter) => folds[letter]!)
    .normalize('NFD')
    .replace(/[^\0-\x7f]/g, '');
}

const machineReadable: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
  å: 'aa',
  Å: 'Aa',
  ø: 'oe',
  Ø: 'Oe',
};

/** `Müller` → `Mueller`, as in the machine-readable zone of a passport (ICAO 9303). */
export function machineReadableStyle(text: string): string {
  return foldToAscii(text.replace(/[äöüÄÖÜåÅøØ]/g, (letter) => machineReadable[letter]!));
}

const latin1 = new TextDecoder('windows-1252');

/** `Daniëls` → `Dani?ls`, or UTF-8 bytes read as Latin-1: `DaniÃ«ls`. */
export function garble(text: string, random: Random): string {
  const asLatin1 = random.chance(0.4);
  return text.replace(/[^\0-\x7f]/gu, (letter) =>
    asLatin1 ? latin1.decode(new TextEncoder().encode(letter)) : '?',
  );
}
