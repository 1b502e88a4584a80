// SPDX-License-Identifier: EUPL-1.2
/** `koppel-encoder run`: one register, from its rows to sealed batches on the log, or a dry run. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { logOptions, parseArguments, type Arguments, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { openLog as openNamedLog, type LogPort } from '@koppel/transport';
import { openSession } from '../context.ts';
import { dryRunSummary, noLog, sampleFiles, withoutAppend, writeSample } from '../dry-run.ts';
import { checkEncoding } from '../encoding-check.ts';
import { exclusionsFile } from '../exclusion/option.ts';
import { guardedRun } from '../guarded-run.ts';
import { runSummary, type GuardedResult } from '../run-summary.ts';
import { defaultStateFolder } from '../state-folder.ts';

const kinds = {
  study: 'string',
  owner: 'string',
  register: 'string',
  mapping: 'string',
  input: 'string',
  keys: 'string',
  log: 'string',
  state: 'string',
  report: 'string',
  exclusions: 'string',
  'no-exclusions': 'boolean',
  'confirm-removed': 'boolean',
  'confirm-without-bsn': 'boolean',
  'confirm-lost-state': 'boolean',
  'accept-rejected': 'boolean',
  full: 'boolean',
  'release-now': 'boolean',
  'dry-run': 'boolean',
  'out-batch': 'string',
} as const;

/** A file that the run writes. USAGE when it is one which the run itself reads. */
function writtenFile(args: Arguments, name: 'report' | 'out-batch'): string | undefined {
  const file = args.text(name);
  if (file === undefined) return undefined;
  const read = ['study', 'mapping', 'input', 'keys', 'exclusions'].flatMap((one) => {
    const path = args.text(one);
    return path === undefined ? [] : [resolve(path)];
  });
  const written = name === 'report' ? [file] : sampleFiles(file);
  if (written.some((one) => read.includes(resolve(one)))) {
    throw new KoppelError('USAGE', { path: `--${name}` });
  }
  return file;
}

async function openLog(
  args: Arguments,
  context: CommandContext,
  dryRun: boolean,
): Promise<LogPort> {
  const options = logOptions(context);
  if (!dryRun) return openNamedLog(args.required('log'), options);
  const folder = args.text('log');
  return folder === undefined
    ? noLog
    : withoutAppend(await openNamedLog(folder, { ...options, readOnly: true }));
}

/** What `runOnce` did, and how it was asked. */
export interface RunOutcome {
  readonly result: GuardedResult;
  readonly args: Arguments;
}

/**
 * Runs a register as its command line says.
 * @param signal ends the run early, with RUN_STOPPED; the next one goes on
 */
export async function runOnce(context: CommandContext, signal?: AbortSignal): Promise<RunOutcome> {
  const args = parseArguments(context.argv, kinds);
  const dryRun = args.flag('dry-run');
  const outBatch = writtenFile(args, 'out-batch');
  if (outBatch !== undefined && !dryRun) throw new KoppelError('USAGE', { path: '--out-batch' });
  const taken = outBatch === undefined ? undefined : sampleFiles(outBatch).find(existsSync);
  if (taken !== undefined) throw new KoppelError('FILE_EXISTS', { file: taken });
  const care = {
    exclusionsFile: exclusionsFile(args),
    confirmRemoved: args.flag('confirm-removed'),
    confirmWithoutBsn: args.flag('confirm-without-bsn'),
    confirmLostState: args.flag('confirm-lost-state'),
    signal,
  };
  const session = await openSession(args, context);
  try {
    checkEncoding(args.required('study'), session.sender.study.encoding, context.reporter);
    const port = await openLog(args, context, dryRun);
    try {
      const options = {
        register: args.required('register'),
        mappingFile: args.required('mapping'),
        inputFile: args.text('input'),
        stateFolder: args.text('state') ?? defaultStateFolder(args.required('keys')),
        reportFile: writtenFile(args, 'report'),
        acceptRejected: args.flag('accept-rejected'),
        full: args.flag('full'),
        releaseNow: args.flag('release-now'),
        dryRun,
        offline: port === noLog,
      };
      const { reporter } = context;
      const result = await guardedRun({ session, port, reporter }, options, care);
      if (outBatch !== undefined) {
        writeSample(outBatch, session.sender, options.register, result, context.language);
      }
      return { result, args };
    } finally {
      await port.close();
    }
  } finally {
    session.close();
  }
}

export async function run(context: CommandContext): Promise<undefined> {
  const { result, args } = await runOnce(context);
  const summary = args.flag('dry-run') ? dryRunSummary : runSummary;
  context.print(summary(result, context.language, args.flag('json')));
}
