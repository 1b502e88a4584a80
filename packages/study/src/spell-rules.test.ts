// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkStudy, coarsePayload, dayAfter, spellDates } from './index.ts';
import { sampleStudy } from './testing/sample-study.ts';

const date = (name: string, precision?: string) => ({
  name, label: name, type: 'date', ...(precision === undefined ? {} : { precision }),
}); // prettier-ignore

function checked(spell: object, ...payload: readonly object[]) {
  const { registers, ...rest } = sampleStudy();
  const result = checkStudy({
    ...rest,
    registers: registers.map((one) => (one.id === 'benefits' ? { ...one, payload, spell } : one)),
  });
  if (!result.ok)
    return result.problems.map(({ code, place }) => `${code} ${String(place.path)}`).join();
  return spellDates(result.value.study.registers.find(({ id }) => id === 'benefits')!);
}

test('a register of periods names two of its dates, as coarse as each other', () => {
  const both = { from: 'start', to: 'end' };
  const amount = { name: 'amount', label: 'Amount', type: 'number' };
  expect(checked(both, amount, date('end'), date('start'))).toEqual({ from: 2, to: 1 });
  expect(checked(both, date('start', 'month'), date('end', 'month'))).toEqual({
    from: 0,
    to: 1,
    precision: 'month',
  });
  const place = 'registers[1].spell';
  expect(checked(both, date('start', 'month'), date('end'))).toBe(`STUDY_VALUE ${place}`);
  expect(checked({ from: 'start', to: 'start' }, date('start'))).toBe(`STUDY_VALUE ${place}`);
  expect(checked({ from: 'start', to: 'amount' }, date('start'), amount)).toBe(`STUDY_REFERENCE ${place}.to`);
  expect(checked(both, amount)).toBe(`STUDY_REFERENCE ${place}.from,STUDY_REFERENCE ${place}.to`);
  expect(checked({ ...both, until: 'end' }, date('start'), date('end'))).toBe(`STUDY_UNKNOWN_MEMBER ${place}.until`);
}); // prettier-ignore

test('a register without periods has none', () => {
  const result = checkStudy(sampleStudy());
  expect(result.ok && result.value.study.registers.map((one) => spellDates(one))).toEqual([
    undefined,
    undefined,
  ]);
});

test('the day after a period is the first day of the next one', () => {
  const precisions = fc.constantFrom('month', 'quarter', 'year');
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), precisions, (day, precision) => {
      const coarse = (one: number) =>
        coarsePayload({ name: 'd', label: 'd', type: 'date', precision }, one);
      const first = coarse(day);
      const next = dayAfter(first, precision);
      expect(coarse(next)).toBe(next);
      expect(coarse(next - 1)).toBe(first);
      expect(dayAfter(day, undefined)).toBe(day + 1);
    }),
  );
});
