// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import {
  normalDensity,
  normalQuantile,
  normalShare,
  studentQuantile,
  studentShare,
} from './quantiles.ts';

test.each([
  [0.975, 1, 12.7062047362], [0.975, 2, 4.3026527297], [0.975, 10, 2.2281388520],
  [0.8, 5, 0.9195437802], [0.95, 30, 1.6972608866], [0.995, 100, 2.6258905214],
])('tables of t: %d with %d degrees of freedom', (share, freedom, t) => {
  expect(studentQuantile(share, freedom)).toBeCloseTo(t, 7);
  expect(studentShare(t, freedom)).toBeCloseTo(share, 9);
  expect(studentQuantile(1 - share, freedom)).toBeCloseTo(-t, 7);
}); // prettier-ignore

test.each([[0.5, 0], [0.8, 0.8416212336], [0.975, 1.9599639845], [0.9999, 3.7190164855]])('tables of the normal distribution: %d', (share, z) => {
  expect(normalQuantile(share)).toBeCloseTo(z, 5);
  expect(normalShare(z)).toBeCloseTo(share, 6);
}); // prettier-ignore

test('a density is that of the normal distribution', () => {
  expect(normalDensity(0)).toBeCloseTo(0.3989422804, 10);
  expect(normalDensity(1.5)).toBeCloseTo(0.1295175957, 10);
});
