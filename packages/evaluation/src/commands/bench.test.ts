// SPDX-License-Identifier: EUPL-1.2
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { benchLine } from '../bench/line.ts';
import { describeMachine, timing } from '../bench/machine.ts';
import type { Peers } from '../bench/peers.ts';
import { recordedContext } from '../testing/context.ts';
import { bench, table } from './bench.ts';

test('the line is timed on a real pair of registers, and held to peers by their own seconds', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'koppel-bench-test-'));
  const { reporter } = recordedContext([]).context;
  const jobs: object[] = [];
  const peers: Peers = {
    run(job) {
      jobs.push(job);
      return Promise.resolve({ seconds: 2, records: 100, comparisons: 1000 });
    },
  };
  const result = await benchLine({ size: 300, repeat: 2, folder, reporter, peers });
  expect(result.encode.runs).toBe(2);
  expect(result.encode.recordsPerSecond).toBeGreaterThan(0);
  expect(result.match[0]).toMatchObject({ workers: 1, runs: 2 });
  expect(Object.keys(result.line.steps)).toEqual(['encode', 'link', 'assemble']);
  if ('skipped' in result.peers) throw new Error('skipped');
  const asked = [{ kind: 'encode', n: 300 }, { kind: 'compare', threshold: 0.8 }];
  expect(jobs).toMatchObject([asked[0], asked[0], asked[1], asked[1]]);
  expect(result.peers.clkhash.recordsPerSecond).toBe(50);
  expect(result.peers.ratio.encode).toBeCloseTo(result.encode.recordsPerSecond / 50, 6);
  expect(result.peers.ratio.match).toBeCloseTo(result.match[0]!.comparisonsPerSecond / 500, 6);
  expect(table(result)).toContain('ratio per core');
  const alone = { ...result, peers: { skipped: 'not here' } };
  expect(table(alone)).toMatch(/peers\s+skipped\s+not here/);
  rmSync(folder, { recursive: true, force: true });
}, 240_000); // prettier-ignore

test('the median is the middle, or the mean of the two in the middle', () => {
  expect(timing([3, 1, 2])).toEqual({ min: 1, median: 2, runs: 3 });
  expect(timing([4, 1, 2, 3])).toEqual({ min: 1, median: 2.5, runs: 4 });
});

test('the machine is described', () => {
  const machine = describeMachine();
  expect(machine.cores).toBeGreaterThan(0);
  expect(machine.node).toMatch(/^v\d+/);
});

test.each([[[]], [['speed']], [['line', '--sizes', 'many']], [['line', '--sizes', '5']]])(
  'bench %j is refused',
  async (argv) => {
    await expect(bench(recordedContext(argv).context)).rejects.toThrow('USAGE');
  },
);
