// SPDX-License-Identifier: EUPL-1.2
/** `./koppel bench line --records N`: from a register over a broker into the linkage unit's store. */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Arguments, CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { benchFlow, type FlowResult, type Stage } from '../bench/flow.ts';
import { describeMachine } from '../bench/machine.ts';
import { brokerLog } from '../demo/broker.ts';

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

function lines(name: string, { seconds, recordsPerSecond, taken }: Stage): string[] {
  const known = (value: number | undefined, digits: number): string =>
    value === undefined ? 'unknown' : value.toFixed(digits);
  return [
    `  ${name.padEnd(22)}${seconds.toFixed(2).padStart(9)} s ${whole(recordsPerSecond).padStart(10)} records/s`,
    ...Object.entries(taken).map(
      ([process, { cpuSeconds, peakMiB, quartersMiB }]) =>
        `    ${process.padEnd(20)}${known(cpuSeconds, 2).padStart(9)} s of processor time, memory ${known(peakMiB, 0)} MiB at most (by quarters ${quartersMiB.map(whole).join(', ')})`,
    ),
  ];
}

/** As text, a line per figure. */
export function flowTable(result: FlowResult, load: number): string {
  const { records, messages, bytes, encode, toFolder, broker, ingest } = result;
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  return [
    `${whole(records)} records, ${whole(messages)} messages, ${whole(bytes)} bytes; load ${load.toFixed(1)} at the end`,
    ...lines('encode alone', encode),
    ...lines('encoder into a folder', toFolder),
    ...lines('broker alone', broker),
    ...lines('ingest alone', ingest),
    ...lines('all three', result.whole),
    `  all three at ${percent(result.share)} of the slowest alone; at ${percent(result.shareOfAll)} with the encoder's sealing and sending as a part of it`,
  ].join('\n');
}

/** @throws KoppelError USAGE; DEMO_BROKER where no broker can be started */
export async function benchFlowOverBroker(context: CommandContext, args: Arguments): Promise<void> {
  const records = args.count('records', 1_000_000);
  if (records < 100) throw new KoppelError('USAGE', { path: '--records' });
  const machine = describeMachine();
  const folder = mkdtempSync(join(tmpdir(), 'koppel-bench-flow-'));
  const { environment, reporter } = context;
  let log: Awaited<ReturnType<typeof brokerLog>> | undefined;
  try {
    log = await brokerLog(folder, environment);
    const { name, study, brokerPid } = log;
    const options = { records, folder, log: name, study, brokerPid, environment, reporter };
    const result = await benchFlow(options);
    const load = loadavg()[0]!;
    if (args.flag('json')) context.print(JSON.stringify({ machine, result, load }, null, 1));
    else context.print([JSON.stringify(machine), flowTable(result, load)].join('\n\n'));
  } finally {
    try {
      await log?.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
