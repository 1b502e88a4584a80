// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldTable, placeholders } from './fold-table.ts';
import { isMissing, normalise, normalisationHash } from './normalise.ts';

test.each([
  ['van den Berg', 'van den berg'],
  ['  Öztürk-Łukasz ', 'ozturk lukasz'],
  ['Daniëls', 'daniels'],
  ['İIıŞş', 'iiiss'],
  ['Straße', 'strasse'],
  ['STRAẞE', 'strasse'],
  ['Ærø Œuvre Þór Đurić Ðorg', 'aero oeuvre thor duric dorg'],
  ['Ĳsselmuĳden', 'ijsselmuijden'],
  ['O’Brien', 'o brien'],
  ['Saʼid', 'sa id'],
  ['ﬁ Ｏ', 'fi o'],
  ['3011 AB', '3011 ab'],
  ['12-a', '12 a'],
])('%s becomes %s', (value, words) => {
  expect(normalise(value)).toBe(words);
});

test.each([
  ['Παπαδόπουλος', 'παπαδοπουλοσ'],
  ['Йёжик', 'иежик'],
  ['محمّد', 'محمد'],
  ['شِركة', 'شركه'],
  ['שָׁלוֹם', 'שלום'],
  ['हिन्दी', 'हिन्दी'],
  ['王小明', '王小明'],
])('letters of other scripts stay: %s', (value, words) => {
  expect(normalise(value)).toBe(words);
});

test('composed and decomposed forms are one', () => {
  const letters = fc.string({ unit: fc.constantFrom(...Array.from('éàüçñÅőẽ漢ガ한')) });
  fc.assert(
    fc.property(letters, (value) => {
      expect(normalise(value.normalize('NFD'))).toBe(normalise(value.normalize('NFC')));
    }),
  );
});

test('twice is once, and only letters, digits, marks and single spaces are left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const words = normalise(value);
      expect(normalise(words)).toBe(words);
      expect(words).toMatch(/^(?:[\p{L}\p{N}\p{M}]+(?: [\p{L}\p{N}\p{M}]+)*)?$/u);
    }),
  );
});

test('plain values take a short cut to the same words', () => {
  const words = fc.array(fc.stringMatching(/^[A-Za-z0-9]+$/), { minLength: 1 });
  fc.assert(
    fc.property(words, (parts) => {
      // A trailing full stop is dropped, and sends the value the long way.
      expect(normalise(parts.join(' '))).toBe(normalise(`${parts.join(' ')}.`));
    }),
  );
});

test('what the table yields is not folded again', () => {
  for (const [character, replacement] of Object.entries(foldTable)) {
    expect(character.normalize('NFKD').toLowerCase()).toBe(character);
    expect(normalise(replacement)).toBe(replacement.trim());
  }
});

test.each(['', ' ', '.', '-', '?', 'onbekend', 'Unknown', 'N.N.B.', 'X', 'NaN', 'null', 'None'])(
  'placeholder "%s" is missing',
  (value) => {
    expect(isMissing(normalise(value))).toBe(true);
  },
);

test.each(['0', 'xx', 'nn', 'Onbekende', 'Ng'])('"%s" is not missing', (value) => {
  expect(isMissing(normalise(value))).toBe(false);
});

test('the table and the placeholders are what the hash says', () => {
  expect(Object.keys(foldTable)).toHaveLength(46);
  expect(placeholders).toHaveLength(7);
  expect(normalisationHash).toBe(
    '205098ce9fd1d69f13e926f8b434441279f8beb2f320ea8aaa49eff618eeff76',
  );
});
