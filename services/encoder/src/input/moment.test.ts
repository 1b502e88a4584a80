// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clockIn, clockText, dayText } from './moment.ts';

test('a day as text comes back as the same day', () => {
  fc.assert(
    fc.property(fc.integer({ min: -719_528, max: 2_932_896 }), (days) => {
      expect(Date.parse(`${dayText(days)!}T00:00:00Z`)).toBe(days * 86_400_000);
    }),
  );
});

test.each([-719_529, 2_932_897, 1e9, -1e9])('day %d has no year of four digits', (days) => {
  expect(dayText(days)).toBeUndefined();
});

test('a clock in a zone shows what the zone had then', () => {
  const amsterdam = clockIn('Europe/Amsterdam');
  const shown = (text: string): string | undefined => clockText(amsterdam(Date.parse(text)));
  expect(shown('1980-01-01T23:00:00Z')).toBe('1980-01-02');
  expect(shown('2020-03-29T00:59:59Z')).toBe('2020-03-29 01:59:59');
  expect(shown('2020-03-29T01:00:00Z')).toBe('2020-03-29 03:00:00');
  expect(shown('2020-10-25T00:30:00Z')).toBe('2020-10-25 02:30:00');
  expect(shown('2020-10-25T01:30:00Z')).toBe('2020-10-25 02:30:00');
  expect(shown('0099-12-31T12:00:00Z')).toMatch(/^0099-12-31 /);
});
