// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-study papers`: whether the signed documents on file are those that stand on the control
 * topic. A paper is found by its content; a file that has its name and another content is told.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import { parseArguments, readFileBytes, today, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import type { ControlDocument } from '@koppel/study';
import { lookAt } from '../control/topic.ts';
import { folderOption, withLog } from '../options.ts';
import { hashOf, readStudyFolder } from '../study-folder.ts';
import { documentNames, type Both } from '../words/names.ts';
import { wordingOf } from '../words/wording.ts';

interface Paper {
  readonly id: string;
  readonly kind: ControlDocument['document']['kind'];
  readonly until: string;
  /** The file that the coordinator signed for; absent where none is. */
  readonly file?: string;
  readonly standing: 'sound' | 'missing' | 'changed' | 'expired' | 'notYet';
}

const standingNames: Readonly<Record<Paper['standing'], Both>> = {
  sound: ['as signed', 'zoals ondertekend'],
  missing: ['no file', 'geen bestand'],
  changed: ['changed', 'veranderd'],
  expired: ['as signed, expired', 'zoals ondertekend, verlopen'],
  notYet: ['as signed, holds later', 'zoals ondertekend, geldt later'],
};

/** Files of a folder by their content. */
function filesIn(folder: string): { readonly name: string; readonly sha256: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => ({ name, sha256: hashOf(readFileBytes(join(folder, name))) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function paperOf(
  { id, document }: ControlDocument,
  files: ReturnType<typeof filesIn>,
  on: string,
): Paper {
  const { kind, validUntil: until, signedOn, sha256 } = document;
  const same = files.find((one) => one.sha256 === sha256);
  const named = files.find(({ name }) => parse(name).name === id);
  if (same === undefined) {
    return named === undefined
      ? { id, kind, until, standing: 'missing' }
      : { id, kind, until, file: named.name, standing: 'changed' };
  }
  let standing: Paper['standing'] = 'sound';
  if (until < on) standing = 'expired';
  else if (signedOn > on) standing = 'notYet';
  return { id, kind, until, file: same.name, standing };
}

function problemOf({ id, kind, file, standing }: Paper, folder: string): KoppelError | undefined {
  if (standing === 'sound') return undefined;
  if (standing === 'missing') return new KoppelError('PAPER_MISSING', { path: id, field: kind });
  if (standing === 'changed') {
    return new KoppelError('PAPER_CHANGED', { file: join(folder, file!), path: id, field: kind });
  }
  const code = standing === 'expired' ? 'GATE_DOCUMENT_EXPIRED' : 'GATE_DOCUMENT_NOT_YET';
  return new KoppelError(code, { path: id, field: kind });
}

/** Exit code of the first problem: PAPER_MISSING, PAPER_CHANGED, GATE_DOCUMENT_*. */
export async function papers(context: CommandContext): Promise<number | undefined> {
  const kinds = { folder: 'string', papers: 'string', log: 'string' } as const;
  const args = parseArguments(context.argv, kinds);
  const place = folderOption(args);
  const read = readStudyFolder(place);
  const folder = args.text('papers') ?? join(place, 'papers');
  const { state } = await withLog(context, args.required('log'), 'read', (port) => lookAt(port, read));
  const files = filesIn(folder);
  const found = [...state.documents.values()].map((one) => paperOf(one, files, today()));
  const { pick, day } = wordingOf(read.study, context.language);
  const lines = found.map(({ id, kind, until, file, standing }) =>
    [id.padEnd(24), pick(documentNames[kind]).padEnd(40), day(until).padEnd(18), pick(standingNames[standing]), file ?? ''].join('  ').trimEnd(),
  );
  const none = pick(['No document stands.', 'Er staat geen document.']);
  context.print(args.flag('json') ? JSON.stringify({ papers: found }) : (lines.join('\n') || none));
  const problems = found.flatMap((one) => problemOf(one, folder) ?? []);
  for (const problem of problems) context.reporter.problem(problem);
  return problems[0]?.exitCode;
} // prettier-ignore
