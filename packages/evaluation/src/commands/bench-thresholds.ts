// SPDX-License-Identifier: EUPL-1.2
/** `./koppel bench thresholds`: estimates made without labels, held against the truth. */
import type { Arguments, CommandContext } from '@koppel/console';
import { describeMachine } from '../bench/machine.ts';
import {
  benchThresholds,
  summaryOf,
  type Judged,
  type ThresholdRow,
} from '../bench/thresholds/thresholds.ts';
import { benchSets } from './bench-sets.ts';

/** Records of the larger generated registers. */
const PERSONS = 5000;

function beside({ estimated: { value, low, high }, measured, covered }: Judged): string {
  const range = `${value.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
  return `${range}, ${measured.toFixed(3)}${covered ? '' : ' !'}`;
}

function cells({ set, encoding, truePairs, method, threshold, f1, best, judged }: ThresholdRow) {
  return [
    set,
    encoding,
    String(truePairs),
    `${threshold.toFixed(3)} ${method}`,
    f1.toFixed(4),
    `${best.f1.toFixed(4)} at ${best.threshold.toFixed(3)}`,
    judged === undefined ? '' : beside(judged.precision),
    judged === undefined ? '' : beside(judged.recall),
  ];
}

const header = [
  'data', 'encoding', 'true pairs', 'threshold', 'F1', 'best F1, knowing the truth',
  'precision: estimated, measured', 'recall: estimated, measured',
]; // prettier-ignore

function table(rows: readonly ThresholdRow[]): string {
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map((row) => line(cells(row)))].join(
    '\n',
  );
}

export async function benchThresholdSets(context: CommandContext, args: Arguments): Promise<void> {
  const sets = benchSets(context, args, { separator: ',', persons: PERSONS });
  const progress = context.reporter.progress('thresholds', 2 * sets.length);
  const rows = await benchThresholds(sets, (_, done) => {
    progress.update(done);
  });
  progress.end();
  const summary = summaryOf(rows);
  const machine = describeMachine();
  if (args.flag('json')) context.print(JSON.stringify({ machine, summary, rows }, null, 1));
  else context.print(`${table(rows)}\n\n${JSON.stringify(summary)}`);
}
