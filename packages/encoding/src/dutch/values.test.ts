// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { normalise } from '../normalise.ts';
import { checkBsn } from './bsn.ts';
import { dayNumber, readCertainty } from './date.ts';
import { readHouseNumber } from './house-number.ts';
import { isLetterAddress } from './letter-address.ts';
import { readNameUsage } from './name-usage.ts';
import { readPostcode } from './postcode.ts';
import { readSex } from './sex.ts';

describe('a citizen service number', () => {
  test.each([
    '999993653',
    '111222333',
    '123456782',
    '12.34.56.782',
    '010464554',
    '10464554',
    '1234 56782',
  ])('%s is valid', (text) => {
    expect(checkBsn(text)).toBe('valid');
  });

  test.each([
    ['', 'missing'],
    [' ', 'missing'],
    ['123456789', 'check'],
    ['000000000', 'check'],
    ['00000000', 'check'],
    ['555555555', 'check'],
    ['000000012', 'check'],
    ['1234567', 'form'],
    ['1234567890', 'form'],
    ['12345678a', 'form'],
  ])('"%s" is %s', (text, result) => {
    expect(checkBsn(text)).toBe(result);
  });

  test('of which one digit is wrong is not valid', () => {
    const place = fc.integer({ min: 0, max: 8 });
    const by = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(place, by, (at, more) => {
        const digits = Array.from('123456782');
        digits[at] = String((Number(digits[at]) + more) % 10);
        expect(checkBsn(digits.join(''))).not.toBe('valid');
      }),
    );
  });
});

describe('a postcode', () => {
  test.each([
    ['3011 AB', '3011', 'ab'],
    ['3011ab', '3011', 'ab'],
    ['NL-3011 AB', '3011', 'ab'],
    ['3011', '3011', ''],
  ])('%s', (value, digits, letters) => {
    expect(readPostcode(normalise(value))).toEqual({ kind: 'postcode', digits, letters });
  });

  test.each(['0000AA', '9999 ZZ', '1234AB', '0000', 'NL 9999XX'])('%s is a default', (value) => {
    expect(readPostcode(normalise(value))).toEqual({ kind: 'default' });
  });

  test.each([
    '0123AB',
    '3011SA',
    '3011SD',
    '3011SS',
    'B-2000',
    '40210',
    '3011A',
    '3011ABC',
    'AB3011',
  ])('%s is wrong', (value) => {
    expect(readPostcode(normalise(value))).toEqual({ kind: 'wrong' });
  });
});

describe('a house number', () => {
  test.each<[string, string, string, string]>([
    ['12', '', '', '12 '],
    ['012', '', '', '12 '],
    ['nr 12', '', '', '12 '],
    ['12a', '', '', '12 a'],
    ['12-II', '', '', '12 2'],
    ['12 bis', '', '', '12 bis'],
    ['12 hs', '', '', '12 hs'],
    ['12 huis', '', '', '12 hs'],
    ['12/1', '', '', '12 1'],
    ['12 I hoog', '', '', '12 1'],
    ['12', 'A', '', '12 a'],
    ['12', 'A', '2', '12 a2'],
    ['12', '', 'H', '12 hs'],
    ['12a', '', '2', '12 a2'],
    ['0', '', '', ' '],
    ['00000', '', '', ' '],
  ])('%s, %s, %s', (value, letter, addition, expected) => {
    const read = readHouseNumber(normalise(value), normalise(letter), normalise(addition));
    expect(`${read!.number} ${read!.addition}`).toBe(expected);
  });

  test.each(['123456', 'A12', 'bis', ''])('"%s" is none', (value) => {
    expect(readHouseNumber(normalise(value))).toBeUndefined();
  });
});

describe('codes', () => {
  test.each([
    ['M', 'm'],
    ['V', 'v'],
    ['F', 'v'],
    ['1', 'm'],
    ['02', 'v'],
    ['0', ''],
    ['O', ''],
    ['Vrouw', 'v'],
    ['q', undefined],
  ])('of sex: %s', (value, sex) => {
    expect(readSex(normalise(value))).toBe(sex);
  });

  test.each([
    ['E', 'E'],
    ['1', 'E'],
    ['02', 'P'],
    ['3', 'V'],
    ['4', 'N'],
    ['0', ''],
    ['', ''],
    ['7', undefined],
  ])('of name usage: "%s"', (value, usage) => {
    expect(readNameUsage(normalise(value))).toBe(usage);
  });

  test.each([
    ['', 'whole'],
    ['0', 'whole'],
    ['1', 'dayUnknown'],
    ['02', 'monthUnknown'],
    ['3', 'unknown'],
    ['4', undefined],
  ])('of certainty: "%s"', (value, certainty) => {
    expect(readCertainty(normalise(value))).toBe(certainty);
  });

  test('of a letter address', () => {
    expect(['b', 'ja', '1'].every(isLetterAddress)).toBe(true);
    expect(['w', 'nee', '0', ''].some(isLetterAddress)).toBe(false);
  });
});

test('the number of a day counts the days of the calendar', () => {
  const days = fc.date({
    min: new Date('1850-01-01'),
    max: new Date('2100-12-31'),
    noInvalidDate: true,
  });
  const numberOf = (day: Date): number =>
    dayNumber(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate());
  const dayOf = (day: Date): number => Math.floor(day.getTime() / 86_400_000);
  fc.assert(
    fc.property(days, days, (one, two) => {
      expect(numberOf(one) - numberOf(two)).toBe(dayOf(one) - dayOf(two));
    }),
  );
});
