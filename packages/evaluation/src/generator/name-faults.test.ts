// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addressName,
  canRespell,
  foldToAscii,
  garble,
  initials,
  machineReadableStyle,
  mistype,
  movePrefix,
  respell,
} from './name-faults.ts';
import { createRandom } from './random.ts';

const many = <T>(draw: (random: ReturnType<typeof createRandom>) => T): Set<T> => {
  const random = createRandom('names', 'test');
  return new Set(Array.from({ length: 300 }, () => draw(random)));
};

describe('name of address', () => {
  const own = { prefix: '', name: 'Jansen' };
  const partner = { prefix: 'de', name: 'Vries' };

  test.each([
    ['E', own],
    ['P', partner],
    ['V', { prefix: 'de', name: 'Vries-Jansen' }],
    ['N', { prefix: '', name: 'Jansen-de Vries' }],
  ] as const)('use %s', (use, expected) => {
    expect(addressName(own, partner, use)).toEqual(expected);
  });
});

test('a prefix moves, merges, shrinks or is lost', () => {
  const forms = many((random) => {
    const { prefix, surname } = movePrefix(
      { given: 'Jan', prefix: 'van den', surname: 'Berg' },
      random,
    );
    return `${prefix}|${surname}`;
  });
  expect([...forms].sort()).toEqual(
    ['v.d.|Berg', '|Berg', '|Berg, van den', '|Vandenberg', '|v.d. Berg', '|van den Berg'].sort(),
  );
  const plain = { given: 'Jan', prefix: '', surname: 'Bakker' };
  expect(many((random) => movePrefix(plain, random))).toEqual(new Set([plain]));
});

test('initials are one letter for each name, at most six', () => {
  expect(initials('Johannes Petrus  Maria')).toBe('J.P.M.');
  expect(initials('a b c d e f g h')).toBe('A.B.C.D.E.F.');
});

describe('script', () => {
  test.each([
    ['Şahin', 'Sahin'],
    ['Łukasz', 'Lukasz'],
    ['Daniëls', 'Daniels'],
    ['Đặng', 'Dang'],
    ['Yılmaz', 'Yilmaz'],
    ['Strauß', 'Strauss'],
  ])('%s becomes %s in ASCII', (name, expected) => {
    expect(foldToAscii(name)).toBe(expected);
  });

  test('machine-readable style writes an umlaut as two letters', () => {
    expect(machineReadableStyle('Müller Özçelik')).toBe('Mueller Oezcelik');
  });

  test('mojibake is a question mark or misread bytes', () => {
    expect(many((random) => garble('Daniëls', random))).toEqual(new Set(['Dani?ls', 'DaniÃ«ls']));
  });
});

test('respelling keeps the sound, and only where a rule fits', () => {
  const random = createRandom(1, 'respell');
  expect(respell('Meijer', random)).toBe('Meyer');
  expect(canRespell('Bob')).toBe(false);
  expect(respell('Bob', random)).toBe('Bob');
});

test('a slip of the keyboard changes any name by one or two letters and keeps the first', () => {
  const name = fc.stringMatching(/^[A-Z][a-z]{2,12}$/);
  fc.assert(
    fc.property(name, fc.nat(), (text, seed) => {
      const typed = mistype(text, createRandom(seed, 'typo'));
      expect(typed).not.toBe(text);
      expect(typed[0]).toBe(text[0]);
      expect(Math.abs(typed.length - text.length)).toBeLessThanOrEqual(1);
    }),
  );
  expect(mistype('Li', createRandom(1, 'typo'))).toBe('Lii');
});
