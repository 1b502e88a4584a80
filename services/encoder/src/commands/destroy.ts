// SPDX-License-Identifier: EUPL-1.2
/** `koppel-encoder destroy`: everything that an owner's encoder has of a study, with a certificate. */
import { existsSync } from 'node:fs';
import { destroyStudy, destructionFiles, heldKey } from '@koppel/accountability';
import { logOptions, parseArguments, readPassphrase, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { mailboxPublicKey } from '@koppel/keys';
import { signingPublicKey } from '@koppel/keys/sign';
import { encodePublicKey } from '@koppel/study';
import { isBroker, openLog } from '@koppel/transport';
import { encodingKeyName, shareName } from '../ceremony.ts';
import { hex } from '../bytes.ts';
import { readOwner } from '../context.ts';
import { findOwnerFiles, otherVersionLives } from '../destroy/find.ts';
import { Ledger } from '../ledger/ledger.ts';
import { departureTopics, type OwnerInStudy } from '../run-log.ts';
import { defaultStateFolder, withRegisterState } from '../state-folder.ts';

const kinds = {
  study: 'string',
  owner: 'string',
  keys: 'string',
  state: 'string',
  log: 'string',
  confirm: 'string',
  'whole-key-file': 'boolean',
} as const;

type Held = Readonly<Record<string, Uint8Array>>;

/** The names of an owner's identity, which serves all its studies. */
const identity = ['sign', 'mailbox', 'token'];

/** What goes: all, or this version's share and key only, where the file has those of others. */
function choose(secrets: Held, specHash: Uint8Array, whole: boolean) {
  const ours = [shareName(specHash), encodingKeyName(specHash)];
  const known = new Set([...identity, ...ours]);
  const shared = !whole && Object.keys(secrets).some((name) => !known.has(name));
  const erased = Object.entries(secrets)
    .filter(([name]) => !shared || ours.includes(name))
    .map(([name, secret]) => heldKey(name, secret));
  return { erased, shared };
}

/** KEY_NOT_THIS_OWNER unless the study names the keys of this file for the owner. */
function checkKeys({ study, owner }: OwnerInStudy, file: string) {
  const { id, signPublicKey, mailboxPublicKey: mailboxKey } = study.owners[owner]!;
  return ({ sign, mailbox }: Held): void => {
    const same =
      sign !== undefined && encodePublicKey(signingPublicKey(sign)) === signPublicKey &&
      (mailbox === undefined || encodePublicKey(mailboxPublicKey(mailbox)) === mailboxKey);
    if (!same) throw new KoppelError('KEY_NOT_THIS_OWNER', { file, field: id });
  };
} // prettier-ignore

/** While no register of the study is run here. */
async function alone<T>(
  { study, specHash, owner }: OwnerInStudy,
  stateFolder: string,
  { reporter }: CommandContext,
  work: () => Promise<T>,
): Promise<T> {
  if (!existsSync(stateFolder)) return work();
  const within = (registers: readonly string[]): Promise<T> => {
    const [register, ...rest] = registers;
    if (register === undefined) return work();
    const place = { study: study.id, specHash, register };
    return withRegisterState(stateFolder, place, reporter, () => within(rest));
  };
  return within(study.owners[owner]!.registers);
}

export async function destroy(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds, Infinity);
  const inStudy = readOwner(args);
  const { study, specHash, owner } = inStudy;
  const party = study.owners[owner]!.id;
  const keyFile = args.required('keys');
  const stateFolder = args.text('state') ?? defaultStateFolder(keyFile);
  const named = args.positionals;
  const { journal, pending, certificate } = destructionFiles(keyFile, inStudy);
  const missing = named.find((place) => !existsSync(place));
  if (missing !== undefined && ![journal, pending, certificate].some(existsSync)) {
    throw new KoppelError('FILE_MISSING', { file: missing });
  }
  const log = args.text('log');
  const folderOfLog = log === undefined || isBroker(log) ? undefined : log;
  const places = { study, specHash, studyFile: args.required('study'), keyFile, stateFolder, log: folderOfLog, named };
  const port = log === undefined ? undefined : await openLog(log, logOptions(context));
  try {
    const done = await alone(inStudy, stateFolder, context, () =>
      destroyStudy({
        context: args.flag('json') ? { ...context, print: () => undefined } : context,
        study, specHash, party, keyFile,
        // Topics have the name of the study: another version of it may still need them.
        port: otherVersionLives(places) ? undefined : port,
        role: 'dataOwner',
        keyRole: 'dataOwner',
        passphrase: () => readPassphrase(context.environment, context.language),
        checkKeys: checkKeys(inStudy, keyFile),
        choose: (secrets) => choose(secrets, specHash, args.flag('whole-key-file')),
        find: () => findOwnerFiles(places),
        folders: named,
        topics: departureTopics(study, party),
        duties: ['exports'],
        confirm: args.text('confirm'),
        account: (signSecretKey) => inLedger(stateFolder, inStudy, signSecretKey),
        now: Date.now,
      }),
    );
    if (args.flag('json')) context.print(JSON.stringify(done));
  } finally {
    await port?.close();
  }
} // prettier-ignore

/** Says in the ledger that it is done, signs it, and gives where it stands. */
async function inLedger(
  stateFolder: string,
  { study, specHash, owner }: OwnerInStudy,
  signSecretKey: Uint8Array,
): Promise<{ entries: number; hash: string }> {
  const version = hex(specHash);
  const name = study.owners[owner]!.id;
  const ledger = new Ledger(stateFolder, { owner: name, signSecretKey, now: Date.now });
  const known = ledger.found.entries.some(
    (entry) => entry.kind === 'destroyed' && entry.study === study.id && entry.specHash === version,
  );
  if (!known) await ledger.append({ kind: 'destroyed', study: study.id, specHash: version });
  const { next, hash } = await ledger.checkpoint();
  return { entries: next, hash };
}
