// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import type { PayloadVariable } from '@koppel/study';
import { marksOf } from './characters.ts';
import { isDefault } from './default-values.ts';
import { datePairs, deathVariable, meaningOf, startVariable } from './meaning.ts';
import { RecentValues } from './recent-values.ts';

const date = (name: string): PayloadVariable => ({ name, label: name, type: 'date' });

describe('meaning', () => {
  test.each([
    ['surname', 'surname', 'surname'],
    ['anything', 'postcode', 'postcode'],
    ['geslachtsnaam', 'text', 'surname'],
    ['voornamen', 'text', 'givenNames'],
    ['geslacht', 'code', 'sex'],
    ['huisnummer', 'code', 'houseNumber'],
    ['geboortedatum', 'date', 'birthDate'],
    ['overlijdensdatum', 'date', 'deathDate'],
    ['addressDate', 'date', 'date'],
    ['street', 'text', 'other'],
    ['constructor', 'constructor', 'other'],
  ])('%s of type %s is %s', (name, type, meaning) => {
    expect(meaningOf({ name, type })).toBe(meaning);
  });

  test('the only start and the only end of a register are a pair, whatever they are called', () => {
    expect(datePairs([date('ingangsdatum'), date('einddatum')])).toEqual([{ start: 0, end: 1 }]);
    expect(datePairs([date('endDate'), date('decided'), date('startDate')])).toEqual([
      { start: 2, end: 0 },
    ]);
  });

  test('of several, those of one stem are', () => {
    const several = ['trajectStart', 'jobStart', 'jobEnd', 'trajectEnd', 'stopDate'].map(date);
    expect(datePairs(several)).toEqual([
      { start: 1, end: 2 },
      { start: 0, end: 3 },
    ]);
  });

  test('numbers are no dates, and a death is found by its name', () => {
    const amount: PayloadVariable = { name: 'startAmount', label: 'x', type: 'number' };
    expect(datePairs([amount, date('endDate')])).toEqual([]);
    expect(startVariable([amount, date('since')])).toBe(1);
    expect(deathVariable([date('start'), date('datumOverlijden')])).toBe(1);
    expect(deathVariable([amount])).toBe(-1);
  });
});

describe('characters', () => {
  test.each([
    ['surname', 'Daniëls', ['diacritics']],
    ['surname', 'Łukasz', ['diacritics']],
    ['surname', 'DaniÃ«ls', ['diacritics', 'damaged']],
    ['surname', 'Åžahin', ['diacritics', 'damaged']],
    ['surname', 'Dani?ls', ['damaged']],
    ['surname', 'Jos?', ['damaged']],
    ['surname', 'DE VRIES', ['upperCase']],
    ['surname', 'Jansen2', ['digits']],
    ['surname', 'Jansen ', ['outerSpaces']],
    ['surname', "van 't Hof-de Wit", []],
    ['givenNames', 'J.P.', ['initialsOnly']],
    ['givenNames', 'J P', ['initialsOnly']],
    ['givenNames', 'Th. IJ.', ['initialsOnly']],
    ['givenNames', 'Jan', []],
    ['givenNames', 'Bo', []],
    ['postcode', '3011 ab', []],
    ['postcode', '0123AB', ['oddForm']],
    ['houseNumber', '12-bis', []],
    ['houseNumber', '12 A', []],
    ['houseNumber', 't/o 12 achter', ['oddForm']],
    ['sex', 'vrouw', []],
    ['sex', '7', ['oddForm']],
  ] as const)('%s %s', (meaning, value, marks) => {
    expect(marksOf(meaning, value)).toEqual(marks);
  });
});

test('defaults are those of the fixed lists, each for its own kind of field', () => {
  expect(isDefault('birthDate', '01-01-1900')).toBe(true);
  expect(isDefault('birthDate', '1970-01-01')).toBe(false);
  expect(isDefault('date', '1970-01-01')).toBe(true);
  expect(isDefault('postcode', '1234 ab')).toBe(true);
  expect(isDefault('postcode', '3011AB')).toBe(false);
  expect(isDefault('surname', 'Naam onbekend')).toBe(true);
  expect(isDefault('other', 'test')).toBe(false);
});

test('values are worked out once, within a limit, and anew when others keep coming', () => {
  const worked: string[] = [];
  const recent = new RecentValues<number>(2, 3);
  const ask = (value: string): number =>
    recent.of(value, (one) => {
      worked.push(one);
      return one.length;
    });
  expect(['a', 'bb', 'a', 'bb'].map(ask)).toEqual([1, 2, 1, 2]);
  expect(worked).toEqual(['a', 'bb']);
  ['c', 'd', 'e', 'f'].forEach(ask);
  ask('a');
  expect(worked).toEqual(['a', 'bb', 'c', 'd', 'e', 'f', 'a']);
});
