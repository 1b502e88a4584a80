// SPDX-License-Identifier: EUPL-1.2
/**
 * Invented persons in invented households: the truth behind the registers. Study population of
 * 15 years and over on the reference date. Everything here is drawn from the seed alone.
 */
import { createAddressBook, type Address, type AddressBook, type City } from './addresses.ts';
import { createBsnSource } from './bsn.ts';
import { dateOfYearDay, daysInYear, type PlainDate } from './calendar.ts';
import { createNameSource, origins, type NameSource, type Origin, type Sex } from './origins.ts';
import type { Surname } from './origins.ts';
import { createRandom, createSampler, type Random } from './random.ts';

/** All ages are on 1 January of this year. */
export const referenceYear = 2024;

/** How a person uses the partner's name: own, partner, partner–own, own–partner (BRP codes). */
export type NameUse = 'E' | 'P' | 'V' | 'N';

export interface Person {
  /** Number in the truth, 0-based. */
  readonly id: number;
  readonly sex: Sex;
  readonly origin: Origin;
  readonly bornAbroad: boolean;
  readonly birth: PlainDate;
  readonly givenNames: readonly string[];
  readonly calledName: string;
  readonly surname: Surname;
  partner: Surname | undefined;
  nameUse: NameUse;
  readonly address: Address;
  readonly previousAddress: Address;
  /** Moved within the last year. */
  readonly moved: boolean;
  readonly bsn: string;
}

/** Traits of the population that linkage finds hard; each 0–1. Not faults: registers agree on them. */
export interface PersonRates {
  /** Share of births that are twin births. */
  readonly twins: number;
  /** Share of sons of Dutch origin named after their father, hence with his initial. */
  readonly namedAfterFather: number;
  /** Of the persons born abroad before 1985 where dates were not kept: 1 January or 1 July assigned. */
  readonly assignedBirthday: number;
  /** Share of households that moved within the last year. */
  readonly movers: number;
}

export const defaultPersonRates: PersonRates = {
  twins: 0.015,
  namedAfterFather: 0.1,
  assignedBirthday: 0.1,
  movers: 0.1,
};

/** Five-year age groups of heads of household from 20 to 94; an assumption close to a large city. */
const sampleAgeGroup = createSampler([9, 12, 12, 10, 9, 8, 8, 8, 7, 6, 5, 4, 3, 2, 1]);
const sampleOrigin = createSampler(origins.map(({ share }) => share));
const sampleNameUse = createSampler([0.3, 0.5, 0.16, 0.04]);
/** Single, couple, couple with children, parent with children. */
const sampleHousehold = createSampler([0.42, 0.3, 0.2, 0.08]);
const nameUses: readonly NameUse[] = ['E', 'V', 'P', 'N'];

/** What the members of one household share. */
interface Home {
  readonly address: Address;
  readonly previousAddress: Address;
  readonly moved: boolean;
}

/** What is settled about a person before the draw. */
interface Settled {
  readonly sex?: Sex;
  readonly surname?: Surname;
  readonly birth?: PlainDate;
  readonly bornAbroad?: boolean;
  readonly namesake?: Person;
}

/** A source of households. Keeps streets and counters, not the persons. */
export class World {
  readonly names: NameSource = createNameSource();
  readonly #seed: string | number;
  readonly #rates: PersonRates;
  readonly #random: Random;
  readonly #nextBsn: (random: Random) => string;
  readonly #books = new Map<City, AddressBook>();
  /** Adult twins, who will have a household of their own. */
  readonly #waiting: { readonly origin: Origin; readonly settled: Settled }[] = [];
  #count = 0;

  constructor(seed: string | number, rates: PersonRates) {
    this.#seed = seed;
    this.#rates = rates;
    this.#random = createRandom(seed, 'persons');
    this.#nextBsn = createBsnSource(this.#random);
  }

