// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { abbreviatedPrefixes, nationalPrefixes } from './prefix-table.ts';
import { isPrefix, leadingPrefix, trailingPrefix, withoutMergedPrefix } from './prefixes.ts';
import { readSurname, readSurnameWith } from './surname.ts';

/** `prefix>name` for each name. */
function read(value: string, prefix?: string): string {
  const parts = prefix === undefined ? readSurname(value) : readSurnameWith(prefix, value);
  return parts.map((part) => `${part.prefix}>${part.name}`).join(' + ');
}

describe('a prefix', () => {
  test.each([
    ['van den Berg', 'van den>berg'],
    ['VAN DEN BERG', 'van den>berg'],
    ['v.d. Berg', 'v d>berg'],
    ['v/d Berg', 'v d>berg'],
    ['V/D BERG', 'v d>berg'],
    ['vd Berg', 'vd>berg'],
    ['v d Berg', 'v d>berg'],
    ['v. Dijk', 'v>dijk'],
    ['vdn Berg', 'vdn>berg'],
    ["van 't Hof", 'van t>hof'],
    ["in 't Veld", 'in t>veld'],
    ["'t Hart", 't>hart'],
    ['op den Camp', 'op den>camp'],
    ["voor in 't Holt", 'voor in t>holt'],
    ['ter Horst', 'ter>horst'],
    ["d'Angelo", 'd>angelo'],
    ['von und zu Berg', 'von und zu>berg'],
    ['de la Cruz', 'de la>cruz'],
    ['de Vries', 'de>vries'],
    ['deVries', 'de>vries'],
    ['DeJong', 'de>jong'],
    ['El Idrissi', 'el>idrissi'],
    ['El-Idrissi', 'el>idrissi'],
    ['Al-Shabaab', 'al>shabaab'],
    ['Es-Saidi', 'es>saidi'],
    ['de El Ouali', 'de el>ouali'],
  ])('in front: %s', (value, expected) => {
    expect(read(value)).toBe(expected);
  });

  test.each([
    ['Berg, van den', 'van den>berg'],
    ['Berg,van den', 'van den>berg'],
    ['Berg, v.d.', 'v d>berg'],
    ['Berg, v/d', 'v d>berg'],
    ['Berg, J. van den', 'van den>berg'],
    ['Berg, van den J.', 'van den>berg'],
    ['Berg, van den, J.', 'van den>berg'],
    ['Berg, Jan van den', 'van den>berg'],
    ['v.d. Berg, J.', 'v d>berg'],
    ['Berg, J.', '>berg'],
    ['Berg, Jan', '>berg'],
    ['Berg (van den)', 'van den>berg'],
    ['Berg v.d.', 'v d>berg'],
    ['Berg van den', 'van den>berg'],
    [', de Vries', 'de>vries'],
    [',', ''],
  ])('behind: %s', (value, expected) => {
    expect(read(value)).toBe(expected);
  });

  test.each([
    ['Vandenberg', 'vanden>berg'],
    ['VandenBerg', 'vanden>berg'],
    ['Vandersteen', 'vander>steen'],
    ['Vandeputte', 'vande>putte'],
    ['Vandijk', 'van>dijk'],
    ['Vandelft', 'van>delft'],
    ['Vandervoort', 'vander>voort'],
    ['Vance', '>vance'],
    ['Vander', '>vander'],
    ['Vanessen', '>vanessen'],
    ['Dekker', '>dekker'],
    ['Elbers', '>elbers'],
    ['Terpstra', '>terpstra'],
    ['McDonald', '>mcdonald'],
  ])('merged, where a name is left: %s', (value, expected) => {
    expect(read(value)).toBe(expected);
  });

  test.each([
    ['Berg', 'van den', 'van den>berg'],
    ['Berg', 'v.d.', 'v d>berg'],
    ['Berg', 'V/D', 'v d>berg'],
    ['Berg', '', '>berg'],
    ['Berg', '.', '>berg'],
    ['van den Berg', 'van den', 'van den>berg'],
    ['Idrissi', 'El', 'el>idrissi'],
    ['Ali', 'Ben', '>benali'],
    ['Ben Ali', 'Ben', '>benali'],
    ['Brahim', 'Ait', '>aitbrahim'],
    ['Hoef', 'ver', '>verhoef'],
    ['Vries-Jansen', 'de', 'de>vries + >jansen'],
    ['.', 'van', ''],
  ])('in its own column: %s with "%s"', (value, prefix, expected) => {
    expect(read(value, prefix)).toBe(expected);
  });

  test('of the national table is found in front of any name, and leaves the name', () => {
    const name = fc.stringMatching(/^[bcfgkmr][aeou][bcfgkm][a-z]{1,8}$/);
    const prefixes = [...nationalPrefixes, ...Object.keys(abbreviatedPrefixes)].filter(isPrefix);
    expect(prefixes.length).toBeGreaterThan(150);
    fc.assert(
      fc.property(fc.constantFrom(...prefixes), name, (prefix, word) => {
        const [found] = readSurname(`${prefix} ${word}`);
        expect(found!.name).toBe(word.replaceAll('y', 'ij'));
        expect(readSurname(`${word}, ${prefix}`)[0]!.name).toBe(found!.name);
        expect(readSurnameWith(prefix, word)[0]!.name).toBe(found!.name);
      }),
    );
  });

  test('is the longest that leaves a word', () => {
    expect(leadingPrefix(['van', 'de', 'l', 'isle'])).toBe(3);
    expect(leadingPrefix(['van', 'den'])).toBe(1);
    expect(leadingPrefix(['van'])).toBe(0);
    expect(trailingPrefix(['berg', 'van', 'den'])).toBe(2);
    expect(trailingPrefix(['nguijen', 'do'])).toBe(0);
    expect(withoutMergedPrefix('vanden')).toBeUndefined();
  });
});

