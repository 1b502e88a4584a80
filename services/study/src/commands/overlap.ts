// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-study overlap`: from the sketches of owners to how many persons the registers of each city
 * share, as evidence with its hash, and into `feasibility.yaml`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArguments, Problems, writeFileWhole } from '@koppel/console';
import type { CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { folderOption } from '../options.ts';
import { cityOverlap, type CityOverlap } from '../overlap/city-overlap.ts';
import { readSketches, type ReadSketch } from '../overlap/read-sketches.ts';
import { recordable, recordOverlaps, withoutWanted } from '../overlap/record.ts';
import { overlapText } from '../overlap/words.ts';
import { evidenceFile, hashOf, readFeasibleFolder } from '../study-folder.ts';
import { wordingOf } from '../words/wording.ts';
import { editFeasibility, recordEvidence } from './verdict.ts';

interface Evidence {
  readonly name: string;
  readonly sha256: string;
  readonly overlap: CityOverlap;
  readonly text: string;
}

/** The name says what is in the file, so that no evidence of before is written over. */
function evidenceOf(city: string, sketches: readonly ReadSketch[]): Evidence {
  const overlap = cityOverlap(city, sketches);
  const text = `${JSON.stringify(overlap, undefined, 2)}\n`;
  const sha256 = hashOf(new TextEncoder().encode(text));
  return { name: `overlap-${city}-${sha256.slice(0, 8)}.json`, sha256, overlap, text };
}

/** SKETCH_*, FILE_MISSING, USAGE; errors of `editFile`. */
export async function overlap(context: CommandContext): Promise<undefined> {
  const kinds = { folder: 'string', wanted: 'string', yes: 'boolean' } as const;
  const args = parseArguments(context.argv, kinds, Infinity);
  if (args.positionals.length === 0) throw new KoppelError('USAGE', { path: 'overlap' });
  const wanted = args.text('wanted') === undefined ? undefined : args.count('wanted', 0);
  const folder = readFeasibleFolder(folderOption(args));
  const read = readSketches(args.positionals, folder);
  if (!read.ok) throw new Problems(read.problems);
  const cities = folder.study.cities.flatMap(({ id }) => {
    const own = read.sketches.filter(({ city }) => city === id);
    return own.length === 0 ? [] : [{ city: id, own }];
  });
  const alone = cities.filter(({ own }) => own.length < 2);
  if (alone.length > 0) {
    throw new Problems(alone.map(({ own }) => new KoppelError('SKETCH_ALONE', { file: own[0]!.file })));
  }
  const made = cities.map(({ city, own }) => evidenceOf(city, own));
  const wording = wordingOf(folder.study, context.language);
  mkdirSync(join(folder.folder, 'evidence'), { recursive: true });
  for (const { name, text } of made) {
    writeFileWhole(evidenceFile(folder.folder, name), text, { replace: true });
  }
  const isJson = args.flag('json');
  context.print(isJson ? JSON.stringify(made.map(({ name, sha256, overlap: one }) => ({ name, sha256, ...one }))) : made.map((one) => overlapText(one, wording)).join('\n\n'));
  const quiet = isJson ? { ...context, print: () => undefined } : context;
  await editFeasibility(quiet, args, folder, (document) => {
    recordEvidence(document, new Map(made.map(({ name, sha256 }) => [name, sha256])));
    for (const { name, overlap: one } of made) {
      recordOverlaps(document, folder.feasibility, recordable(one), { name, wanted });
    }
  });
  const open = made.flatMap(({ overlap: one }) => withoutWanted(folder.feasibility, recordable(one)));
  if (wanted === undefined && open.length > 0 && !isJson) {
    context.print(wording.pick([
      `${String(open.length)} pairs are in the evidence only: how many persons are wanted of them? Give --wanted.`,
      `${String(open.length)} paren staan alleen in het bewijsstuk: hoeveel personen zijn ervan gewenst? Geef --wanted.`,
    ]));
  }
  return undefined;
} // prettier-ignore
