// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { peerFigures, qualitySets, qualityTable } from './quality.ts';
import type { ThresholdRow } from './thresholds/thresholds.ts';

function rowOf(encoding: string, f1: number): ThresholdRow {
  const best = { f1: 0.999, threshold: 0.6 };
  const set = 'FEBRL3, 5 fields';
  return {
    set,
    encoding,
    f1,
    best,
    truePairs: 1,
    method: 'tail',
    threshold: 0.7,
    judged: undefined,
  };
}

test('a row has both encodings, the peers, and the distance to clear text', () => {
  const table = qualityTable([rowOf('saul k=3 2048', 0.95), rowOf('clk 2048', 0.98)]);
  expect(table.split('\n')[2]).toBe(
    '| FEBRL3, 5 fields | 0.9800 | 0.9500 | 0.9990 | 0.9192 | 0.9834 | -0.0034 |',
  );
});

test('only sets that the peers were measured on are in it', async () => {
  const sets = await qualitySets({ skipped: 'not needed' }, '');
  expect(sets.every(({ name }) => name in peerFigures)).toBe(true);
});
