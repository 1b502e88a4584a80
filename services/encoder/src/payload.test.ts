// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PayloadVariable } from '@koppel/study';
import { payloadNumber, type PayloadNumber } from './payload.ts';

const common = { name: 'v', label: 'V' };
const date: PayloadVariable = { ...common, type: 'date' };
const number: PayloadVariable = { ...common, type: 'number' };
const bounded: PayloadVariable = { ...common, type: 'number', min: -10, max: 10.5 };
const boolean: PayloadVariable = { ...common, type: 'boolean' };
const labelled = (value: string) => ({ value, label: value });
const code: PayloadVariable = { ...common, type: 'code', codes: ['A', 'b', '01'].map(labelled) };
const all = [date, number, bounded, boolean, code];

const value = (number: number | undefined): PayloadNumber => ({ ok: true, value: number });
const broken = (rule: string): PayloadNumber => ({ ok: false, rule }) as PayloadNumber;

test('an empty cell is no value, whatever the variable', () => {
  for (const variable of all) {
    for (const cell of ['', ' ', '\t\n']) {
      expect(payloadNumber(variable, cell)).toEqual(value(undefined));
    }
  }
});

test('whatever is in a cell, what comes out is a finite number or a rule', () => {
  fc.assert(
    fc.property(fc.constantFrom(...all), fc.string(), (variable, cell) => {
      const result = payloadNumber(variable, cell);
      if (result.ok) expect(Number.isFinite(result.value ?? 0)).toBe(true);
      else expect(result.rule).toMatch(/^payload[A-Z][a-z]+$/);
    }),
  );
});

describe('a code', () => {
  test('becomes its place in the list', () => {
    expect(['A', ' b ', '01'].map((cell) => payloadNumber(code, cell))).toEqual(
      [0, 1, 2].map(value),
    );
  });

  test.each(['a', '1', 'AB', 'Jansen'])('%s is not on the list', (cell) => {
    expect(payloadNumber(code, cell)).toEqual(broken('payloadCode'));
  });
});

describe('a date', () => {
  test('that exists becomes days since 1970, in both forms', () => {
    const days = fc.integer({ min: -700_000, max: 2_900_000 });
    fc.assert(
      fc.property(days, fc.boolean(), (day, compact) => {
        const iso = new Date(day * 86_400_000).toISOString().slice(0, 10);
        const cell = compact ? iso.replaceAll('-', '') : iso;
        // Years below 100 are a slip for those of this age.
        const expected = day < -683_003 ? broken('payloadDate') : value(day);
        expect(payloadNumber(date, cell)).toEqual(expected);
      }),
    );
  });

  test.each([
    '2023-02-29', '2024-13-01', '2024-00-10', '2024-01-00', '2024-01-32', '0050-01-01',
    '00000000', '2024-0101', '202401-01', '01-02-2024', '2024-1-1', '2024-01-01T00:00', 'Jansen',
  ])('%s is none', (cell) => {
    expect(payloadNumber(date, cell)).toEqual(broken('payloadDate'));
  }); // prettier-ignore
});

describe('a number', () => {
  test('is read with a point or a comma', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(999), (whole, part) => {
        const text = `${whole}.${String(part).padStart(3, '0')}`;
        expect(payloadNumber(number, text)).toEqual(value(Number(text)));
        expect(payloadNumber(number, text.replace('.', ','))).toEqual(value(Number(text)));
      }),
    );
  });

  test.each(['1e3', '0x10', '1.000,50', '1 000', '.5', '5.', '--1', '€5', 'NaN', 'Infinity'])(
    '%s is none',
    (cell) => {
      expect(payloadNumber(number, cell)).toEqual(broken('payloadNumber'));
    },
  );

  test('too large for any computer is none', () => {
    expect(payloadNumber(number, '9'.repeat(400))).toEqual(broken('payloadNumber'));
    expect(payloadNumber(number, `-${'9'.repeat(400)}`)).toEqual(broken('payloadNumber'));
  });

  test('is inside its bounds, both included', () => {
    const results = ['-10', '10,5', '-10.1', '10.6'].map((cell) => payloadNumber(bounded, cell));
    const outside = broken('payloadRange');
    expect(results).toEqual([value(-10), value(10.5), outside, outside]);
  });
});

test('a boolean is 1 or 0 in Dutch and English', () => {
  const read = (cell: string) => payloadNumber(boolean, cell);
  for (const cell of ['1', 'true', 'Ja', 'J', 'yes', 'Y']) expect(read(cell)).toEqual(value(1));
  for (const cell of ['0', 'FALSE', 'nee', 'n', 'No']) expect(read(cell)).toEqual(value(0));
  for (const cell of ['2', 'x', 'constructor', '__proto__']) {
    expect(read(cell)).toEqual(broken('payloadBoolean'));
  }
});

describe('what leaves is as coarse as the study says', () => {
  const area: PayloadVariable = {
    ...common,
    type: 'code',
    take: 4,
    codes: [
      { value: '3011', label: 'Centre', includes: ['3012', '3013'] },
      { value: '3021', label: 'West' },
      { value: 'onbekend', label: 'Unknown', missing: true },
    ],
  };

  test.each([
    ['3011 AB', 0], ['3012ZZ', 0], ['3021', 1], ['onbekend', 2],
  ])('the postcode %s is area %d', (cell, place) => {
    expect(payloadNumber(area, cell)).toEqual(value(place));
  }); // prettier-ignore

  test.each(['3099 AB', '301', 'onbe'])('%s is no area of the list', (cell) => {
    expect(payloadNumber(area, cell)).toEqual(broken('payloadCode'));
  });

  test('dates are cut to their year after the range is checked, ages capped, amounts rounded', () => {
    const birth: PayloadVariable = { ...date, from: '1900-01-01', to: '2020-12-31', precision: 'year' };
    expect(payloadNumber(birth, '1953-08-17')).toEqual(payloadNumber(date, '1953-01-01'));
    expect(payloadNumber(birth, '1899-12-31')).toEqual(broken('payloadRange'));
    const age: PayloadVariable = { ...number, min: 0, max: 120, top: 97, missing: [{ value: 999, label: 'x' }] };
    expect(['104', '12', '999', '121'].map((cell) => payloadNumber(age, cell))).toEqual([
      value(97), value(12), value(999), broken('payloadRange'),
    ]);
    expect(payloadNumber({ ...number, roundTo: 100 }, '1249,99')).toEqual(value(1200));
  }); // prettier-ignore
});
