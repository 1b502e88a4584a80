// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { warningBits, type LinkStatement, type OlderLinkResult } from '@koppel/wire';
import { qualityOf } from './quality.ts';
import { statedQuality } from './testing/study.ts';

const result: OlderLinkResult = {
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

const encoding = { scheme: 'clk' } as Parameters<typeof qualityOf>[3];
const qualityWith = (changed: Partial<OlderLinkResult>, statement?: LinkStatement) =>
  qualityOf({ result: { ...result, ...changed }, statement }, () => undefined, new Map(), encoding);
const searchOf = (changed: Partial<OlderLinkResult>) => qualityWith(changed).search;

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

test('the expected quality is stated with its intervals, its warnings, and what was counted', () => {
  const warnings = warningBits(['fewLinks', 'wideInterval']);
  expect(qualityWith({}, { ...statedQuality, warnings })).toMatchObject({
    thresholdUpper: 0.9,
    thresholdLower: 0.7,
    method: 'selfNull',
    expected: {
      precision: { value: 0.98, low: 0.95, high: 1 },
      recall: { value: 0.9, low: 0.8, high: 1 },
      f1: { value: 0.94, low: 0.87, high: 1 },
    },
    warnings: ['fewLinks', 'wideInterval'],
    counts: {
      persons: 8,
      linkedRecords: 9,
      candidatePairs: 12,
      openRecords: 2,
      decidedRecords: 1,
    },
  });
});

test('nothing is expected where the study gave the threshold, or the result is from before', () => {
  const given = {
    ...statedQuality,
    method: 'given',
    warnings: warningBits(['thresholdGiven']),
  } as const;
  expect(qualityWith({}, given)).toMatchObject({ expected: null, warnings: ['thresholdGiven'] });
  expect(qualityWith({})).toMatchObject({
    thresholdUpper: null,
    method: null,
    expected: null,
    warnings: ['notStated'],
    counts: null,
  });
});
