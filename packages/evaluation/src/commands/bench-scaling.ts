// SPDX-License-Identifier: EUPL-1.2
/** `./koppel bench scaling`: a shared search by 1, 2 and 4 workers, and bytes per record on the log. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Arguments, CommandContext } from '@koppel/console';
import { benchScaling, type ScalingResult } from '../bench/scaling.ts';
import { describeMachine } from '../bench/machine.ts';
import { brokerLog } from '../demo/broker.ts';

const figure = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: 1 });

/** As text, a line per figure. */
export function scalingTable({ size, comparisons, runs, topics }: ScalingResult): string {
  const all = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  return [
    `${figure(size)} records per side, ${figure(comparisons / 1e9)} G comparisons`,
    ...runs.map(({ workers, seconds, cpuSeconds, parts, pairs }) => {
      const cpu = all(cpuSeconds);
      return `  ${String(workers)} worker(s): run ${figure(seconds)} s; workers ${figure(cpu)} s of processor time, ${figure(comparisons / cpu / 1e6)} M comparisons per second of it; parts ${parts.join(' + ')}; ${figure(pairs)} pairs`;
    }),
    ...topics.map(
      ({ topic, messages, bytes, perRecord }) =>
        `  ${topic.padEnd(14)}${figure(messages).padStart(8)} messages ${figure(bytes).padStart(14)} bytes ${figure(perRecord).padStart(8)} per record`,
    ),
  ].join('\n');
}

export async function benchSharedSearch(
  context: CommandContext,
  args: Arguments,
  sizes: readonly number[],
): Promise<void> {
  const machine = describeMachine();
  const folder = mkdtempSync(join(tmpdir(), 'koppel-bench-scaling-'));
  const { environment, reporter } = context;
  let log: Awaited<ReturnType<typeof brokerLog>> | undefined;
  try {
    log = await brokerLog(folder, environment);
    const results: ScalingResult[] = [];
    for (const size of sizes) {
      const { name, study } = log;
      const options = { size, workers: [1, 2, 4], folder, log: name, environment, reporter };
      results.push(await benchScaling({ ...options, study: `${study}-${String(size)}` }));
    }
    if (args.flag('json')) context.print(JSON.stringify({ machine, results }, null, 1));
    else context.print([JSON.stringify(machine), ...results.map(scalingTable)].join('\n\n'));
  } finally {
    try {
      await log?.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
