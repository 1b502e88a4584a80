// SPDX-License-Identifier: EUPL-1.2
import { afterEach, expect, jest, test } from '@jest/globals';
import { today } from './today.ts';

afterEach(() => {
  jest.useRealTimers();
});

test.each([
  [new Date(2026, 0, 5, 0, 0, 1), '2026-01-05'],
  [new Date(2026, 10, 26, 23, 59, 59), '2026-11-26'],
])('%s is %s, by the clock on the wall', (now, day) => {
  jest.useFakeTimers({ now });
  expect(today()).toBe(day);
});
