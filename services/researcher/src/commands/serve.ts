// SPDX-License-Identifier: EUPL-1.2
/** `koppel-researcher serve`: makes a data set of every result until it is asked to stop. */
import { requireStudyHere } from '@koppel/accountability';
import { join } from 'node:path';
import {
  parseArguments,
  readPassphrase,
  withKernelLock,
  type CommandContext,
} from '@koppel/console';
import { wipe } from '@koppel/keys';
import {
  checkExit,
  checkText,
  examine,
  examineFile,
  examineLog,
  host,
  stopSignal,
  type Finding,
  type Setting,
} from '@koppel/serve';
import { checkMailbox, openMailbox } from '../researcher-key.ts';
import { configureResearcher, type ResearcherConfig } from '../serve/config.ts';
import { ResearcherService } from '../serve/service.ts';
import { readStudy } from '../study-file.ts';

const lockWaitMs = 5000;

/** With the passphrase's file as the configuration has it. */
function withPassphrase(
  { passphraseFile }: ResearcherConfig,
  context: CommandContext,
): CommandContext {
  if (passphraseFile === undefined) return context;
  const environment = { ...context.environment, KOPPEL_PASSPHRASE_FILE: passphraseFile };
  return { ...context, environment };
}

async function findingsOf(
  { study, keys, log }: ResearcherConfig,
  { environment }: CommandContext,
): Promise<{ readonly findings: Finding[]; readonly settings: Setting[] }> {
  const passphrase = environment['KOPPEL_PASSPHRASE_FILE'] ?? '';
  const { findings, settings } = await examineLog(log, environment);
  return {
    findings: [
      ...(await examine('study', () => readStudy(study))),
      ...(await examineFile('keys', keys)),
      ...(passphrase === '' ? [] : await examineFile('passphraseFile', passphrase)),
      ...findings,
    ],
    settings,
  };
}

/** With `--check` only tells what it would use, and gives the exit code of what is wrong. */
export async function serve(given: CommandContext): Promise<number | undefined> {
  const args = parseArguments(given.argv, { config: 'string', check: 'boolean' });
  const { config, settings } = configureResearcher(args.text('config'), given.environment);
  const context = withPassphrase(config, given);
  if (args.flag('check')) {
    const { findings, settings: broker } = await findingsOf(config, context);
    const how = { language: context.language, json: args.flag('json') };
    context.print(checkText([...settings, ...broker], findings, how));
    return checkExit(findings);
  }
  const signal = stopSignal(context);
  const read = readStudy(config.study);
  requireStudyHere(config.keys, read);
  const passphrase = await readPassphrase(context.environment, context.language);
  const mailbox = await openMailbox(config.keys, passphrase);
  checkMailbox(read.study, mailbox, config.keys);
  // Opened to be told of a wrong key now and not at night; each data set opens it again.
  wipe(passphrase, mailbox);
  const service = new ResearcherService({ config, context, read, signal });
  await withKernelLock(join(config.out, 'serve.lock'), { waitMs: lockWaitMs }, async () => {
    try {
      await host(service, config, { context, signal, names: { study: read.study.id } });
    } finally {
      await service.close();
    }
  });
  return undefined;
}
