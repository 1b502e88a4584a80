// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-linkage worker`: searches parts of what `run --share` shares out, until it is stopped. With a
 * configuration it is a service that a monitor can ask, and that goes on after failures.
 */
import { requireStudyHere } from '@koppel/accountability';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { logOptions, parseArguments, readPassphrase, today } from '@koppel/console';
import type { Arguments, CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { wipe } from '@koppel/keys';
import { checkExit, checkText, host, stopSignal } from '@koppel/serve';
import { checkDocuments, type ReadStudy } from '@koppel/study';
import { openLog, openWork, type LogPort } from '@koppel/transport';
import { readExpectation } from '../expectation.ts';
import { withState } from '../locked-state.ts';
import { readStudyFile } from '../read-study.ts';
import { environmentOf, findingsOf } from '../serve/examine.ts';
import { configureWorker, type WorkerConfig } from '../serve/worker-config.ts';
import { WorkerService } from '../serve/worker-service.ts';
import type { LinkageState } from '../state.ts';
import { checkUnitKey, openUnitKey, wipeSecrets, type UnitSecrets } from '../unit-key.ts';
import { serve, type Served } from '../workers/serve.ts';
import { requireShareable, takeInOf } from '../workers/take-part.ts';

const kinds = {
  study: 'string',
  keys: 'string',
  log: 'string',
  state: 'string',
  workers: 'string',
  config: 'string',
  check: 'boolean',
} as const;

const pollMs = 500;

const words = {
  en: {
    ready: 'ready; stop with Ctrl+C or SIGTERM, nothing is lost',
    done: ({ parts, failed }: Served) =>
      `${String(parts)} parts searched, ${String(failed)} failed.\n`,
  },
  nl: {
    ready: 'gereed; stop met Ctrl+C of SIGTERM, er gaat niets verloren',
    done: ({ parts, failed }: Served) =>
      `${String(parts)} delen doorzocht, ${String(failed)} mislukt.\n`,
  },
} as const;

interface Session extends ReadStudy {
  readonly args: Arguments;
  readonly context: CommandContext;
  readonly secrets: UnitSecrets;
  readonly port: LogPort;
  readonly signal: AbortSignal;
}

/** Waits until every owner has agreed; undefined when the worker is stopped first. */
async function agreed({ study, specHash, port, signal }: Session) {
  while (!signal.aborted) {
    const found = await readExpectation(study, specHash, port);
    if (!('missing' in found)) return found;
    await sleep(pollMs);
  }
  return undefined;
}

async function work(session: Session, state: LinkageState): Promise<Served> {
  const { study, specHash, args, context, secrets, port, signal } = session;
  const { reporter } = context;
  const none = { parts: 0, failed: 0 };
  const expectation = await agreed(session);
  if (expectation === undefined) return none;
  const takeIn = takeInOf({
    ...session, keyFile: args.required('keys'), state, expectation, reporter,
  }); // prettier-ignore
  await takeIn();
  const workers = args.count('workers', navigator.hardwareConcurrency);
  if (workers < 1 || workers > 256) throw new KoppelError('KERNEL_WORKERS');
  const shared = await openWork(args.required('log'), logOptions(context));
  reporter.event('workerReady', { text: words[reporter.language].ready }, { workers });
  try {
    const common = { study, specHash, secrets, port, state, takeIn, reporter };
    return await serve({ ...common, work: shared, workers, signal });
  } finally {
    await shared.close();
  }
}

/** Processor time of this program so far, all of its threads. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

interface Start {
  readonly studyFile: string;
  readonly keyFile: string;
  readonly log: string;
}

/** What every worker is before it begins, and an end of it. WORK_BY_FIELDS, LOG_WORK_FOLDER. */
async function withUnit<T>(
  context: CommandContext,
  { studyFile, keyFile, log }: Start,
  use: (read: ReadStudy, secrets: UnitSecrets) => Promise<T>,
): Promise<T> {
  const read = readStudyFile(studyFile);
  checkDocuments(read.study, today());
  requireShareable(read.study, studyFile);
  requireStudyHere(keyFile, read);
  const passphrase = await readPassphrase(context.environment, context.language);
  const secrets = await openUnitKey(keyFile, passphrase);
  wipe(passphrase);
  try {
    checkUnitKey(read.study, secrets, keyFile);
    // A folder is refused before a state is made.
    await (await openWork(log, logOptions(context))).close();
    return await use(read, secrets);
  } finally {
    wipeSecrets(secrets);
  }
}

async function asService(config: WorkerConfig, context: CommandContext): Promise<void> {
  const signal = stopSignal(context);
  const { study, keys, log, http, stopSeconds, pollSeconds } = config;
  const start = { studyFile: study, keyFile: keys, log };
  await withUnit({ ...context, environment: environmentOf(config, context) }, start, (read, secrets) =>
    withState(config.state, read.specHash, async (state) => {
      const service = new WorkerService({ config, context, read, secrets, state, signal });
      try {
        const names = { study: read.study.id };
        await host(service, { http, stopSeconds, pollSeconds }, { context, signal, names });
      } finally {
        await service.close();
      }
    }),
  );
} // prettier-ignore

async function byHand(args: Arguments, context: CommandContext): Promise<void> {
  const signal = stopSignal(context);
  const [studyFile, keyFile] = [args.required('study'), args.required('keys')];
  const [log, folder] = [args.required('log'), args.required('state')];
  await withUnit(context, { studyFile, keyFile, log }, async (read, secrets) => {
    const port = await openLog(log, logOptions(context));
    try {
      await withState(folder, read.specHash, async (state) => {
        const served = await work({ ...read, args, context, secrets, port, signal }, state);
        const text = args.flag('json')
          ? `${JSON.stringify({ ...served, cpuSeconds: cpuSeconds() })}\n`
          : words[context.language].done(served);
        context.print(text);
      });
    } finally {
      await port.close();
    }
  });
}

/** With `--check` only tells what it would use, and gives the exit code of what is wrong. */
export async function worker(context: CommandContext): Promise<number | undefined> {
  const args = parseArguments(context.argv, kinds);
  // Whoever names a study does so by hand; otherwise file or environment say all.
  if (args.text('study') !== undefined) {
    await byHand(args, context);
    return undefined;
  }
  const { config, settings } = configureWorker(args.text('config'), context.environment);
  if (args.flag('check')) {
    const { findings, settings: broker } = await findingsOf(config, context);
    const how = { language: context.language, json: args.flag('json') };
    context.print(checkText([...settings, ...broker], findings, how));
    return checkExit(findings);
  }
  await asService(config, context);
  return undefined;
}
