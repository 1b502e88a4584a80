// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-study line setup`: topics and rights of a study at a broker, for whoever runs it. It sees
 * names of topics and users, never a message; it needs no key.
 */
import { ask, parseArguments, Problems, readFileText, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { parseStudy, type Study } from '@koppel/study';
import {
  brokerFileOf,
  isBroker,
  isOwn,
  openLineSetup,
  readParties,
  topicPrefix,
} from '@koppel/transport';
import type { LineSetup, Plan } from '@koppel/transport';
import { folderOption } from '../options.ts';
import { studyFile } from '../study-folder.ts';
import { planData, planText } from '../line/plan-text.ts';

const kinds = {
  folder: 'string',
  study: 'string',
  parties: 'string',
  log: 'string',
  plan: 'boolean',
  remove: 'boolean',
  yes: 'boolean',
} as const;

/** A study of either form: a rehearsal has topics too. All STUDY_* problems at once. */
function readLineStudy(file: string): Study {
  const read = parseStudy(readFileText(file));
  if (read.ok) return read.value.study;
  throw new Problems(
    read.problems.map(({ code, place }) => new KoppelError(code, { file, ...place })),
  );
}

/** What stays wrong after the plan: its problems, and rights that nobody should have. */
function remaining({ problems, strays }: Plan, study: Study): KoppelError[] {
  const prefix = topicPrefix(study);
  const wide = strays.map((rule) =>
    isOwn(rule, prefix)
      ? new KoppelError('LINE_STRAY_RIGHT', { field: rule.name })
      : new KoppelError('LINE_STRAY_RIGHT', { field: rule.name, rule: 'wide' }),
  );
  return [...problems, ...wide];
}

const questions = { en: 'Do this? [y/N] ', nl: 'Dit doen? [j/N] ' } as const;

async function isAgreed(yes: boolean, { language }: CommandContext): Promise<boolean> {
  if (yes) return true;
  const answer = await ask(questions[language]);
  if (answer === undefined) throw new KoppelError('USAGE', { path: '--yes' });
  return /^[jy]/i.test(answer);
}

const doneText = { en: 'Done: the broker shows it all.', nl: 'Klaar: de broker toont het alles.' };

async function apply(setup: LineSetup, { reporter }: CommandContext): Promise<void> {
  const progress = reporter.progress('line', setup.plan.changes.length);
  await setup.apply((done) => {
    progress.update(done);
  });
  progress.end();
}

/** Exit code 4 when something is left that should not be so. LINE_*, LOG_KAFKA_*, STUDY_*. */
export async function line(context: CommandContext): Promise<number | undefined> {
  const args = parseArguments(context.argv, kinds, 1);
  if (args.positionals[0] !== 'setup') throw new KoppelError('USAGE', { path: 'line setup' });
  const study = readLineStudy(args.text('study') ?? studyFile(folderOption(args)));
  const parties = readParties(args.required('parties'), study);
  const log = args.required('log');
  if (!isBroker(log)) throw new KoppelError('LINE_NO_BROKER', { path: '--log' });
  const { environment, language } = context;
  const options = { environment, remove: args.flag('remove') };
  const setup = await openLineSetup(brokerFileOf(log), study, parties, options);
  try {
    const { plan } = setup;
    const asJson = args.flag('json');
    const isDone = plan.changes.length > 0 && !args.flag('plan');
    if (!asJson) context.print(planText(plan, language));
    if (isDone) {
      if (!(await isAgreed(args.flag('yes'), context))) return undefined;
      await apply(setup, context);
    }
    if (asJson) context.print(JSON.stringify({ study: study.id, done: isDone, ...planData(plan) }));
    else if (isDone) context.print(doneText[language]);
    const left = remaining(plan, study);
    for (const problem of left) context.reporter.problem(problem);
    return left[0]?.exitCode;
  } finally {
    await setup.close();
  }
}
