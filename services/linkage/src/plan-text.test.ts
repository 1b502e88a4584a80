// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import type { SearchPlan } from '@koppel/linkage';
import { planText, timeText } from './plan-text.ts';

const plan: SearchPlan = {
  method: 'exact',
  similarity: 'dice',
  threshold: 0.8,
  counter: 'rows',
  comparisons: 1e12,
  threads: 2,
  tiles: 246,
  vectors: 65,
  memoryBytes: 4e8,
  seconds: 352,
  pairs: { expected: 634_812, low: 603_117, high: 657_001 },
  histogram: [],
  sample: { queries: 6000, comparisons: 3e9, pairs: 1900 },
};

test('a plan is said in both languages, no more exactly than it is known', () => {
  expect(planText(plan, 'en')).toBe(
    'compares 1.0e12 pairs exactly on 2 threads; about 6 minutes; about 630,000 pairs expected (600,000–660,000)',
  );
  expect(planText(plan, 'nl')).toBe(
    'vergelijkt 1,0e12 paren exact op 2 threads; ongeveer 6 minuten; naar verwachting ongeveer 630.000 paren (600.000–660.000)',
  );
  const pairs = { expected: 7, low: 7, high: 7 };
  expect(planText({ ...plan, comparisons: 360_000, threads: 1, seconds: 0.2, pairs }, 'en')).toBe(
    'compares 360,000 pairs exactly on 1 thread; about 1 second; about 7 pairs expected',
  );
});

test('times are in the largest unit of which there are two', () => {
  expect([0, 1, 119, 120, 7199, 7200].map((seconds) => timeText(seconds, 'nl'))).toEqual([
    'ongeveer 1 seconde',
    'ongeveer 1 seconde',
    'ongeveer 119 seconden',
    'ongeveer 2 minuten',
    'ongeveer 120 minuten',
    'ongeveer 2 uur',
  ]);
});
