// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sampleFields } from './testing/sample-spec.ts';
import { explainValue } from './explain.ts';
import { tokenise, VALUE_LENGTH_MAX } from './tokens.ts';

const { surname, street, postcode, birthDate, income } = sampleFields;
const lenientDate = { ...birthDate, onInvalid: 'missing' } as const;

describe('text', () => {
  test('has padded q-grams without the spaces, repeats counted', () => {
    expect(tokenise('An Anan', surname).tokens).toEqual([
      '_a',
      'an',
      'na',
      'an#2',
      'na#2',
      'an#3',
      'n_',
    ]);
    expect(tokenise('Ö', street).tokens).toEqual(['__o', '_o_', 'o__']);
    expect(tokenise('ab', { ...surname, q: 1 }).tokens).toEqual(['a', 'b']);
    expect(tokenise('𠮷野', surname).tokens).toEqual(['_𠮷', '𠮷野', '野_']);
  });

  test('has no token twice, and one more than its letters with q = 2', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[abq]{1,30}$/), (value) => {
        const { tokens } = tokenise(`${value}q`, surname);
        expect(new Set(tokens).size).toBe(tokens.length);
        expect(tokens).toHaveLength(value.length + 2);
      }),
    );
  });
});

describe('code', () => {
  test('has the whole, each position and the prefixes that fit', () => {
    expect(tokenise('3011 AB', postcode).tokens).toEqual([
      '=3011ab',
      '0:3',
      '1:0',
      '2:1',
      '3:1',
      '4:a',
      '5:b',
      '4<3011',
    ]);
    expect(tokenise('3011', postcode).tokens).toContain('4<3011');
    expect(tokenise('301', postcode).tokens).toEqual(['=301', '0:3', '1:0', '2:1']);
    const twice = { ...postcode, prefixes: [1, 1] };
    expect(tokenise('7', twice).tokens).toEqual(['=7', '0:7', '1<7']);
  });
});

