// SPDX-License-Identifier: EUPL-1.2
/**
 * Invented persons for the tests of audits: names of a Zipf-like frequency from a large vocabulary,
 * dates of birth, postcodes of towns of unlike size. Nobody's: they are made of syllables.
 */
import { createProfile, type EncodingProfile } from '@koppel/encoding';
import type { EncodingSpec } from '@koppel/study';
import { createRandom, type Random } from '../random.ts';
import type { ClearRegister } from '../subject.ts';

const onsets =
  'b d f g h j k l m n p r s t v w br dr fr gr kr pr tr bl kl pl sl sch st z kn vl'.split(' ');
const vowels = 'a e i o u aa ee ie oo oe ou ei ij eu ui'.split(' ');
const codas = 'n r s l m k t ns rt nd ng st rs lk nk rd ts'.split(' ');
const endings = ['a', 'e', 'o', 'ia', 'en', 'er', 'sma', 'stra', 'ink', 'mans', 'huis', 'berg'];

function oneOf<T>(items: readonly T[], random: Random): T {
  return items[random.below(items.length)]!;
}

function name(random: Random, syllables: number): string {
  let text = '';
  for (let at = 0; at < syllables; at += 1) {
    text += oneOf(onsets, random) + oneOf(vowels, random);
    if (random.next() < 0.5) text += oneOf(codas, random);
  }
  return random.next() < 0.5 ? text : text + oneOf(endings, random);
}

/** Distinct names; the same for every population, so that two of them share their vocabulary. */
function vocabulary(label: string, size: number, syllables: number): string[] {
  const random = createRandom(label, 0);
  const names = new Set<string>();
  while (names.size < size) names.add(name(random, 1 + random.below(syllables)));
  return [...names];
}

/** Draws rank r, from 0, with a chance in proportion to (r + shift)^−exponent (Mandelbrot 1953). */
function zipf(size: number, exponent: number, shift: number): (random: Random) => number {
  const sums = new Float64Array(size);
  let total = 0;
  for (let rank = 0; rank < size; rank += 1) {
    total += (rank + shift) ** -exponent;
    sums[rank] = total;
  }
  return (random) => {
    const drawn = random.next() * total;
    let [low, high] = [0, size - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sums[middle]! > drawn) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

const givenNames = vocabulary('given names', 1500, 2);
const surnames = vocabulary('surnames', 8000, 3);
const drawGivenName = zipf(givenNames.length, 1, 10);
const drawSurname = zipf(surnames.length, 0.9, 10);
const TOWNS = 60;
const drawTown = zipf(TOWNS, 1, 2);

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function person(random: Random): string[] {
  const town = drawTown(random);
  const letters = String.fromCharCode(65 + random.below(26), 65 + random.below(26));
  const birth = [
    1930 + random.below(80),
    twoDigits(1 + random.below(12)),
    twoDigits(1 + random.below(28)),
  ];
  return [
    givenNames[drawGivenName(random)]!,
    surnames[drawSurname(random)]!,
    birth.join('-'),
    `${1000 + 140 * town + random.below(30)}${letters}`,
  ];
}

/** `count` distinct persons: given name, surname, date of birth, postcode. */
export function makePopulation(count: number, seed: number): ClearRegister {
  const random = createRandom('population', seed);
  const persons = new Map<string, string[]>();
  while (persons.size < count) {
    const values = person(random);
    persons.set(values.join(), values);
  }
  return { values: [...persons.values()] };
}

/** The same persons with a letter or digit changed in some values, as a register has them elsewhere. */
export function withErrors(register: ClearRegister, share: number, seed: number): ClearRegister {
  const random = createRandom('errors', seed);
  const change = (value: string): string => {
    if (random.next() >= share) return value;
    const at = random.below(value.length);
    const letter = value.charAt(at);
    if (letter === '-') return value;
    const other = /\d/.test(letter)
      ? String(1 + random.below(9))
      : String.fromCharCode(97 + random.below(26));
    return value.slice(0, at) + other + value.slice(at + 1);
  };
  return { values: register.values.map((values) => values.map(change)) };
}

const weight = { bitsPerToken: 15 };
const onInvalid = 'missing';

/** `clk` over the four values of a person, 15 bits a token, or the changes of it that are given. */
export function populationProfile(change: Partial<EncodingSpec> = {}): EncodingProfile {
  return createProfile({
    scheme: 'clk',
    parameters: { bits: 1024 },
    normalisation: 'plain-1',
    fields: [
      { name: 'givenName', group: 'name', type: 'text', q: 2, weight, onInvalid },
      { name: 'surname', group: 'name', type: 'text', q: 2, weight, onInvalid },
      { name: 'birthDate', group: 'birthDate', type: 'date', weight, onInvalid },
      { name: 'postcode', group: 'postcode', type: 'code', prefixes: [4], weight, onInvalid },
    ],
    ...change,
  });
}

/** `saul` over the same values. */
export function saulProfile(k: number, bits: number): EncodingProfile {
  const { fields } = populationProfile().spec;
  return populationProfile({
    scheme: 'saul',
    parameters: { bits, k },
    similarity: 'hamming',
    fields: fields.map((field) => ({ ...field, weight: { votesPerToken: 1 } })),
  });
}

/** Keys for tests, of which each number has another. */
export function testKey(number: number): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => (at * 7 + number * 31 + 1) & 255);
}
