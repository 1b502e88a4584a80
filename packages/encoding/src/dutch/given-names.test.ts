// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { nameClasses, readGivenNames } from './given-names.ts';
import { initialsOfNames, isInitials, readInitials } from './initials.ts';

describe('initials', () => {
  test.each(['J.', 'J', 'J.P.', 'J P M', 'J. P.', 'Th.J.', 'J.-W.', 'JPM', 'Ph.', 'IJ.', 'Ö.P.'])(
    '%s are initials',
    (value) => {
      expect(isInitials(value)).toBe(true);
    },
  );

  test.each(['Jo', 'JO', 'Th', 'Jan', 'Jan P.', 'ED', '', 'J.Petrus'])('%s are none', (value) => {
    expect(isInitials(value)).toBe(false);
  });

  test.each([
    ['J.P.', 'j p'],
    ['JP', 'j p'],
    ['J P M', 'j p m'],
    ['Th.J.', 't j'],
    ['ThJ', 't j'],
    ['Ph.', 'p'],
    ['IJ', 'ij'],
    ['Y.', 'ij'],
    ['J.-W.', 'j'],
    ['J-W.P.', 'j p'],
    ['Ö.', 'o'],
    ['J.?', 'j'],
    ['', ''],
    ['JPMCWA', 'j p m c w a'],
  ])('read from %s: %s', (value, initials) => {
    expect(readInitials(value).join(' ')).toBe(initials);
  });

  test.each([
    [['Johannes', 'Petrus'], 'j p'],
    [['Theodorus'], 't'],
    [['IJsbrand', 'Yvonne'], 'ij ij'],
    [['Jan-Willem'], 'j'],
    [['-'], ''],
    [['?ahin'], '?'],
    [['王'], '王'],
  ])('of names %j: %s', (names, initials) => {
    expect(initialsOfNames(names).join(' ')).toBe(initials);
  });
});

describe('given names', () => {
  test.each<[string, string, string, object]>([
    [
      'Johannes Petrus',
      '',
      '',
      { names: ['johannes', 'petrus'], callName: '', initials: ['j', 'p'] },
    ],
    ['J.P.', '', '', { names: [], callName: '', initials: ['j', 'p'] }],
    ['', 'J.P.', 'Hans', { names: [], callName: 'hans', initials: ['j', 'p'] }],
    ['Johannes', 'J.P.', '', { names: ['johannes'], callName: '', initials: ['j', 'p'] }],
    ['Johannes P.', 'J.', '', { names: ['johannes'], callName: '', initials: ['j', 'p'] }],
    ['Jan-Willem', '', 'J.', { names: ['janwillem'], callName: '', initials: ['j'] }],
    ['.', '.', '.', { names: [], callName: '', initials: [] }],
    ['onbekend', '', '', { names: [], callName: '', initials: [] }],
  ])('"%s", "%s", "%s"', (value, initials, callName, expected) => {
    expect(readGivenNames(value, initials, callName)).toEqual(expected);
  });

  test.each([
    ['Jan', 'Johannes'],
    ['Hans', 'Johannes'],
    ['Kees', 'Cornelis'],
    ['Wim', 'Wilhelmus'],
    ['Henk', 'Hendrikus'],
    ['Bep', 'Elisabeth'],
    ['Truus', 'Geertruida'],
    ['Mohamed', 'Muhammet'],
    ['Youssef', 'Yusuf'],
    ['Fatma', 'Fatima'],
    ['Khadija', 'Hatice'],
    ['Łukasz', 'Lukas'],
    ['Nuran', 'Nuran'],
  ])('%s can be %s', (name, other) => {
    const [one, two] = [name, other].map((each) => {
      const [first] = readGivenNames(each, '', '').names;
      return nameClasses(first!);
    });
    expect(one!.some((each) => two!.includes(each))).toBe(true);
  });

  test.each([
    ['jan', 'pieter'],
    ['fatima', 'khadija'],
    ['mohammed', 'mahmoud'],
    ['anna', 'emma'],
  ])('%s cannot be %s', (name, other) => {
    expect(nameClasses(name).some((each) => nameClasses(other).includes(each))).toBe(false);
  });
});