  addressBook(city: City): AddressBook {
    let book = this.#books.get(city);
    if (book === undefined) {
      book = createAddressBook(city, this.names, createRandom(this.#seed, `streets ${city}`));
      this.#books.set(city, book);
    }
    return book;
  }

  /** Makes one more household: one to eight persons at one address. */
  household(city: City): Person[] {
    const random = this.#random;
    const book = this.addressBook(city);
    const home: Home = {
      address: book.draw(random),
      previousAddress: book.draw(random),
      moved: random.chance(this.#rates.movers),
    };
    const twin = this.#waiting.pop();
    if (twin !== undefined) return [this.#person(twin.origin, home, 0, twin.settled)];
    const origin = origins[sampleOrigin(random)]!;
    switch (sampleHousehold(random)) {
      case 0:
        return [this.#adult(origin, home, adultYear(random), {})];
      case 1:
        return this.#couple(origin, home, adultYear(random));
      case 2: {
        const couple = this.#couple(origin, home, parentYear(random));
        const father = couple.find(({ sex }) => sex === 'M') ?? couple[0]!;
        return [...couple, ...this.#children(father, home)];
      }
      default: {
        const mother = this.#adult(origin, home, parentYear(random), { sex: 'V' });
        return [mother, ...this.#children(mother, home)];
      }
    }
  }

  #person(origin: Origin, home: Home, birthYear: number, settled: Settled): Person {
    const random = this.#random;
    const sex = settled.sex ?? (random.chance(0.5) ? 'M' : 'V');
    const year = settled.birth?.year ?? birthYear;
    const bornAbroad = settled.bornAbroad ?? random.chance(origin.bornAbroad);
    const drawn = this.names.drawGiven(origin, sex, year, random);
    const surname = settled.surname ?? this.names.drawSurname(origin, random);
    const assignable = bornAbroad && origin.assignedDates && year < 1985;
    return {
      id: this.#count++,
      sex,
      origin,
      bornAbroad,
      birth: settled.birth ?? birthday(year, assignable ? this.#rates.assignedBirthday : 0, random),
      givenNames: settled.namesake?.givenNames ?? drawn.names,
      calledName: settled.namesake?.calledName ?? drawn.called,
      surname: bySex(surname, sex, origin),
      partner: undefined,
      nameUse: 'E',
      address: home.address,
      previousAddress: home.previousAddress,
      moved: home.moved,
      bsn: this.#nextBsn(random),
    };
  }

  /** The other child of a twin birth, if it is one; a third of twins are identical. */
  #twinOf(first: Person): Settled | undefined {
    if (!this.#random.chance(this.#rates.twins)) return undefined;
    const { surname, birth, bornAbroad, sex } = first;
    return { surname, birth, bornAbroad, ...(this.#random.chance(1 / 3) ? { sex } : {}) };
  }

  #adult(origin: Origin, home: Home, year: number, settled: Settled): Person {
    const adult = this.#person(origin, home, year, settled);
    const twin = this.#twinOf(adult);
    if (twin !== undefined) this.#waiting.push({ origin, settled: twin });
    return adult;
  }

  #couple(origin: Origin, home: Home, year: number): Person[] {
    const random = this.#random;
    const head = this.#adult(origin, home, year, {});
    const partnerOrigin = random.chance(0.12) ? origins[sampleOrigin(random)]! : origin;
    const sameSex = random.chance(0.03);
    const sex = (head.sex === 'M') === sameSex ? 'M' : 'V';
    const partnerYear = Math.min(year + random.below(7) - 3, referenceYear - 19);
    const partner = this.#adult(partnerOrigin, home, partnerYear, { sex });
    head.partner = partner.surname;
    partner.partner = head.surname;
    for (const one of [head, partner]) {
      if (one.sex === 'V') one.nameUse = nameUses[sampleNameUse(random)]!;
    }
    return [head, partner];
  }

  /** Children of 15 and over who still live at home, with the name and origin of this parent. */
  #children(parent: Person, home: Home): Person[] {
    const random = this.#random;
    const { origin, surname } = parent;
    const family: Person[] = [];
    let year = Math.max(parent.birth.year + 22 + random.below(10), referenceYear - 28);
    for (let left = 1 + random.below(3); left > 0 && year <= referenceYear - 16; left--) {
      const namesake =
        parent.sex === 'M' && origin.id === 'dutch' && random.chance(this.#rates.namedAfterFather);
      const settled: Settled = { surname, bornAbroad: parent.bornAbroad && random.chance(0.5) };
      const child = this.#person(origin, home, year, {
        ...settled,
        ...(namesake ? { sex: 'M', namesake: parent } : {}),
      });
      const twin = this.#twinOf(child);
      family.push(child);
      if (twin !== undefined) family.push(this.#person(origin, home, year, twin));
      year += 1 + random.below(4);
    }
    return family;
  }
}

/** Slavic surnames have a female form: Kowalski, Kowalska. */
function bySex(surname: Surname, sex: Sex, origin: Origin): Surname {
  if (origin.id !== 'polish') return surname;
  const name = surname.name.replace(/(?<=[sc]k|dzk)[ia]$/, sex === 'V' ? 'a' : 'i');
  return { prefix: surname.prefix, name };
}

function adultYear(random: Random): number {
  return referenceYear - 1 - (20 + 5 * sampleAgeGroup(random) + random.below(5));
}

function parentYear(random: Random): number {
  return referenceYear - 1 - (40 + random.below(22));
}

function birthday(year: number, assigned: number, random: Random): PlainDate {
  if (random.chance(assigned)) return { year, month: random.chance(0.7) ? 1 : 7, day: 1 };
  return dateOfYearDay(year, random.below(daysInYear(year)));
}
