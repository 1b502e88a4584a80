// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../generator/random.ts';
import { reliabilityOf } from './reliability.ts';

/** Pairs of which each is true with a chance that is a function of what is stated. */
function drawn(pairs: number, chanceOf: (stated: number) => number) {
  const random = createRandom('reliability', 'pairs');
  const stated = Float64Array.from({ length: pairs }, () => random.next());
  const truth = stated.map((one) => Number(random.next() < chanceOf(one)));
  return reliabilityOf(stated, (pair) => truth[pair] === 1);
}

describe('stated probabilities against the truth', () => {
  test('right ones lie on the line', () => {
    const { ranges, pairs, expectedCalibrationError, brierScore } = drawn(40_000, (one) => one);
    expect(pairs).toBe(ranges.reduce((sum, range) => sum + range.pairs, 0));
    expect(expectedCalibrationError).toBeLessThan(0.01);
    // Of a uniform probability p, the mean of p · (1 − p).
    expect(brierScore).toBeCloseTo(1 / 6, 2);
    for (const { stated, measured } of ranges) {
      expect(Math.abs(stated - measured.value)).toBeLessThan(0.03);
    }
  });

  test('a known distortion is recovered', () => {
    const { ranges, expectedCalibrationError } = drawn(40_000, (one) => one ** 2);
    // The mean of p − p² over all is a sixth.
    expect(expectedCalibrationError).toBeCloseTo(1 / 6, 2);
    for (const { stated, measured, pairs } of ranges) {
      if (pairs > 1000) expect(Math.abs(stated ** 2 - measured.value)).toBeLessThan(0.03);
    }
  });

  test('pairs below the first edge are not judged, and an empty range says nothing', () => {
    const found = reliabilityOf([0.001, 0.97, 1], (pair) => pair === 2);
    expect(found.pairs).toBe(2);
    expect(found.ranges.map(({ pairs }) => pairs)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
    expect(found.ranges[0]!.stated).toBeCloseTo(0.03, 12);
    expect(found.ranges[0]!.measured.value).toBeNaN();
    expect(found.ranges.at(-1)).toMatchObject({ from: 0.99, to: 1, stated: 1 });
    expect(found.brierScore).toBeCloseTo(0.97 ** 2 / 2, 12);
  });
});
