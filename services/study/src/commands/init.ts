// SPDX-License-Identifier: EUPL-1.2
/** `koppel-study init`: a new study, from questions, a file of answers, or another study. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ask, parseArguments, Problems, readFileText, writeFileWhole } from '@koppel/console';
import type { CommandContext } from '@koppel/console';
import { isKoppelError, KoppelError } from '@koppel/errors';
import { problemOfIssue, readYaml } from '@koppel/study';
import { openPlaces } from '../edit/open-places.ts';
import { interview, NobodyThere } from '../init/interview.ts';
import { answersSchema, feasibilityText, studyText, type Answers } from '../init/new-study.ts';
import { replicated, textsInGuide, type Texts } from '../init/replicate.ts';
import { folderOption } from '../options.ts';
import { feasibilityFile, studyFile } from '../study-folder.ts';

/** USAGE where nobody is at the keyboard: a file of answers is needed. */
async function asked({ language }: CommandContext): Promise<Answers> {
  try {
    return await interview(ask, language);
  } catch (thrown) {
    if (!(thrown instanceof NobodyThere)) throw thrown;
    throw new KoppelError('USAGE', { path: '--answers' });
  }
}

async function answersOf(file: string | undefined, context: CommandContext): Promise<Answers> {
  if (file === undefined) return asked(context);
  const read = readYaml(readFileText(file));
  if (!read.ok) throw new Problems(read.problems);
  const parsed = answersSchema.safeParse(read.value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => problemOfIssue(issue, read.value));
  throw new Problems(problems.map(({ code, place }) => new KoppelError(code, { file, ...place })));
}

/** The two files of a guide, of a folder, or beside a study file. */
function sourceTexts(source: string): Texts {
  const isFolder = existsSync(source) && statSync(source).isDirectory();
  const text = isFolder ? '' : readFileText(source);
  try {
    const guide = textsInGuide(text);
    if (guide !== undefined) return replicated(guide);
    const folder = isFolder ? source : dirname(source);
    return replicated({
      study: readFileText(studyFile(folder)),
      feasibility: readFileText(feasibilityFile(folder)),
    });
  } catch (thrown) {
    if (!isKoppelError(thrown, 'REPLICATION_SOURCE')) throw thrown;
    throw new KoppelError('REPLICATION_SOURCE', { file: source });
  }
}

/** FILE_EXISTS rather than a file that is overwritten; STUDY_*, REPLICATION_SOURCE, USAGE. */
export async function init(context: CommandContext): Promise<undefined> {
  const kinds = { folder: 'string', answers: 'string', from: 'string' } as const;
  const args = parseArguments(context.argv, kinds);
  const folder = folderOption(args);
  for (const file of [studyFile(folder), feasibilityFile(folder)]) {
    if (existsSync(file)) throw new KoppelError('FILE_EXISTS', { file });
  }
  const source = args.text('from');
  let texts: Texts;
  if (source === undefined) {
    const answers = await answersOf(args.text('answers'), context);
    texts = { study: studyText(answers), feasibility: feasibilityText(answers) };
  } else texts = sourceTexts(source);
  writeFileWhole(feasibilityFile(folder), texts.feasibility);
  writeFileWhole(studyFile(folder), texts.study);
  mkdirSync(join(folder, 'evidence'), { recursive: true });
  const places = [texts.study, texts.feasibility].flatMap(openPlaces);
  const told = places.map(({ path, row }) => `  ${String(row).padStart(4)}  ${path}`);
  const lead = context.language === 'nl' ? 'Nog in te vullen' : 'Still to be filled in';
  context.print([`${lead} (${String(places.length)}):`, ...told].join('\n'));
}
