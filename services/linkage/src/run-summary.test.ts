// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { givenThreshold, type SearchStatement } from '@koppel/linkage';
import type { Linked } from './follow/link-again.ts';
import { runSummary, type RunSummary } from './run-summary.ts';

function summaryWith(search: SearchStatement): RunSummary {
  const probability = (): number => NaN;
  const given = { expectedPrecision: undefined, method: 'given', curve: [] };
  const threshold = { threshold: 0.8, ...given, probability };
  const followed = { followed: 'first', compared: 100, decidedGreedily: 0, events: undefined };
  const found = { threshold, candidatePairs: 9900, search };
  const linked = { ...found, ...followed } as unknown as Linked;
  return {
    encoding: { scheme: 'clk' },
    outcome: {
      threshold: 0.8,
      search,
      estimate: givenThreshold(0.8),
      candidatePairs: 9900,
      decidedGreedily: 0,
      told: undefined,
      sources: [],
    },
    linked,
    refusedBatches: 0,
    passedOver: 0,
    wentOnFrom: undefined,
    published: true,
    seconds: 1,
    report: 'state/report/quality.html',
  };
}

const approximate: SearchStatement = {
  method: 'approximate',
  wanted: 0.98,
  measured: 0.99,
  low: 0.985,
  high: 0.995,
  reached: true,
};

test('an approximate search is stated with its recall, its interval and what it misses', () => {
  const text = runSummary(summaryWith(approximate), 'en', false);
  expect(text).toMatch(/^Search +approximate$/m);
  expect(text).toMatch(/^Recall asked for +0\.9800$/m);
  expect(text).toMatch(/^Recall measured +0\.9900 \(0\.9850–0\.9950\)$/m);
  expect(text).toMatch(/^Pairs missed, expected +100$/m);
  expect(text).not.toContain('not certain');
  const dutch = runSummary(summaryWith({ ...approximate, reached: false }), 'nl', false);
  expect(dutch).toMatch(/^Zoeken +benaderend$/m);
  expect(dutch).toContain('staat niet vast');
  expect(JSON.parse(runSummary(summaryWith(approximate), 'en', true))).toMatchObject({
    search: approximate,
  });
});

test('of an exact search nothing is said, unless another one was asked for', () => {
  const exact = { method: 'exact', measured: 1, low: 1, high: 1, reached: true } as const;
  expect(runSummary(summaryWith({ ...exact, wanted: 1 }), 'en', false)).not.toContain('Recall');
  const asked = runSummary(summaryWith({ ...exact, wanted: 0.99 }), 'en', false);
  expect(asked).toMatch(/^Search +exact$/m);
});
