// SPDX-License-Identifier: EUPL-1.2
/**
 * Invented addresses that hang together: a street lies in one postcode area of its city, and a
 * house number in one six-character postcode of its street. Pure; real streets only by accident.
 */
import { nl } from '@faker-js/faker';
import { commonStreets } from './names/dutch.ts';
import type { NameSource } from './origins.ts';
import type { Random } from './random.ts';

/** First and last four-digit postcode of each city. */
const postcodeAreas = {
  Amsterdam: [1011, 1109],
  Rotterdam: [3011, 3089],
  'Den Haag': [2491, 2597],
  Utrecht: [3511, 3585],
} as const;

export type City = keyof typeof postcodeAreas;

export const cities = Object.keys(postcodeAreas) as City[];

export interface Address {
  readonly street: string;
  readonly number: number;
  /** House letter or addition; usually empty. */
  readonly addition: string;
  /** `1234AB`. */
  readonly postcode: string;
  readonly city: City;
}

export interface AddressBook {
  draw(random: Random): Address;
  /** The municipal desk where people without a fixed address have their mail (briefadres). */
  readonly desk: Address;
}

const streetCount = 2400;
const housesPerPostcode = 24;
const additions = ['A', 'B', 'C', 'bis', '1', '2', '3', 'H', 'II', 'zw'];

/** Letters of a postcode: no F, I, O, Q, U, Y in use; SA, SD and SS are never given out. */
const letterPairs = Array.from('ABCDEGHJKLMNPRSTVWXZ')
  .flatMap((first, _, letters) => letters.map((second) => first + second))
  .filter((pair) => !['SA', 'SD', 'SS'].includes(pair));

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

function streetNames(names: NameSource, random: Random): string[] {
  const found = new Set(commonStreets.split(','));
  const suffixes = nl.location?.street_suffix as readonly string[];
  const titles = ['Burgemeester', 'Professor', 'Dokter', 'Admiraal', 'Pastoor'];
  while (found.size < streetCount) {
    const suffix = random.pick(suffixes);
    const { prefix, name } = random.pick(names.dutchSurnames);
    const kind = random.next();
    if (kind < 0.3) found.add(random.pick(names.dutchGivenNames) + suffix);
    else if (kind < 0.5) found.add(joined([random.pick(titles), prefix, name + suffix]));
    else if (prefix === '') found.add(name + suffix);
  }
  return [...found];
}

interface Street {
  readonly name: string;
  readonly area: number;
  readonly firstPair: number;
  readonly houses: number;
}

function layOut(names: readonly string[], city: City, random: Random): Street[] {
  const [first, last] = postcodeAreas[city];
  const areas = last - first + 1;
  const used = new Int32Array(areas);
  return names.map((name, index) => {
    const area = index % areas;
    const houses = 20 + random.below(220);
    const firstPair = used[area]!;
    used[area] = firstPair + Math.ceil(houses / housesPerPostcode);
    return { name, area: first + area, firstPair, houses };
  });
}

/** Makes the streets of a city. The same random stream gives the same city. */
export function createAddressBook(city: City, names: NameSource, random: Random): AddressBook {
  const streets = layOut(streetNames(names, random), city, random);
  const at = (street: Street, number: number, addition: string): Address => {
    const pair = street.firstPair + Math.floor((number - 1) / housesPerPostcode);
    const postcode = `${street.area}${letterPairs[pair % letterPairs.length]!}`;
    return { street: street.name, number, addition, postcode, city };
  };
  return {
    desk: at(streets[0]!, 1, ''),
    draw: (source) => {
      const street = source.pick(streets);
      const number = 1 + source.below(street.houses);
      return at(street, number, source.chance(0.25) ? source.pick(additions) : '');
    },
  };
}
