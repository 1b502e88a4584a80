// SPDX-License-Identifier: EUPL-1.2
/** `./koppel bench model`: linking by fields against linking by one filter per record. */
import type { Arguments, CommandContext } from '@koppel/console';
import { describeMachine } from '../bench/machine.ts';
import {
  modelRow,
  reliabilityOfAll,
  type ModelRow,
  type ReliabilityBin,
} from '../bench/model/model.ts';
import { benchSets } from './bench-sets.ts';

/** Records of the larger generated registers. */
const PERSONS = 5000;

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const figure = (value: number): string => value.toFixed(4);

function table(rows: readonly ModelRow[]): string {
  const header = [
    'data',
    'true pairs',
    'fields: P',
    'R',
    'F1',
    'best F1',
    'one filter: F1',
    'best F1',
  ];
  const cells = rows.map(({ set, truePairs, fields, record }) =>
    line([
      set,
      String(truePairs),
      ...[fields.precision, fields.recall, fields.f1, fields.best, record.f1, record.best].map(
        figure,
      ),
    ]),
  );
  return [line(header), line(header.map(() => '---')), ...cells].join('\n');
}

function reliabilityTable(bins: readonly ReliabilityBin[]): string {
  const header = ['probability from', 'links', 'stated', 'true'];
  const cells = bins.map(({ from, links, stated, measured }) =>
    line([String(from), String(links), figure(stated), figure(measured)]),
  );
  return [line(header), line(header.map(() => '---')), ...cells].join('\n');
}

export async function benchFieldModel(context: CommandContext, args: Arguments): Promise<void> {
  const sets = benchSets(context, args, { separator: ';', persons: PERSONS });
  const progress = context.reporter.progress('model', sets.length);
  const rows: ModelRow[] = [];
  for (const set of sets) {
    rows.push(await modelRow(set));
    progress.update(rows.length);
  }
  progress.end();
  const reliability = reliabilityOfAll(rows);
  if (args.flag('json')) {
    context.print(JSON.stringify({ machine: describeMachine(), rows, reliability }, null, 1));
    return;
  }
  context.print(`${table(rows)}\n\n${reliabilityTable(reliability)}`);
}
