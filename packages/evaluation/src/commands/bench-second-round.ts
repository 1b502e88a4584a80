// SPDX-License-Identifier: EUPL-1.2
/** `./koppel bench second-round`: what a second round costs an owner, and the linkage unit by size. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Arguments, CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { describeMachine } from '../bench/machine.ts';
import { cutFolder, qualitySets } from '../bench/quality/sets.ts';
import {
  recallOf,
  recallTable,
  type RecallRow,
  type RecallSet,
} from '../bench/second-round/recall.ts';
import { ownerSpeeds, type OwnerSpeed } from '../bench/second-round/owner-speed.ts';
import type { PlannedFigures, PlannedJob, PlannedStep } from '../bench/second-round/planned.ts';
import { wholePath, type WholePath } from '../bench/second-round/whole-path.ts';
import type { Taken } from '../bench/watched.ts';

const program = fileURLToPath(new URL('../bench/second-round/planned.ts', import.meta.url));

const LOOKS = 5;
const FIELDS = 5;
const BITS = 512;
const ANSWERED = 20_000;
/** Records a side of the whole path, at most: its search compares all pairs. */
const WHOLE = 20_000;

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const thousands = (number: number): string => Math.round(number).toLocaleString('en-US');

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

export function ownerTable(speeds: readonly OwnerSpeed[]): string {
  return table(
    ['fields', 'groups', 'bits a field', 'looks per second and core', 'bytes per look'],
    speeds.map(({ fields, groups, fieldBits, looksPerSecond, bytesPerLook }) =>
      [fields, groups, fieldBits, looksPerSecond, bytesPerLook].map(thousands),
    ),
  );
}

export function plannedTable(figures: readonly PlannedFigures[]): string {
  const cell = ({ cpuSeconds, peakMiB }: PlannedStep): string =>
    `${cpuSeconds.toFixed(1)} s, ${thousands(peakMiB)} MiB`;
  return table(
    ['records a side', 'pairs', 'before', 'plan', 'compare', 'decide', 'recall'],
    figures.map(({ size, pairs, startMiB, plan, compare, decide, recall }) => [
      thousands(size),
      thousands(pairs),
      `${thousands(startMiB)} MiB`,
      cell(plan),
      cell(compare),
      cell(decide),
      recall.toFixed(4),
    ]),
  );
}

export function wholeTable({ asked, decided, ...path }: WholePath): string {
  const cell = ({ cpuSeconds, peakMiB }: Taken): string =>
    cpuSeconds === undefined || peakMiB === undefined
      ? 'unknown'
      : `${cpuSeconds.toFixed(1)} s, ${thousands(peakMiB)} MiB`;
  return table(
    ['records a side', 'looks', 'looks per second and core', 'an owner, at most', 'bytes per look', 'until asked', 'until linked'],
    [[
      thousands(path.size), thousands(path.looks), thousands(path.looksPerSecond),
      `${thousands(path.ownerPeakMiB)} MiB`, thousands(path.bytesPerLook), cell(asked), cell(decided),
    ]],
  );
} // prettier-ignore

/** In a fresh process, whose memory is that of this alone. */
function planned(job: PlannedJob): Promise<PlannedFigures> {
  const child = fork(program, [JSON.stringify(job)]);
  return new Promise((resolve, reject) => {
    child.once('message', (figures) => {
      resolve(figures as PlannedFigures);
    });
    // After the message of one that came to its end: too late to matter.
    child.once('close', () => {
      reject(new KoppelError('DEMO_STEP_FAILED', { file: 'planned' }));
    });
  });
}

const RECALL_SETS = ['FEBRL4, 9 fields', 'FEBRL4, 4 fields', 'generated, 1000, 50 %, address'];

/** Sets that are at hand, FEBRL4 with half in common. */
async function recallSets(): Promise<RecallSet[]> {
  const all = await qualitySets({ skipped: 'not needed' }, '');
  return all
    .filter(({ name }) => RECALL_SETS.includes(name))
    .map(({ name, make, fields }) => {
      if (!name.startsWith('FEBRL4')) return { name, make, fields };
      return { name: `${name}, 50 %`, make: () => cutFolder(make(), name, 0.5), fields };
    });
}

export async function benchSecondRound(
  context: CommandContext,
  args: Arguments,
  sizes: readonly number[],
): Promise<void> {
  const machine = describeMachine();
  const sets = await recallSets();
  const progress = context.reporter.progress('second-round', sizes.length + sets.length + 2);
  const owner = ownerSpeeds(args.count('rows', ANSWERED));
  progress.update(1);
  const recall: RecallRow[] = [];
  for (const set of sets) {
    recall.push(await recallOf(set));
    progress.update(1 + recall.length);
  }
  const unit: PlannedFigures[] = [];
  for (const size of sizes) {
    unit.push(await planned({ size, looks: LOOKS, fields: FIELDS, bits: BITS }));
    progress.update(1 + recall.length + unit.length);
  }
  const whole = await wholePath(Math.min(WHOLE, ...sizes), context.reporter);
  progress.end();
  if (args.flag('json')) {
    context.print(JSON.stringify({ machine, looks: LOOKS, owner, recall, unit, whole }, null, 1));
    return;
  }
  const tables = [ownerTable(owner), recallTable(recall), plannedTable(unit), wholeTable(whole)];
  context.print([JSON.stringify(machine), ...tables].join('\n\n'));
}
