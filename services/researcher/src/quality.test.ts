// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import type { LinkResult } from '@koppel/wire';
import { qualityOf } from './quality.ts';

const result: LinkResult = {
  study: 'sample',
  specHash: new Uint8Array(32),
  result: new Uint8Array(16),
  threshold: 0.8,
  similarity: 'dice',
  recallWanted: 1,
  recallMeasured: 1,
  recallLow: 1,
  recallHigh: 1,
  linkBatches: 0,
  sources: [],
  refusedBatches: 0,
  signature: new Uint8Array(64),
};

const encoding = { scheme: 'clk' } as Parameters<typeof qualityOf>[4];
const searchOf = (changed: Partial<LinkResult>) =>
  qualityOf({ ...result, ...changed }, new Map(), new Map(), new Map(), encoding).search;

test('the quality says what an approximate search misses', () => {
  expect(searchOf({})).toBe('exact');
  const shares = { recallMeasured: 0.9973, recallLow: 0.992, recallHigh: 0.9991 };
  expect(searchOf({ recallWanted: 0.99, ...shares })).toEqual({
    wanted: 0.99,
    measured: 0.9973,
    low: 0.992,
    high: 0.9991,
    expectedMissedPerThousand: 2.7,
  });
});
