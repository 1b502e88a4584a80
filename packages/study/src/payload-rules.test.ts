// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { coarsePayload, isInRange, isPayloadValue, variableProblems } from './payload-rules.ts';
import { variableSchema, type PayloadVariable } from './payload-schema.ts';

const common = { name: 'v', label: 'V' };

type Number_ = PayloadVariable & { type: 'number' };
type Date_ = PayloadVariable & { type: 'date' };
type Code = PayloadVariable & { type: 'code' };

const number = (rest: Partial<Number_> = {}): Number_ => ({ ...common, type: 'number', ...rest });
const date = (rest: Partial<Date_> = {}): Date_ => ({ ...common, type: 'date', ...rest });
const codes = (list: Code['codes'], rest: Partial<Code> = {}): Code => ({
  ...common,
  type: 'code',
  codes: list,
  ...rest,
});
const day = (text: string): number => Date.parse(text) / 86_400_000;
const pair = (value: string, more: Partial<Code['codes'][number]> = {}) => ({
  value,
  label: value,
  ...more,
});

describe('what leaves is as coarse as the study says', () => {
  test.each<[Date_['precision'], string, string]>([
    [undefined, '2024-08-17', '2024-08-17'],
    ['month', '2024-08-17', '2024-08-01'],
    ['quarter', '2024-08-17', '2024-07-01'],
    ['quarter', '2024-12-31', '2024-10-01'],
    ['year', '2024-02-29', '2024-01-01'],
    ['year', '0050-06-01', '0050-01-01'],
    ['month', '1900-01-01', '1900-01-01'],
  ])('%p of %s is %s', (precision, before, after) => {
    expect(coarsePayload(date(precision === undefined ? {} : { precision }), day(before))).toBe(day(after));
  });

  test.each<[Partial<Number_>, number, number]>([
    [{}, 12.34, 12.34],
    [{ roundTo: 100 }, 149.99, 100],
    [{ roundTo: 100 }, 150, 200],
    [{ roundTo: 100 }, -150, -100],
    [{ roundTo: 0.1 }, 0.29, 0.3],
    [{ top: 97 }, 104, 97],
    [{ top: 97, roundTo: 5 }, 104, 97],
    [{ top: 97, roundTo: 5 }, 93, 95],
    [{ bottom: 18, top: 97 }, 3, 18],
    [{ roundTo: 100, missing: [{ value: 999, label: 'unknown' }] }, 999, 999],
  ])('with %j %d leaves as %d', (rest, before, after) => {
    expect(coarsePayload(number(rest), before)).toBe(after);
  });
}); // prettier-ignore

test('a code for no value is in range wherever it lies', () => {
  const variable = number({ min: 0, max: 100, missing: [{ value: -1, label: 'refused' }] });
  expect([0, 100, -1, -2, 101].map((value) => isInRange(variable, value))).toEqual([true, true, true, false, false]);
  const period = date({ from: '2020-01-01', to: '2020-12-31' });
  expect(['2019-12-31', '2020-01-01', '2020-12-31', '2021-01-01'].map((text) => isInRange(period, day(text)))).toEqual([false, true, true, false]);
}); // prettier-ignore

test('the receiver takes what a source may send, and nothing finer', () => {
  const variable: fc.Arbitrary<Number_> = fc
    .record({
      min: fc.option(fc.integer({ min: -50, max: 0 }), { nil: undefined }),
      max: fc.option(fc.integer({ min: 100, max: 200 }), { nil: undefined }),
      bottom: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
      top: fc.option(fc.integer({ min: 60, max: 99 }), { nil: undefined }),
      roundTo: fc.option(fc.constantFrom(0.1, 1, 5, 7, 100), { nil: undefined }),
    })
    .map((rest) => number(rest));
  fc.assert(
    fc.property(variable, fc.double({ min: -60, max: 250, noNaN: true }), (one, value) => {
      if (!isInRange(one, value)) return;
      const sent = coarsePayload(one, value);
      expect(isPayloadValue(one, sent)).toBe(true);
      expect(coarsePayload(one, sent)).toBe(sent);
    }),
  );
  const precision = fc.constantFrom(undefined, 'month', 'quarter', 'year');
  fc.assert(
    fc.property(precision, fc.integer({ min: -719_528, max: 2_932_896 }), (coarse, value) => {
      const one = date(coarse === undefined ? {} : { precision: coarse });
      const sent = coarsePayload(one, value);
      expect(isPayloadValue(one, sent)).toBe(true);
      expect(isPayloadValue(one, value)).toBe(sent === value);
    }),
  );
});

test.each<[PayloadVariable, number]>([
  [number({ roundTo: 5 }), 3],
  [number({ top: 97 }), 98],
  [number({ min: 0 }), -1],
  [number(), NaN],
  [number(), Infinity],
  [date({ from: '2020-03-15', precision: 'year' }), day('2019-01-01')],
  [date({ to: '2020-03-15' }), day('2020-03-16')],
  [date(), 0.5],
  [codes([pair('a')]), 1],
  [{ ...common, type: 'boolean' }, 2],
])('%j cannot be %d', (variable, value) => {
  expect(isPayloadValue(variable, value)).toBe(false);
});

test('the first period of a range may begin before it', () => {
  const variable = date({ from: '2020-03-15', precision: 'year' });
  expect(isPayloadValue(variable, day('2020-01-01'))).toBe(true);
});

test.each<[PayloadVariable, string[]]>([
  [codes([pair('a'), pair('a')]), ['STUDY_DUPLICATE p.codes[1]']],
  [codes([pair('a'), pair('b', { includes: ['a'] })]), ['STUDY_DUPLICATE p.codes[1]']],
  [codes([pair('a', { includes: ['x', 'x'] })]), ['STUDY_DUPLICATE p.codes[0]']],
  [codes(['a', 'b', 'c', 'd'].map((value) => pair(value, { missing: true }))), ['STUDY_VALUE p.codes']],
  [codes([pair('a', { includes: ['b'] })], { take: 1 }), []],
  [number({ min: 2, max: 1 }), ['STUDY_VALUE p.max']],
  [number({ min: 0, bottom: -1 }), ['STUDY_VALUE p.bottom']],
  [number({ bottom: 5, top: 4 }), ['STUDY_VALUE p.top']],
  [number({ max: 10, top: 11 }), ['STUDY_VALUE p.top']],
  [number({ missing: [{ value: 9, label: 'a' }, { value: 9, label: 'b' }] }), ['STUDY_VALUE p.missing']],
  [number({ min: 0, max: 120, bottom: 18, top: 97, roundTo: 1 }), []],
  [date({ from: '2021-01-01', to: '2020-01-01' }), ['STUDY_PERIOD p']],
  [date({ from: '2020-01-01', to: '2020-01-01' }), []],
  [{ ...common, type: 'boolean' }, []],
])('%j has the problems %j', (variable, expected) => {
  const found = variableProblems(variable, 'p').map(({ code, place }) => `${code} ${place.path!}`);
  expect(found).toEqual(expected);
  expect(variableSchema.safeParse(variable).success).toBe(true);
}); // prettier-ignore

test('a code for no value at the edge of the range lets nothing finer through', () => {
  const missing = [{ value: 99, label: 'unknown' }];
  const age = number({ min: 0, max: 99, top: 90, missing });
  expect([90, 91, 95, 99, 98].map((value) => isPayloadValue(age, value))).toEqual([
    true, false, false, true, false,
  ]); // prettier-ignore
});
