// SPDX-License-Identifier: EUPL-1.2
/** `koppel-researcher destroy`: key file and data sets of a study, with a certificate. */
import { existsSync } from 'node:fs';
import {
  addToPartyAccount,
  destroyStudy,
  destructionFiles,
  heldKey,
  readJournal,
} from '@koppel/accountability';
import { join } from 'node:path';
import {
  parseArguments,
  readPassphrase,
  withKernelLock,
  type CommandContext,
} from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { signingPublicKey } from '@koppel/keys/sign';
import { encodePublicKey, type Study } from '@koppel/study';
import { isBroker } from '@koppel/transport';
import { findDataSets, requireDataSets, unfinishedBeside } from '../destroy/find.ts';
import { checkMailbox } from '../researcher-key.ts';
import { recipientId } from '../seat.ts';
import { readStudy } from '../study-file.ts';

const kinds = {
  study: 'string',
  keys: 'string',
  log: 'string',
  as: 'string',
  confirm: 'string',
  'no-data-sets': 'boolean',
} as const;

/** KEY_NOT_THIS_PARTY unless the keys of this file are those of the recipient of that id. */
function checkKeys(study: Study, file: string, party: string) {
  return ({ mailbox, sign }: Readonly<Record<string, Uint8Array>>): void => {
    if (mailbox === undefined) throw new KoppelError('KEY_FILE_DAMAGED', { file });
    const { id, signPublicKey } = checkMailbox(study, mailbox, file);
    if (id !== party) throw new KoppelError('KEY_NOT_THIS_PARTY', { file });
    if (signPublicKey === undefined) return;
    if (sign === undefined || encodePublicKey(signingPublicKey(sign)) !== signPublicKey) {
      throw new KoppelError('KEY_NOT_THIS_PARTY', { file });
    }
  };
}

/** Waits for a service that makes data sets there to end, so long in milliseconds. */
const waitMs = 5000;

/** While no service makes data sets in these folders. FILE_IN_USE. */
function alone<T>(folders: readonly string[], work: () => Promise<T>): Promise<T> {
  const [folder, ...rest] = folders;
  if (folder === undefined) return work();
  if (!existsSync(folder)) return alone(rest, work);
  return withKernelLock(join(folder, 'serve.lock'), { waitMs }, () => alone(rest, work));
}

/** Folders of data sets are named, or it is said that there are none. */
export async function destroy(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds, Infinity);
  const studyFile = args.required('study');
  const read = readStudy(studyFile);
  const { study } = read;
  const keyFile = args.required('keys');
  const named = args.positionals;
  const party = recipientId(study, args.text('as'));
  if ((named.length === 0) !== args.flag('no-data-sets')) {
    throw new KoppelError('USAGE', { path: '--no-data-sets' });
  }
  const log = args.text('log');
  const folderOfLog = log === undefined || isBroker(log) ? [] : [log];
  const places = { study, named, staying: [studyFile, keyFile, ...folderOfLog] };
  const { journal, pending, certificate } = destructionFiles(keyFile, read);
  const hasBegun = [journal, pending, certificate].some(existsSync);
  // Beside a certificate the journal is on its way out, and may be half erased.
  const found = existsSync(certificate) ? undefined : readJournal(journal, study.id);
  requireDataSets(places, hasBegun ? (found?.files ?? []) : undefined);
  const done = await alone(named, () =>
    destroyStudy({
      context: args.flag('json') ? { ...context, print: () => undefined } : context,
      ...read,
      role: 'researcher',
      party,
      keyFile,
      keyRole: 'researcher',
      passphrase: () => readPassphrase(context.environment, context.language),
      checkKeys: checkKeys(study, keyFile, party),
      choose: (secrets) => ({
        erased: Object.entries(secrets).map(([name, secret]) => heldKey(name, secret)),
        shared: false,
      }),
      find: () => findDataSets(places),
      folders: [...named, ...named.flatMap(unfinishedBeside)],
      topics: [],
      port: undefined,
      duties: ['exports'],
      confirm: args.text('confirm'),
      account: (signSecretKey) =>
        addToPartyAccount({ keyFile, read, party, signSecretKey, now: Date.now }, (entries) =>
          entries.some(({ kind }) => kind === 'destroyed') ? [] : [{ kind: 'destroyed' }],
        ),
      now: Date.now,
    }),
  );
  if (args.flag('json')) context.print(JSON.stringify(done));
}
