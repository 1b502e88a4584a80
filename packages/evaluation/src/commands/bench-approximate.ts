// SPDX-License-Identifier: EUPL-1.2
/** `./koppel bench approximate`: the approximate search against what an exact one finds. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Arguments, CommandContext } from '@koppel/console';
import { benchApproximate, type ApproximateSize } from '../bench/approximate.ts';
import { describeMachine } from '../bench/machine.ts';

const RECALLS = [0.99, 0.999];

const thousands = (number: number): string => Math.round(number).toLocaleString('en-US');
const four = (share: number): string => share.toFixed(4);

/** One size as text, a line per search. */
export function approximateTable(one: ApproximateSize): string {
  const { size, threshold, workers, truth, exactCpuSeconds, runs, peakMegabytes } = one;
  const head = `${thousands(size)} records per side, dice ≥ ${String(threshold)}, ${String(workers)} worker(s)`;
  const exact = `  exact: ${exactCpuSeconds.toFixed(1)} CPU s${truth.queries < size ? ` (from ${thousands(truth.queries)} queries)` : ''}`;
  const lines = runs.map(({ recall, method, ...run }) =>
    [
      `  recall ≥ ${String(recall.wanted)}: ${method}, ${run.seconds.toFixed(1)} s, ${run.cpuSeconds.toFixed(1)} CPU s,`,
      `${thousands(run.pairs)} pairs; measured ${four(recall.measured)} (${four(recall.low)}–${four(recall.high)}),`,
      `true ${four(run.trueRecall)}; ${String(run.tables)} tables of ${String(run.keyBits)} bits, radius ${String(run.radius)},`,
      `${thousands(run.candidates / 1e6)} M candidates, ${thousands(run.skipped)} left out`,
    ].join(' '),
  );
  return [head, exact, ...lines, `  memory at most ${thousands(peakMegabytes)} MB`].join('\n');
}

/** Sizes as given, or of what is exactly known. */
export async function benchApproximateSearch(
  context: CommandContext,
  args: Arguments,
  sizes: readonly number[],
): Promise<void> {
  const machine = describeMachine();
  const folder = mkdtempSync(join(tmpdir(), 'koppel-bench-'));
  try {
    const { reporter } = context;
    const results = await benchApproximate({ sizes, recalls: RECALLS, folder, reporter });
    if (args.flag('json')) context.print(JSON.stringify({ machine, results }, null, 1));
    else context.print([JSON.stringify(machine), ...results.map(approximateTable)].join('\n\n'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
