// SPDX-License-Identifier: EUPL-1.2
/** `./koppel bench encodings`: every encoding's quality, size, speed, and what attacks get out of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findAttack } from '@koppel/audit';
import { readFileText, writeFileWhole, type Arguments, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { writePersons } from '../bench/encoder-data.ts';
import { encodingCases, type EncodingCase } from '../bench/encodings/cases.ts';
import { generatedSet, publishedSets } from '../bench/encodings/data-sets.ts';
import {
  benchEncodings,
  type EncodingRow,
  type EncodingsOptions,
} from '../bench/encodings/encodings.ts';
import { keptRowIn } from '../bench/encodings/kept.ts';
import { encodingsTable } from '../bench/encodings/table.ts';
import type { ValueSet } from '../bench/encodings/value-set.ts';
import { describeMachine } from '../bench/machine.ts';

/** Persons of the generated registers: the largest that the slowest attack is run on. */
const PERSONS = 5000;

/** Rows of the file whose encoding is timed. */
const TIMED_ROWS = 100_000;

/** Our own generator: the same persons wherever it runs. */
const noPeers = { skipped: 'not needed' };

const begin = '<!-- the table of ./koppel bench encodings -->';
const end = '<!-- end of the table -->';

/** Puts the table between its marks in a page. USAGE where the page has no marks. */
export function withTable(page: string, table: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new KoppelError('USAGE', { path: '--write' });
  return `${page.slice(0, from + begin.length)}\n\n${table}\n\n${page.slice(to)}`;
}

/** Runs it with a file to time, which is gone afterwards. */
async function onTimedFile(
  { reporter }: CommandContext,
  options: Omit<EncodingsOptions, 'file' | 'onProgress'>,
): Promise<EncodingRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'koppel-bench-'));
  const progress = reporter.progress('encodings', 1000);
  try {
    const file = join(folder, 'persons.csv');
    await writePersons(noPeers, file, TIMED_ROWS);
    const onProgress = (fraction: number): void => {
      progress.update(Math.round(1000 * fraction));
    };
    return await benchEncodings({ ...options, file, onProgress });
  } finally {
    progress.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Generated registers by their number of persons, each made once. */
function generatedSets(): (persons: number) => ValueSet {
  const made = new Map<number, ValueSet>();
  return (persons) => {
    const set = made.get(persons) ?? generatedSet(persons, 'encodings');
    made.set(persons, set);
    return set;
  };
}

/** The encodings whose name begins with one of those asked for. USAGE where none does. */
function chosenCases(args: Arguments): (one: EncodingCase) => boolean {
  const only = args.text('only')?.split(',');
  const isRun = ({ name }: EncodingCase): boolean =>
    only?.some((start) => name.startsWith(start)) ?? true;
  if (!encodingCases().some(isRun)) throw new KoppelError('USAGE', { path: '--only' });
  return isRun;
}

/**
 * `--only` runs the encodings whose name begins with one of these and `--attacks` these attacks,
 * `--keep` takes over from a folder what was worked out before, but for what `--anew` names, and
 * `--write` fills a page's table.
 */
export async function benchEncodingSchemes(
  context: CommandContext,
  args: Arguments,
): Promise<void> {
  const isRun = chosenCases(args);
  const attacks = args
    .text('attacks')
    ?.split(',')
    .map((id) => findAttack(id).id);
  const published = publishedSets();
  if (published === undefined) context.reporter.event('dataSkipped');
  const machine = describeMachine();
  const persons = args.count('rows', PERSONS);
  const generatedOf = generatedSets();
  const keep = args.text('keep');
  const rows = await onTimedFile(context, {
    cases: encodingCases(),
    isRun,
    sets: published ?? [],
    generated: generatedOf(persons),
    generatedOf,
    seed: args.count('seed', 1),
    anew: args.text('anew')?.split(',') ?? [],
    ...(attacks === undefined ? {} : { attacks: new Set(attacks) }),
    ...(keep === undefined ? {} : { keptOf: ({ name }) => keptRowIn(keep, name) }),
  });
  const table = encodingsTable(rows);
  const page = args.text('write');
  if (page !== undefined) {
    writeFileWhole(page, withTable(readFileText(page), table), { replace: true });
  }
  if (args.flag('json')) context.print(JSON.stringify({ machine, persons, rows }, null, 1));
  else if (page === undefined) context.print(table);
}
