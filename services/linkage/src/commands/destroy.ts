// SPDX-License-Identifier: EUPL-1.2
/** `koppel-linkage destroy`: everything that the linkage unit has of a study, with a certificate. */
import { existsSync } from 'node:fs';
import { addToPartyAccount, destroyStudy, destructionFiles, heldKey } from '@koppel/accountability';
import { join } from 'node:path';
import { logOptions, parseArguments, readPassphrase, withKernelLock } from '@koppel/console';
import type { CommandContext } from '@koppel/console';
import type { Study } from '@koppel/study';
import { isBroker, openLog, type LogPort } from '@koppel/transport';
import { topics } from '@koppel/wire';
import { findUnitFiles, requireNamed } from '../destroy/find.ts';
import { readStudyFile } from '../read-study.ts';
import { unitWriter } from '../unit-account.ts';
import { checkUnitKey } from '../unit-key.ts';

const kinds = {
  study: 'string',
  keys: 'string',
  state: 'string',
  log: 'string',
  confirm: 'string',
} as const;

/** The topics that the linkage unit writes. */
function ownTopics(study: Study): string[] {
  const names = topics(study.id);
  return [
    ...study.owners.map(({ id }) => names.receipts(id)),
    ...(study.secondRound === undefined
      ? []
      : study.owners.map(({ id }) => names.lookRequests(id))),
    names.links,
    names.results,
    names.workJobs,
    names.workParts,
    names.workAnswers,
  ];
}

function checkKeys(study: Study, file: string) {
  return ({ sign, mailbox, pseudonym }: Readonly<Record<string, Uint8Array>>): void => {
    const none = new Uint8Array();
    checkUnitKey(study, { sign: sign!, mailbox: mailbox!, pseudonym: pseudonym ?? none }, file);
  };
}

/** Waits for a service or run that has the state to end, so long in milliseconds. */
const waitMs = 5000;

async function aloneWithState<T>(stateFolder: string, work: () => Promise<T>): Promise<T> {
  if (!existsSync(stateFolder)) return work();
  return withKernelLock(join(stateFolder, 'state.lock'), { waitMs }, work);
}

export async function destroy(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds, Infinity);
  const studyFile = args.required('study');
  const read = readStudyFile(studyFile);
  const { study } = read;
  const [keyFile, stateFolder] = [args.required('keys'), args.required('state')];
  const shown = args.flag('json') ? { ...context, print: () => undefined } : context;
  const log = args.text('log');
  const named = args.positionals;
  const { journal, pending, certificate } = destructionFiles(keyFile, read);
  if (![journal, pending, certificate].some(existsSync)) requireNamed(named);
  const folderOfLog = log === undefined || isBroker(log) ? undefined : log;
  const places = { study, studyFile, keyFile, stateFolder, log: folderOfLog, named };
  const port: LogPort | undefined =
    log === undefined ? undefined : await openLog(log, logOptions(context));
  try {
    await aloneWithState(stateFolder, async () => {
      const done = await destroyStudy({
        context: shown, ...read, keyFile, port,
        role: 'linkageUnit',
        party: 'linkageUnit',
        keyRole: 'linkageUnit',
        passphrase: () => readPassphrase(context.environment, context.language),
        checkKeys: checkKeys(study, keyFile),
        choose: (secrets) => ({ erased: Object.entries(secrets).map(([name, one]) => heldKey(name, one)), shared: false }),
        find: () => findUnitFiles(places),
        folders: [join(stateFolder, 'segments'), join(stateFolder, 'report'), ...named],
        topics: ownTopics(study),
        duties: ['exports', 'workers'],
        confirm: args.text('confirm'),
        account: async (signSecretKey) => {
          const writer = unitWriter({ ...read, keyFile, signSecretKey });
          return addToPartyAccount(writer, (entries) =>
            entries.some(({ kind }) => kind === 'destroyed') ? [] : [{ kind: 'destroyed' }],
          );
        },
        now: Date.now,
      });
      if (args.flag('json')) context.print(JSON.stringify(done));
    });
  } finally {
    await port?.close();
  }
} // prettier-ignore
