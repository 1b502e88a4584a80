// SPDX-License-Identifier: EUPL-1.2
/**
 * `./koppel bench quality`: our F1 without labels, and with `--peers` what programs of others reach on
 * the very same records in the same run, as tables of a page.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileText, writeFileWhole, type Arguments, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { describeMachine, type Machine } from '../bench/machine.ts';
import { openPeers } from '../bench/peers.ts';
import { othersOn } from '../bench/quality/others.ts';
import { oursOn } from '../bench/quality/ours.ts';
import { openPrograms, type Programs } from '../bench/quality/programs.ts';
import { qualitySets, type QualitySet } from '../bench/quality/sets.ts';
import { qualityTable, type QualityRow } from '../bench/quality/table.ts';

const begin = '<!-- the table of ./koppel bench quality -->';
const end = '<!-- end of the table of quality -->';

/** Puts the table between its marks in a page. USAGE where the page has no marks. */
function withTable(page: string, table: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new KoppelError('USAGE', { path: '--write' });
  return `${page.slice(0, from + begin.length)}\n\n${table}\n\n${page.slice(to)}`;
}

/** On what, and beside which versions. */
function statement({ processor, cores, memoryGiB, node, load }: Machine, others?: string): string {
  const machine = `${processor}, ${String(cores)} threads, ${String(memoryGiB)} GiB, Node ${node}`;
  const beside = others === undefined ? '' : ` Others: ${others}.`;
  return `Measured on ${machine}, load ${String(load)} at the start.${beside}`;
}

/** The programs of others when they are asked for and can be had; otherwise says why not. */
async function programsFor({ reporter }: CommandContext, args: Arguments) {
  if (!args.flag('peers')) return undefined;
  const programs = await openPrograms();
  if (!('skipped' in programs)) return programs;
  reporter.event('peersSkipped', { text: programs.skipped });
  return undefined;
}

async function measure(
  { name, make, fields, columns }: QualitySet,
  programs: Programs | undefined,
  folder: string,
): Promise<QualityRow> {
  const data = make();
  const ours = await oursOn(name, data, fields);
  const others = programs && (await othersOn(data, columns, programs, folder));
  return { set: name, ours, others };
}

export async function benchQuality(context: CommandContext, args: Arguments): Promise<void> {
  const { reporter } = context;
  const machine = describeMachine();
  const programs = await programsFor(context, args);
  const folder = mkdtempSync(join(tmpdir(), 'koppel-bench-'));
  try {
    const only = args.text('only')?.split(';');
    const all = await qualitySets(await openPeers(), folder);
    const sets = all.filter(({ name }) => only?.some((one) => name.startsWith(one)) ?? true);
    if (sets.length === 0) throw new KoppelError('USAGE', { path: '--only' });
    const progress = reporter.progress('quality', sets.length);
    const rows: QualityRow[] = [];
    for (const set of sets) {
      rows.push(await measure(set, programs, folder));
      progress.update(rows.length);
    }
    progress.end();
    const table = `${qualityTable(rows)}\n\n${statement(machine, programs?.versions)}`;
    const page = args.text('write');
    if (page !== undefined)
      writeFileWhole(page, withTable(readFileText(page), table), { replace: true });
    const json = { machine, versions: programs?.versions, rows };
    context.print(args.flag('json') ? JSON.stringify(json, null, 1) : table);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
