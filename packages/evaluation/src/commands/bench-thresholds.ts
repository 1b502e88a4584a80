// SPDX-License-Identifier: EUPL-1.2
/** `./koppel bench thresholds`: estimates made without labels, held against the truth. */
import type { Arguments, CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { describeMachine } from '../bench/machine.ts';
import { febrlSets, generatedSets } from '../bench/thresholds/sets.ts';
import {
  benchThresholds,
  summaryOf,
  type Judged,
  type ThresholdRow,
} from '../bench/thresholds/thresholds.ts';

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

/** `--only` keeps the sets whose name begins with one of these. */
export async function benchThresholdSets(context: CommandContext, args: Arguments): Promise<void> {
  const only = args.text('only')?.split(',');
  const febrl = febrlSets();
  if (febrl.length === 0) context.reporter.event('dataSkipped');
  const sets = [
    ...febrl,
    ...generatedSets(args.count('rows', PERSONS), args.count('seed', 1)),
  ].filter(({ name }) => only === undefined || only.some((start) => name.startsWith(start)));
  if (sets.length === 0) throw new KoppelError('USAGE', { path: '--only' });
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
