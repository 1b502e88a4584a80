// SPDX-License-Identifier: EUPL-1.2
/** What is told of a process, and how a measurement of the line is shown; the measurement itself is a bench. */
import { existsSync } from 'node:fs';
import { pid } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { flowTable } from '../commands/bench-flow.ts';
import type { FlowResult, Stage } from './flow.ts';
import { watch, type Taken } from './watched.ts';

const tells = existsSync('/proc/self/stat') ? test : test.skip;

tells('processor time and memory are those of the process while it was watched', async () => {
  const end = watch(pid);
  const { user, system } = process.cpuUsage();
  // Longer than the clock of processor time ticks, with pauses in which it is looked at.
  while (process.cpuUsage({ user, system }).user < 200_000) {
    for (let n = 0; n < 1e6; n += 1) Math.sqrt(n);
    await sleep(1);
  }
  const { cpuSeconds, peakMiB, quartersMiB } = end();
  const own = process.cpuUsage({ user, system });
  expect(cpuSeconds).toBeGreaterThan(0.1);
  expect(cpuSeconds).toBeLessThan((own.user + own.system) / 1e6 + 0.1);
  expect(quartersMiB.length).toBeGreaterThan(0);
  expect(peakMiB).toBeGreaterThanOrEqual(Math.max(...quartersMiB));
});

test('of a process that is not there nothing is known', () => {
  const none: Taken = { cpuSeconds: undefined, peakMiB: undefined, quartersMiB: [] };
  expect(watch(2 ** 30)()).toEqual(none);
});

test('the table tells every stage and process, and both shares', () => {
  const taken: Taken = { cpuSeconds: 1.5, peakMiB: 200, quartersMiB: [100, 200] };
  const stage = (seconds: number): Stage => ({
    seconds,
    recordsPerSecond: 1000 / seconds,
    taken: { encoder: taken },
  });
  const result: FlowResult = {
    records: 1000, messages: 2, bytes: 300_000, encode: stage(8), toFolder: stage(9), broker: stage(1),
    ingest: stage(2), whole: stage(10), share: 0.8, shareOfAll: 0.9,
  }; // prettier-ignore
  const lines = flowTable(result, 2.25).split('\n');
  expect(lines[0]).toBe('1,000 records, 2 messages, 300,000 bytes; load 2.3 at the end');
  expect(lines).toHaveLength(12);
  expect(lines[1]).toMatch(/encode alone +8\.00 s +125 records\/s/);
  expect(lines[2]).toMatch(/encoder +1\.50 s of processor time, memory 200 MiB at most \(by quarters 100, 200\)/);
  expect(lines.at(-1)).toMatch(/at 80 % of the slowest alone; at 90 % with/);
}); // prettier-ignore