describe('a column', () => {
  test.each([
    ['de Vries-Jansen', 'de>vries + >jansen'],
    ['Jansen - de Vries', '>jansen + de>vries'],
    ['Jansen/Pietersen', '>jansen + >pietersen'],
    ['van den Berg–de Vries', 'van den>berg + de>vries'],
    ["d'Angelo-Huis in 't Veld", 'd>angelo + >huisintveld'],
    ['Jansen e.v. de Vries', '>jansen + de>vries'],
    ['Jansen ev de Vries', '>jansen + de>vries'],
    ['de Vries geb. Jansen', 'de>vries + >jansen'],
    ['Jansen-', '>jansen'],
    ['-Jansen', '>jansen'],
    ['Ben-Ali', '>benali'],
    ['Jansen-van', '>jansen + >van'],
  ])('can hold two names: %s', (value, expected) => {
    expect(read(value)).toBe(expected);
  });

  test.each([
    ['J. van den Berg', 'van den>berg'],
    ['J.P. de Vries', 'de>vries'],
    ['drs. J. de Vries', 'de>vries'],
    ['Mevrouw de Vries', 'de>vries'],
    ['Berg J.P.', '>berg'],
    ['Berg J', '>berg'],
    ['de Vries jr.', 'de>vries'],
  ])('can hold more than the name: %s', (value, expected) => {
    expect(read(value)).toBe(expected);
  });

  test.each([
    ["O'Brien", '>obrien'],
    ["M'Hamdi", '>mhamdi'],
    ['Kara Kaya', '>karakaija'],
    ['Groot Esselink', '>grootesselink'],
    ['Ait Brahim', '>aitbrahim'],
    ['Ben Ali', '>benali'],
    ['Benali', '>benali'],
    ['Van', '>van'],
    ['Le', '>le'],
    ['王', '>王'],
    ['Dani?ls', '>dani?ls'],
  ])('can hold a name to leave alone: %s', (value, expected) => {
    expect(read(value)).toBe(expected);
  });

  test.each(['', '.', '-', 'onbekend', 'Onbekend', 'N.N.', 'X', 'geen achternaam'])(
    'can hold nothing: "%s"',
    (value) => {
      expect(read(value)).toBe('');
    },
  );

  test('with a character that stands for several has no space in a name', () => {
    for (const { name } of readSurnameWith('', '\u{1f100}\u2c00')) expect(name).not.toContain(' ');
  });

  test('of any text gives names of letters, digits and marks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (value, prefix) => {
        for (const { name } of readSurnameWith(prefix, value)) {
          expect(name).toMatch(/^[\p{L}\p{N}\p{M}?]+$/u);
        }
      }),
      { numRuns: 500 },
    );
  });
});