describe('date', () => {
  const whole = [
    'Y1953',
    'M07',
    'D31',
    'YM195307',
    'YD195331',
    'MD0731',
    '0:1',
    '1:9',
    '2:5',
    '3:3',
    '4:0',
    '5:7',
    '6:3',
    '7:1',
  ];

  test.each(['19530731', '1953-07-31', '31-07-1953', ' 19530731 '])('reads %s', (value) => {
    expect(tokenise(value, birthDate)).toEqual({ tokens: whole });
  });

  test.each(['00000000', '0000-00-00', '00-00-0000', '', '.', 'onbekend'])(
    'takes "%s" as missing',
    (value) => {
      expect(tokenise(value, birthDate)).toEqual({ tokens: [] });
    },
  );

  test('emits the known parts only', () => {
    const year = ['Y1953', '0:1', '1:9', '2:5', '3:3'];
    expect(tokenise('19530000', birthDate)).toEqual({ tokens: year });
    expect(tokenise('1953-00-00', birthDate)).toEqual({ tokens: year });
    expect(tokenise('1953-07-00', birthDate).tokens).toEqual([
      'Y1953',
      'M07',
      'YM195307',
      '0:1',
      '1:9',
      '2:5',
      '3:3',
      '4:0',
      '5:7',
    ]);
    expect(tokenise('19530031', birthDate).tokens).toEqual([
      'Y1953',
      'D31',
      'YD195331',
      '0:1',
      '1:9',
      '2:5',
      '3:3',
      '6:3',
      '7:1',
    ]);
    expect(tokenise('29-02-0000', birthDate)).toEqual({
      tokens: ['M02', 'D29', 'MD0229', '4:0', '5:2', '6:2', '7:9'],
    });
  });

  test.each(['18500101', '21001231', '20000229', '19960229'])('%s is possible', (value) => {
    expect(tokenise(value, birthDate).rule).toBeUndefined();
  });

  test.each([
    '18491231',
    '21010101',
    '19530229',
    '19000229',
    '21000229',
    '19530431',
    '19530732',
    '19531301',
    '30-02-1953',
    '31-02-0000',
    '1953-13-00',
  ])('%s is impossible', (value) => {
    expect(tokenise(value, birthDate)).toEqual({ tokens: [], rule: 'dateImpossible' });
  });

  test.each(['1953', '1953-7-31', '31/07/1953', '1953-0731', '195307311', 'vroeger'])(
    '%s is not a date',
    (value) => {
      expect(tokenise(value, birthDate)).toEqual({ tokens: [], rule: 'dateFormat' });
    },
  );

  test('where invalid means missing, the parts that can be read stay', () => {
    expect(tokenise('19531331', lenientDate)).toEqual({
      tokens: ['Y1953', 'D31', 'YD195331', '0:1', '1:9', '2:5', '3:3', '4:1', '5:3', '6:3', '7:1'],
      rule: 'dateImpossible',
    });
    expect(tokenise('99990731', lenientDate).tokens).toEqual([
      'M07',
      'D31',
      'MD0731',
      '0:9',
      '1:9',
      '2:9',
      '3:9',
      '4:0',
      '5:7',
      '6:3',
      '7:1',
    ]);
    expect(tokenise('1953073', lenientDate)).toEqual({
      tokens: ['0:1', '1:9', '2:5', '3:3', '4:0', '5:7', '6:3'],
      rule: 'dateFormat',
    });
    expect(tokenise('195307311', lenientDate).tokens).toHaveLength(8);
    expect(tokenise('vroeger', lenientDate)).toEqual({ tokens: [], rule: 'dateFormat' });
  });

  test('agrees with the calendar', () => {
    const number = (min: number, max: number) => fc.integer({ min, max });
    fc.assert(
      fc.property(number(1850, 2100), number(1, 12), number(1, 31), (year, month, day) => {
        const text = `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
        const exists = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
        expect(tokenise(text, birthDate).rule).toBe(exists ? undefined : 'dateImpossible');
      }),
    );
  });
});

describe('number', () => {
  const shared = (left: string, right: string): number => {
    const tokens = new Set(tokenise(left, income).tokens);
    return tokenise(right, income).tokens.filter((token) => tokens.has(token)).length;
  };

  test('marks its neighbourhood on the grid', () => {
    expect(tokenise('1000', { ...income, steps: 1 }).tokens).toEqual(['3*250', '4*250', '5*250']);
    expect(tokenise('-0.1', { ...income, steps: 1 }).tokens).toEqual(['-1*250', '0*250', '1*250']);
  });

  test('a point and a comma are one; a sign counts', () => {
    expect(tokenise('12.5', income)).toEqual(tokenise('12,5', income));
    expect(tokenise(' +12 ', income)).toEqual(tokenise('12', income));
    expect(tokenise('-1000', income)).not.toEqual(tokenise('1000', income));
  });

  test('the overlap falls evenly with the difference, to none beyond the distance', () => {
    const overlaps = [0, 62.5, 125, 250, 437.5, 500, 562.5].map((by) =>
      shared('1000', `${1000 + by}`),
    );
    expect(overlaps).toEqual([9, 8, 7, 5, 2, 1, 0]);
  });

  test.each(['12a', '1.000,50', '1e3', '--1', '1,', 'duizend', '0x10'])(
    '%s is no number',
    (value) => {
      expect(tokenise(value, income)).toEqual({ tokens: [], rule: 'numberFormat' });
    },
  );

  test('what the grid cannot hold is out of range', () => {
    const fine = { ...income, distance: 0.001, steps: 50 };
    expect(tokenise('999999999999999', fine)).toEqual({ tokens: [], rule: 'numberRange' });
  });
});

test('a value of any type has a longest length', () => {
  expect(tokenise('a'.repeat(VALUE_LENGTH_MAX), surname).rule).toBeUndefined();
  for (const field of [surname, postcode, birthDate, income]) {
    const tooLong = '1'.repeat(VALUE_LENGTH_MAX + 1);
    expect(tokenise(tooLong, field)).toEqual({ tokens: [], rule: 'tooLong' });
  }
});

test('values as registered are shown as they are, for a scheme that reads them itself', () => {
  const { surname } = sampleFields;
  expect(explainValue('Ö. Jansen ', surname, [], 'none')).toEqual({
    forms: [{ name: 'text', text: 'Ö. Jansen ' }],
    tokens: ['Ö. Jansen '],
  });
  expect(explainValue('', surname, [], 'none')).toEqual({ forms: [], tokens: [] });
});
