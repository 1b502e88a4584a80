// SPDX-License-Identifier: EUPL-1.2
/** `koppel-linkage worker`: searches parts of what `run --share` shares out, until it is stopped. */
import { requireStudyHere } from '@koppel/accountability';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { logOptions, parseArguments, readPassphrase, today } from '@koppel/console';
import type { Arguments, CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { wipe } from '@koppel/keys';
import { verify } from '@koppel/keys/sign';
import { stopSignal } from '@koppel/serve';
import { checkDocuments, type ReadStudy } from '@koppel/study';
import { ControlTopic, openLog, openWork, type LogPort } from '@koppel/transport';
import { controlParties, topics, type BatchExpectation } from '@koppel/wire';
import { readExpectation } from '../expectation.ts';
import { ingest } from '../ingest.ts';
import { readStudyFile } from '../read-study.ts';
import { withState } from '../locked-state.ts';
import type { LinkageState } from '../state.ts';
import { unitLinkedOn } from '../unit-account.ts';
import { checkUnitKey, openUnitKey, wipeSecrets, type UnitSecrets } from '../unit-key.ts';
import { serve, type Served } from '../workers/serve.ts';

const kinds = {
  study: 'string',
  keys: 'string',
  log: 'string',
  state: 'string',
  workers: 'string',
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

/** Takes in, as `run` does, but answers nobody: receipts are given by `run`. */
function takeInOf(session: Session, state: LinkageState, expectation: BatchExpectation) {
  const { study, port, secrets, context, args } = session;
  const parties = controlParties(session, verify);
  const topic = new ControlTopic(port, topics(study.id).control, parties);
  const mailboxSecretKey = secrets.mailbox;
  const { reporter } = context;
  return async (): Promise<void> => {
    const control = (await topic.look())?.state;
    checkDocuments(study, today(), control);
    const common = { study, expectation, mailboxSecretKey, port, state, reporter };
    const linkedOn = unitLinkedOn(args.required('keys'), session);
    await ingest({ ...common, today: today(), control, linkedOn });
  };
}

async function work(session: Session, state: LinkageState): Promise<Served> {
  const { study, specHash, args, context, secrets, port, signal } = session;
  const none = { parts: 0, failed: 0 };
  const expectation = await agreed(session);
  if (expectation === undefined) return none;
  const takeIn = takeInOf(session, state, expectation);
  await takeIn();
  const workers = args.count('workers', navigator.hardwareConcurrency);
  if (workers < 1 || workers > 256) throw new KoppelError('KERNEL_WORKERS');
  const shared = await openWork(args.required('log'), logOptions(context));
  const { reporter } = context;
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

export async function worker(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const signal = stopSignal(context);
  const read = readStudyFile(args.required('study'));
  checkDocuments(read.study, today());
  const keyFile = args.required('keys');
  requireStudyHere(keyFile, read);
  const passphrase = await readPassphrase(context.environment, context.language);
  const secrets = await openUnitKey(keyFile, passphrase);
  checkUnitKey(read.study, secrets, keyFile);
  const log = args.required('log');
  // A folder is refused before a state is made.
  await (await openWork(log, logOptions(context))).close();
  const port = await openLog(log, logOptions(context));
  try {
    await withState(args.required('state'), read.specHash, async (state) => {
      const served = await work({ ...read, args, context, secrets, port, signal }, state);
      const text = args.flag('json')
        ? `${JSON.stringify({ ...served, cpuSeconds: cpuSeconds() })}\n`
        : words[context.language].done(served);
      context.print(text);
    });
  } finally {
    await port.close();
    wipeSecrets(secrets);
    wipe(passphrase);
  }
}
