// SPDX-License-Identifier: EUPL-1.2
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { approximateTable } from '../commands/bench-approximate.ts';
import { recordedContext } from '../testing/context.ts';
import { benchApproximate } from './approximate.ts';

test('what the search says of itself is held against an exact one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'koppel-bench-approximate-'));
  const { reporter } = recordedContext([]).context;
  const options = { sizes: [600], recalls: [0.5], folder, reporter };
  const [size] = await benchApproximate({ ...options, evenIfSlower: true });
  const [run] = size!.runs;
  expect(size!.truth.pairs).toBeGreaterThan(100);
  expect(run!.method).toBe('approximate');
  expect(run!.trueRecall).toBeGreaterThan(0.5);
  expect(run!.trueRecall * size!.truth.pairs).toBeCloseTo(run!.pairs, 6);
  expect(run!.recall.pairs).toBeGreaterThan(10);
  expect(approximateTable(size!)).toMatch(
    /recall ≥ 0\.5: approximate, .* true 0\.\d{4}|true 1\.0000/,
  );
  rmSync(folder, { recursive: true, force: true });
}, 120_000);
