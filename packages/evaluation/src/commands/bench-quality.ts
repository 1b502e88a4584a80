// SPDX-License-Identifier: EUPL-1.2
/** `./koppel bench quality`: our F1 without labels beside the peers' best, as a table of a page. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileText, writeFileWhole, type Arguments, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { openPeers } from '../bench/peers.ts';
import { qualitySets, qualityTable } from '../bench/quality.ts';
import { benchThresholds } from '../bench/thresholds/thresholds.ts';

const begin = '<!-- the table of ./koppel bench quality -->';
const end = '<!-- end of the table of quality -->';

/** Puts the table between its marks in a page. USAGE where the page has no marks. */
function withTable(page: string, table: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new KoppelError('USAGE', { path: '--write' });
  return `${page.slice(0, from + begin.length)}\n\n${table}\n\n${page.slice(to)}`;
}

export async function benchQuality(context: CommandContext, args: Arguments): Promise<void> {
  const { reporter } = context;
  const peers = await openPeers();
  if ('skipped' in peers) reporter.event('peersSkipped');
  const folder = mkdtempSync(join(tmpdir(), 'koppel-bench-'));
  try {
    const sets = await qualitySets(peers, folder);
    if (sets.length === 0) reporter.event('dataSkipped');
    const progress = reporter.progress('quality', 2 * sets.length);
    const rows = await benchThresholds(sets, (_, done) => {
      progress.update(done);
    });
    progress.end();
    const page = args.text('write');
    const table = qualityTable(rows);
    if (page !== undefined)
      writeFileWhole(page, withTable(readFileText(page), table), { replace: true });
    context.print(args.flag('json') ? JSON.stringify(rows, null, 1) : table);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
