// SPDX-License-Identifier: EUPL-1.2
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { kernelTable } from '../commands/bench-kernel-table.ts';
import { recordedContext } from '../testing/context.ts';
import { benchKernel } from './kernel.ts';
import type { Peers } from './peers.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-bench-kernel-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const { reporter } = recordedContext([]).context;

test('without peers ours is timed, and what is left out is said', async () => {
  const peers = { skipped: 'not here' };
  const result = await benchKernel({ sizes: [200], repeat: 2, folder, reporter, peers });
  const [size] = result.sizes;
  expect(size).toMatchObject({ size: 200, anonlink: peers });
  expect(size!.fill).toBeGreaterThan(0.2);
  expect(size!.searches.map(({ similarity, threshold }) => [similarity, threshold])).toEqual([
    ['dice', 0.8],
    ['dice', 0.8],
    ['dice', 0.7],
    ['hamming', 0.62],
  ]);
  expect(size!.searches[0]!.pairs).toBeGreaterThan(20);
  expect(size!.searches[1]!.pairs).toBe(size!.searches[0]!.pairs);
  expect(size!.searches[3]!.pairs).toBe(0);
  expect(result.ratio).toBeUndefined();
  expect(kernelTable(result)).toMatch(/anonlink\s+skipped\s+not here/);
}, 120_000);

test('peers get the same bytes, once a turn, and the ratio is of pairs of runs', async () => {
  const jobs: { a: string; b: string; truth: string; threshold: number }[] = [];
  const peers: Peers = {
    run(job) {
      const given = job as (typeof jobs)[0];
      expect(statSync(given.a).size).toBe(150 * 128);
      expect(existsSync(given.truth)).toBe(true);
      jobs.push(given);
      return Promise.resolve({ seconds: 1000, cpu_s: 500 });
    },
  };
  const result = await benchKernel({ sizes: [150], repeat: 3, folder, reporter, peers });
  expect(jobs.map(({ threshold }) => threshold)).toEqual([0.8, 0.8, 0.8]);
  const { searches, anonlink, ratio } = result.sizes[0]!;
  expect(anonlink).toMatchObject({ median: 1000, comparisonsPerCpuSecond: 45 });
  expect(ratio).toBeCloseTo(1000 / searches[0]!.median, 5);
  expect(result.ratio).toBe(ratio);
  expect(kernelTable(result)).toMatch(/ratio per core/);
}, 120_000);
