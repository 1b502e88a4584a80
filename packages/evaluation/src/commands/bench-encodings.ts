// SPDX-License-Identifier: EUPL-1.2
/** `./koppel bench encodings`: every encoding's quality, size, speed, and what attacks get out of it. */
import { writeFileSync } from 'node:fs';
import { readFileText, type Arguments, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { encodingCases } from '../bench/encodings/cases.ts';
import { generatedSet, publishedSets } from '../bench/encodings/data-sets.ts';
import { benchEncodings } from '../bench/encodings/encodings.ts';
import { encodingsTable } from '../bench/encodings/table.ts';
import { describeMachine } from '../bench/machine.ts';

/** Persons of the generated registers: the largest that the slowest attack is run on. */
const PERSONS = 5000;

const begin = '<!-- the table of ./koppel bench encodings -->';
const end = '<!-- end of the table -->';

/** Puts the table between its marks in a page. USAGE where the page has no marks. */
export function withTable(page: string, table: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new KoppelError('USAGE', { path: '--write' });
  return `${page.slice(0, from + begin.length)}\n\n${table}\n\n${page.slice(to)}`;
}

/** `--only` keeps the encodings whose name begins with one of these, `--write` fills a page's table. */
export async function benchEncodingSchemes(
  context: CommandContext,
  args: Arguments,
): Promise<void> {
  const only = args.text('only')?.split(',');
  const cases = encodingCases().filter(
    ({ name }) => only === undefined || only.some((start) => name.startsWith(start)),
  );
  if (cases.length === 0) throw new KoppelError('USAGE', { path: '--only' });
  const published = publishedSets();
  if (published === undefined) context.reporter.event('dataSkipped');
  const machine = describeMachine();
  const persons = args.count('rows', PERSONS);
  const progress = context.reporter.progress('encodings', 1000);
  const rows = await benchEncodings({
    cases,
    sets: published ?? [],
    generated: generatedSet(persons, 'encodings'),
    seed: args.count('seed', 1),
    onProgress: (fraction) => {
      progress.update(Math.round(1000 * fraction));
    },
  });
  progress.end();
  const table = encodingsTable(rows);
  const page = args.text('write');
  if (page !== undefined) writeFileSync(page, withTable(readFileText(page), table));
  if (args.flag('json')) context.print(JSON.stringify({ machine, persons, rows }, null, 1));
  else if (page === undefined) context.print(table);
}
