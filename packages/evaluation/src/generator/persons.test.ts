// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { passesElfproef } from './bsn.ts';
import { daysInMonth } from './calendar.ts';
import { origins, readSurnames } from './origins.ts';
import { defaultPersonRates, referenceYear, World, type Person } from './persons.ts';

const world = new World('persons', defaultPersonRates);
const households: Person[][] = [];
let total = 0;
while (total < 100_000) {
  const household = world.household('Den Haag');
  households.push(household);
  total += household.length;
}
const persons = households.flat();
const dutch = persons.filter(({ origin }) => origin.id === 'dutch');

/** Expects a count from `trials` to lie within 4.5 standard errors of `probability`. */
function expectShare(count: number, trials: number, probability: number): void {
  const tolerance = 4.5 * Math.sqrt((probability * (1 - probability)) / trials);
  expect(Math.abs(count / trials - probability)).toBeLessThan(tolerance);
}

describe('names', () => {
  const { surnames, bearers } = readSurnames();
  const all = bearers.reduce((sum, count) => sum + count, 0);

  test('the list of surnames is whole', () => {
    expect(surnames).toHaveLength(9980);
    expect(surnames[0]).toEqual({ prefix: 'de', name: 'Jong' });
    expect(bearers[0]).toBe(86_375);
  });

  /** Households, not persons: members of one share their surname. */
  const heads = households.map(([head]) => head!).filter(({ origin }) => origin.id === 'dutch');

  test.each([0, 1, 2, 3, 9])('surname %# follows its frequency in the list', (rank) => {
    const { prefix, name } = surnames[rank]!;
    const found = heads.filter(({ surname }) => surname.prefix === prefix && surname.name === name);
    expectShare(found.length, heads.length, bearers[rank]! / all);
  });

  test('28.7 % of bearers have a prefix, in the list and in the draw', () => {
    const withPrefix = surnames.reduce(
      (sum, { prefix }, index) => sum + (prefix === '' ? 0 : bearers[index]!),
      0,
    );
    expect(withPrefix / all).toBeCloseTo(0.287, 2);
    expectShare(
      heads.filter(({ surname }) => surname.prefix !== '').length,
      heads.length,
      withPrefix / all,
    );
  });

  test.each(origins.filter(({ names }) => names !== undefined))(
    '$id has 40 names of each kind, none twice',
    ({ names }) => {
      for (const list of [names!.male, names!.female, names!.surnames]) {
        expect(list.length).toBeGreaterThanOrEqual(40);
        expect(new Set(list.map(([usual]) => usual)).size).toBe(list.length);
      }
    },
  );

  test('Polish surnames agree with sex', () => {
    const polish = persons.filter(({ origin }) => origin.id === 'polish');
    expect(polish.filter(({ sex, surname }) => sex === 'V' && /ski$/.test(surname.name))).toEqual(
      [],
    );
    expect(polish.some(({ surname }) => surname.name.endsWith('ska'))).toBe(true);
  });
});

describe('birth dates', () => {
  test('exist, and make everyone 15 or older', () => {
    const impossible = persons.filter(
      ({ birth: { year, month, day } }) =>
        day < 1 || day > daysInMonth(year, month) || year > referenceYear - 16,
    );
    expect(impossible).toEqual([]);
  });

  test('are uniform over the year for the Dutch, 29 February included', () => {
    const on = (month: number, day: number): number =>
      dutch.filter(({ birth }) => birth.month === month && birth.day === day).length;
    expectShare(on(1, 1), dutch.length, 1 / 365.25);
    expectShare(on(2, 29), dutch.length, 1 / 1461);
  });

  test('were often assigned on 1 January or 1 July to older persons born abroad', () => {
    const abroad = persons.filter(
      ({ bornAbroad, origin, birth }) => bornAbroad && origin.assignedDates && birth.year < 1985,
    );
    const assigned = abroad.filter(
      ({ birth: { month, day } }) => day === 1 && (month === 1 || month === 7),
    );
    const rate = defaultPersonRates.assignedBirthday;
    expectShare(assigned.length, abroad.length, rate + (1 - rate) * (2 / 365.25));
  });
});

describe('households', () => {
  test('share an address; a partner is known to the other', () => {
    const odd = households.filter((household) => {
      const [one, other, third] = household.filter(({ partner }) => partner !== undefined);
      return (
        household.some(({ address }) => address !== household[0]!.address) ||
        third !== undefined ||
        one?.partner !== other?.surname
      );
    });
    expect(odd).toEqual([]);
  });

  const key = ({ birth, surname }: Person): string =>
    [birth.year, birth.month, birth.day, surname.prefix, surname.name].join(' ');

  test('twins are 1.5 % of births', () => {
    const families = households.map((household) =>
      household.filter(({ birth }) => birth.year > household[0]!.birth.year + 18),
    );
    const births = families.map((children) => new Set(children.map(key)).size);
    const children = families.reduce((sum, { length }) => sum + length, 0);
    const count = births.reduce((sum, size) => sum + size, 0);
    expectShare(children - count, count, defaultPersonRates.twins);
  });

  test('without twins no two of a household share a birthday and a name', () => {
    const none = new World('persons', { ...defaultPersonRates, twins: 0, movers: 0 });
    const without = Array.from({ length: 20_000 }, () => none.household('Den Haag'));
    for (const household of without)
      expect(new Set(household.map(key)).size).toBe(household.length);
    expect(without.flat().some(({ moved }) => moved)).toBe(false);
  });

  test('some sons have all their father’s names', () => {
    const named = households.filter(([head, , ...others]) =>
      others.some(({ sex, givenNames }) => sex === 'M' && givenNames === head!.givenNames),
    );
    expect(named.length).toBeGreaterThan(50);
  });
});

test('every BSN passes the elfproef and occurs once; one in ten begins with a zero', () => {
  expect(persons.every(({ bsn }) => passesElfproef(bsn))).toBe(true);
  expect(new Set(persons.map(({ bsn }) => bsn)).size).toBe(persons.length);
  expectShare(persons.filter(({ bsn }) => bsn.startsWith('0')).length, persons.length, 0.1);
});

test.each([
  ['111222333', true],
  ['123456782', true],
  ['123456789', false],
  ['000000000', false],
  ['12345678', false],
  ['12345678a', false],
])('elfproef of %s is %s', (bsn, valid) => {
  expect(passesElfproef(bsn)).toBe(valid);
});
