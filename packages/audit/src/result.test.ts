// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { createRandom, sampleBelow } from './random.ts';
import { attackResult, wilson } from './result.ts';

describe('the interval of a share', () => {
  test('is that of Wilson', () => {
    // Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263, 15 of 148, 0 of 20, 29 of 29.
    const published = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [29, 29, 0.883, 1],
    ] as const;
    for (const [successes, trials, low, high] of published) {
      const interval = wilson(successes, trials);
      expect(interval.low).toBeCloseTo(low, 4);
      expect(interval.high).toBeCloseTo(high, 4);
    }
  });

  test('says nothing without trials', () => {
    const found = {
      attack: 'tupleTest',
      given: {},
      targets: 0,
      recovered: 0,
      chance: 0,
      figures: {},
    };
    expect(attackResult({ ...found, attack: 'tupleTest' })).toMatchObject({
      share: 0,
      interval: { low: 0, high: 1 },
    });
  });
});

describe('repeatable chance', () => {
  test('gives the same numbers for the same label and seed, and others otherwise', () => {
    const some = (label: string, seed: number) => {
      const random = createRandom(label, seed);
      return Array.from({ length: 8 }, () => random.next());
    };
    expect(some('a', 1)).toEqual(some('a', 1));
    expect(some('a', 1)).not.toEqual(some('a', 2));
    expect(some('a', 1)).not.toEqual(some('b', 1));
  });

  test('is even, and normal numbers have mean 0 and variance 1', () => {
    const random = createRandom('test', 7);
    const counts = new Uint32Array(10);
    for (let draw = 0; draw < 100_000; draw += 1) counts[random.below(10)]! += 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
    const normals = Array.from({ length: 50_000 }, () => random.normal());
    const mean = normals.reduce((sum, value) => sum + value, 0) / normals.length;
    const variance = normals.reduce((sum, value) => sum + value ** 2, 0) / normals.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });

  test('draws samples without repeats', () => {
    const sample = sampleBelow(createRandom('test', 3), 50, 50);
    expect([...sample].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n));
    expect(sampleBelow(createRandom('test', 3), 50, 5)).toHaveLength(5);
  });
});
