// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import type { Comparison } from './evidence.ts';
import { expectedMatches } from './sampled-recall.ts';

const comparison = (a: number, b: number): Comparison => ({
  a,
  b,
  rowsA: new Uint32Array(0),
  rowsB: new Uint32Array(0),
  pattern: new Uint32Array(0),
  similarity: new Float32Array(0),
});
const whole = comparison(0, 2);
const partial = comparison(0, 1);

test('matches are missed only where not everything was compared', () => {
  const sampled = [{ ...partial, found: new Uint8Array(0) }];
  const comparisons = [partial, whole];
  expect(expectedMatches({ comparisons, sampled }, [80, 30], { measured: 0.8 })).toBeCloseTo(130);
  expect(expectedMatches({ comparisons, sampled: [] }, [80, 30], { measured: 1 })).toBe(110);
});
