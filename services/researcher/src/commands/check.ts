// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-researcher check` and `release`: whether a data set or a table may leave, and the only way
 * in which it does. `release` puts what passed into the folder, whole or not at all.
 */
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  parseArguments,
  Problems,
  readFileText,
  withKernelLock,
  writeFileWhole,
  type Arguments,
  type CommandContext,
} from '@koppel/console';
import { KoppelError, type Language } from '@koppel/errors';
import { earlierReleases, putRelease, type Leaving } from '../check/earlier.ts';
import { failuresOf } from '../check/failures.ts';
import { checkPage } from '../check/page.ts';
import { defaultRules, parseRules, type Rules } from '../check/rules.ts';
import { filesOf, runChecks, type Outcome, type Question } from '../check/run.ts';
import { tableText } from '../check/table-file.ts';
import { Store } from '../store/store.ts';
import { readStudy } from '../study-file.ts';

const kinds = {
  study: 'string',
  rules: 'string',
  table: 'boolean',
  suppress: 'boolean',
  report: 'string',
  releases: 'string',
} as const;

const texts: Readonly<Record<Language, { passes: string; fails: string; report: string; released: string }>> = {
  en: { passes: 'May leave: every check passes.', fails: 'May not leave. Nothing was released.', report: 'Report', released: 'Released in' },
  nl: { passes: 'Mag vertrekken: alle controles slagen.', fails: 'Mag niet vertrekken. Er is niets uitgegeven.', report: 'Rapport', released: 'Uitgegeven in' },
}; // prettier-ignore

/** Milliseconds: a release that is just ending is waited for so long. */
const lockWaitMs = 5000;

interface Checked {
  readonly args: Arguments;
  readonly question: Question;
  readonly outcome: Outcome;
  readonly failures: readonly KoppelError[];
}

/** What is asked, with every file that the check may read. */
function questionOf(args: Arguments): Question {
  const [path] = args.positionals;
  if (path === undefined) throw new KoppelError('USAGE', { rule: 'wordMissing' });
  const { study } = readStudy(args.required('study'));
  const file = args.text('rules');
  const rules: Rules =
    file === undefined ? defaultRules(study) : parseRules(readFileText(file), file);
  const earlier = earlierReleases(args.text('releases'), study.id);
  return {
    path: resolve(path),
    study,
    rules,
    earlier,
    isTable: args.flag('table'),
    suppress: args.flag('suppress'),
  };
}

async function checkAll({ argv, language, reporter }: CommandContext): Promise<Checked> {
  const args = parseArguments(argv, kinds, 1);
  const question = questionOf(args);
  const readable = [...filesOf(question.path), ...question.earlier.dataSets.map(({ path }) => resolve(path))]; // prettier-ignore
  const report = args.text('report');
  const store = await Store.open(report ?? question.path, readable);
  try {
    const outcome = await runChecks(store, question, reporter);
    const failures = failuresOf(outcome, question.suppress);
    if (report !== undefined) {
      const { thresholds } = question.rules;
      const isSafe = failures.length === 0;
      const page = checkPage({ study: question.study.id, outcome, thresholds, isSafe, language });
      writeFileWhole(report, page, { replace: true, mode: 0o600 });
    }
    return { args, question, outcome, failures };
  } finally {
    store.close();
  }
}

/** What a script reads: counts and names, no cell. */
function asJson({ outcome, failures }: Checked, out?: string): string {
  return JSON.stringify({
    mayLeave: failures.length === 0,
    ...(out === undefined ? {} : { out }),
    failures: failures.map(({ code, place }) => ({ code, ...place })),
    dataSets: outcome.dataSets.map(({ file, rows, kAnonymity, lDiversity, apart, joined }) => ({
      file, rows, kAnonymity, lDiversity, apart, joined,
    })),
    tables: outcome.tables.map(({ given, unsafe, pattern, merges, isSafe }) => ({
      id: given.id, cells: given.counts.length, unsafe: unsafe.length, isSafe,
      suppressed: pattern === undefined || pattern === null ? null : { primary: pattern.primary.length, secondary: pattern.secondary.length },
      merges: merges ?? null,
    })),
  });
} // prettier-ignore

function tell(checked: Checked, context: CommandContext, out?: string): void {
  const print = (line: string): void => {
    context.print(line);
  };
  const { args, failures } = checked;
  if (args.flag('json')) {
    print(asJson(checked, out));
    return;
  }
  const text = texts[context.language];
  const report = args.text('report');
  print(
    [
      failures.length === 0 ? text.passes : text.fails,
      ...(report === undefined ? [] : [`${text.report}: ${report}`]),
      ...(out === undefined ? [] : [`${text.released} ${out}`]),
    ].join('\n'),
  );
}

export async function check(context: CommandContext): Promise<undefined> {
  const checked = await checkAll(context);
  tell(checked, context);
  if (checked.failures.length > 0) throw new Problems(checked.failures);
}

export async function release(context: CommandContext): Promise<undefined> {
  // Not after hours of work.
  const folder = parseArguments(context.argv, kinds, 1).required('releases');
  const lock = `${resolve(folder)}.lock`;
  mkdirSync(dirname(lock), { recursive: true });
  // Two at once would not be held against each other. Beside the folder: nothing is put into it yet.
  await withKernelLock(lock, { waitMs: lockWaitMs }, () => releaseAlone(context, folder));
}

async function releaseAlone(context: CommandContext, folder: string): Promise<void> {
  const checked = await checkAll(context);
  const { outcome, question, failures } = checked;
  if (failures.length > 0) {
    tell(checked, context);
    throw new Problems(failures);
  }
  const totalOf = (id: string): string =>
    question.rules.tables.find((one) => one.id === id)?.total ?? 'total';
  const leaving: Leaving = {
    study: question.study.id,
    files: outcome.dataSets.map(({ file, rule, sha256 }) => ({ path: file, rule, sha256 })),
    tables: outcome.tables.map(({ table, released }) => ({
      name: `${table.id}.csv`,
      text: tableText(table, totalOf(table.id)),
      released,
    })),
  };
  tell(checked, context, putRelease(folder, leaving));
}
