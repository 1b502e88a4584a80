// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { machineReadable } from './letter-tables.ts';
import { letters, machineReadableForm, repairMisread } from './letters.ts';
import { saysNothing } from './missing.ts';

describe('letters', () => {
  test.each([
    ['Jansen', 'jansen'],
    ['Van Dyck', 'van dijck'],
    ['Ĳsselmuĳden', 'ijsselmuijden'],
    ['Ÿsselmuyden', 'ijsselmuijden'],
    ['Daniëls', 'daniels'],
    ['Şahin-Öztürk', 'sahin ozturk'],
    ['Łukasz', 'lukasz'],
    ['STRAẞE', 'strasse'],
    ["in 't Veld", 'in t veld'],
    ['Dani?ls', 'dani?ls'],
    ['Dani\ufffdls', 'dani?ls'],
    ['?ahin', '?ahin'],
    ['Jansen?', 'jansen'],
    ['Jansen ? Bakker', 'jansen bakker'],
    ['Йёжик', 'иежик'],
    ['.', ''],
  ])('%s becomes %s', (value, words) => {
    expect(letters(value)).toBe(words);
  });

  test('twice is once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(letters(letters(value))).toBe(letters(value));
      }),
    );
  });

  test('composed and decomposed forms are one', () => {
    const names = fc.string({ unit: fc.constantFrom(...Array.from('éàüçñÅőẽyÿ ')) });
    fc.assert(
      fc.property(names, (value) => {
        expect(letters(value.normalize('NFD'))).toBe(letters(value.normalize('NFC')));
      }),
    );
  });
});

describe('text read in the wrong character set', () => {
  test.each([
    ['DaniÃ«ls', 'Daniëls'],
    ['Åžahin', 'Şahin'],
    ['Å\u0081ukasz', 'Łukasz'],
    ['WÃ³jcik', 'Wójcik'],
    ['â€™t Hart', '’t Hart'],
    ['Daniëls', 'Daniëls'],
    ['SÃO', 'SÃO'],
  ])('%s is %s', (value, repaired) => {
    expect(repairMisread(value)).toBe(repaired);
  });

  test('every letter of two or three bytes is found again', () => {
    const latin1 = new TextDecoder('windows-1252');
    fc.assert(
      fc.property(fc.integer({ min: 0xc0, max: 0x24f }), (code) => {
        const letter = String.fromCharCode(code);
        const misread = latin1.decode(new TextEncoder().encode(letter));
        expect(repairMisread(`Jan${misread}sen`)).toBe(`Jan${letter}sen`);
      }),
    );
  });
});

describe('the form of a passport', () => {
  test.each([
    ['Müller', 'mueller'],
    ['Øster Åse', 'oester aase'],
    ['Ørsted', 'oersted'],
    ['MuÌller', undefined],
    ['Jansen', undefined],
    ['Daniëls', undefined],
  ])('of %s is %s', (value, written) => {
    expect(machineReadableForm(value)).toBe(written);
  });

  test('changes every letter of its table', () => {
    for (const [letter, written] of Object.entries(machineReadable)) {
      expect(machineReadableForm(letter.toUpperCase())).toBe(written);
    }
  });
});

test.each(['', 'onbekend', 'nn', 'xxx', 'geen voornaam', 'niet bekend', 'n v t'])(
  '"%s" says nothing',
  (words) => {
    expect(saysNothing(words)).toBe(true);
  },
);

test.each(['de geer', 'nnadi', 'geen', 'xu'])('"%s" says something', (words) => {
  expect(saysNothing(words)).toBe(false);
});
