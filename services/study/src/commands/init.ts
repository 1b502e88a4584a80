// SPDX-License-Identifier: EUPL-1.2
/** `koppel-study init`: a new study, from questions, a file of answers, or another study. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ask, parseArguments, Problems, readFileText, writeFileWhole } from '@koppel/console';
import type { CommandContext } from '@koppel/console';
import { isKoppelError, KoppelError } from '@koppel/errors';
import { problemOfIssue, readYaml, registerKinds } from '@koppel/study';
import { openPlaces } from '../edit/open-places.ts';
import {
  answersSchema,
  designs,
  feasibilityText,
  studyText,
  type Answers,
} from '../init/new-study.ts';
import { replicated, textsInGuide, type Texts } from '../init/replicate.ts';
import { folderOption } from '../options.ts';
import { feasibilityFile, studyFile } from '../study-folder.ts';

type Question = readonly [en: string, nl: string];

const questions = {
  id: ['Short name (letters, digits, dashes): ', 'Korte naam (letters, cijfers, streepjes): '],
  title: ['Title: ', 'Titel: '],
  language: ['Language of the study (nl or en): ', 'Taal van de studie (nl of en): '],
  coordinator: ['Who coordinates: ', 'Wie coördineert: '],
  cities: ['Cities, as name=Name, by comma: ', 'Steden, als naam=Naam, met komma’s: '],
  registers: [
    `Kinds of register: ${registerKinds.join(', ')}.\nRegisters, as name=kind=Label, by comma: `,
    `Soorten register: ${registerKinds.join(', ')}.\nRegisters, als naam=soort=Omschrijving, met komma’s: `,
  ],
  subStudies: [
    `Designs: ${designs.join(', ')}.\nSub-studies, as name=design=register+register=Question, by semicolon: `,
    `Ontwerpen: ${designs.join(', ')}.\nDeelstudies, als naam=ontwerp=register+register=Vraag, met puntkomma’s: `,
  ],
} as const satisfies Readonly<Record<string, Question>>;

const parts = (text: string, by: string): string[][] =>
  text.split(by).map((one) => one.split('=').map((part) => part.trim()));

/** What was typed, in the form of a file of answers. */
function structured(typed: Readonly<Record<keyof typeof questions, string>>): unknown {
  return {
    ...typed,
    cities: parts(typed.cities, ',').map(([id, name]) => ({ id, name })),
    registers: parts(typed.registers, ',').map(([id, kind, label]) => ({ id, kind, label })),
    subStudies: parts(typed.subStudies, ';').map(([id, design, registers, question]) => ({
      id,
      design,
      question,
      registers: registers?.split('+').map((one) => one.trim()),
    })),
  };
}

async function asked({ language }: CommandContext): Promise<unknown> {
  const typed: Record<string, string> = {};
  for (const [name, question] of Object.entries(questions)) {
    const answer = await ask(question[language === 'nl' ? 1 : 0]);
    if (answer === undefined) throw new KoppelError('USAGE', { path: '--answers' });
    typed[name] = answer;
  }
  return structured(typed as Record<keyof typeof questions, string>);
}

async function answersOf(file: string | undefined, context: CommandContext): Promise<Answers> {
  let value: unknown;
  if (file === undefined) value = await asked(context);
  else {
    const read = readYaml(readFileText(file));
    if (!read.ok) throw new Problems(read.problems);
    ({ value } = read);
  }
  const parsed = answersSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => problemOfIssue(issue, value));
  const at = file === undefined ? {} : { file };
  throw new Problems(problems.map(({ code, place }) => new KoppelError(code, { ...at, ...place })));
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
