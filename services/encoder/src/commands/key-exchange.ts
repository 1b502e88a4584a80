// SPDX-License-Identifier: EUPL-1.2
/**
 * `koppel-encoder key share|combine|check`: the ceremony by files that people send each other. Each
 * can be repeated at any time, and says what to send to whom and what is still to come.
 */
import { join } from 'node:path';
import { logOptions, parseArguments, type Arguments, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { openLog, type LogPort } from '@koppel/transport';
import { fileNameOf } from '../ceremony-file.ts';
import { openCeremonyFolder, type CeremonyFolder } from '../ceremony-folder.ts';
import { describeStanding, recipientsOf, type Outgoing, type Standing } from '../ceremony-words.ts';
import {
  advance,
  confirmedByAll,
  confirmedWith,
  encodingKeyName,
  type CeremonyState,
} from '../ceremony.ts';
import { openSession, type OwnerSession } from '../context.ts';
import { withKeyFile } from '../owner-key.ts';
import { telephoneCode } from '../telephone-code.ts';
import { messagesOf, type Transcript } from '../transcript.ts';

const kinds = {
  study: 'string',
  owner: 'string',
  keys: 'string',
  out: 'string',
  log: 'string',
} as const;

/** What a command has in hand while it works. */
interface Exchange {
  readonly session: OwnerSession;
  readonly folder: CeremonyFolder;
  readonly path: string;
  readonly verb: 'share' | 'combine' | 'check';
}

/** Does `work` between two levellings of folder, received files and log, and tells the standing. */
async function exchange(
  args: Arguments,
  context: CommandContext,
  verb: Exchange['verb'],
  work: (exchange: Exchange) => Promise<CeremonyState>,
): Promise<number> {
  const session = await openSession(args, context);
  let port: LogPort | undefined;
  try {
    const { sender } = session;
    const log = args.text('log');
    if (log !== undefined) port = await openLog(log, { ...logOptions(context), create: true });
    const path = args.text('out') ?? `${sender.study.id}-key`;
    const folder = openCeremonyFolder(sender, path, port);
    for (const strange of await folder.level(args.positionals)) context.reporter.problem(strange);
    const state = await work({ session, folder, path, verb });
    await folder.level([]);
    const standing = standingOf({ session, folder, path, verb }, state, await folder.read());
    context.print(
      args.flag('json') ? JSON.stringify(standing) : describeStanding(standing, context.language),
    );
    return isBehind(verb, state) ? new KoppelError('WAIT_EXPIRED').exitCode : 0;
  } finally {
    await port?.close();
    session.close();
  }
}

/** Whether the command could not do what it is for, because of others. */
function isBehind(verb: Exchange['verb'], state: CeremonyState): boolean {
  if (state.done || verb === 'share') return false;
  return verb === 'check' || state.stage !== 'confirm';
}

function nextOf(
  verb: Exchange['verb'],
  state: CeremonyState,
  hasConfirmed: boolean,
): Standing['next'] {
  if (!state.done && state.stage !== 'confirm') return 'share';
  if (!hasConfirmed) return 'combine';
  return state.done && verb !== 'share' ? 'nothing' : 'check';
}

function standingOf(
  { session, folder, path, verb }: Exchange,
  state: CeremonyState,
  transcript: Transcript,
): Standing {
  const { sender, secrets } = session;
  const { id: self } = sender.study.owners[sender.owner]!;
  const own = messagesOf(transcript)
    .filter(({ owner }) => owner === self)
    .map((message) => ({ name: fileNameOf(message), to: recipientsOf(sender, message) }))
    .filter(({ to }) => to.length > 0);
  const outgoing = (fresh: boolean): Outgoing[] =>
    own
      .filter(({ name }) => folder.written.has(name) === fresh)
      .map(({ name, to }) => ({ file: join(path, name), to }));
  const encodingKey = secrets[encodingKeyName(sender.specHash)];
  const confirmed = transcript.confirmations.has(self) && encodingKey !== undefined;
  return {
    study: sender.study.id,
    owner: self,
    folder: path,
    send: outgoing(true),
    sentBefore: outgoing(false),
    waitingFor: state.done ? undefined : { step: state.stage, owners: state.waitingFor },
    next: nextOf(verb, state, transcript.confirmations.has(self)),
    code: confirmed
      ? telephoneCode(sender.specHash, confirmedWith(sender, encodingKey))
      : undefined,
  };
}

/** Commits and, once every owner has committed, reveals; makes no key. */
export async function share(context: CommandContext): Promise<number> {
  return takePart(context, 'share', 'reveal');
}

/** Makes the key of all shares, and confirms it. Exit code 5 while shares are missing. */
export async function combine(context: CommandContext): Promise<number> {
  return takePart(context, 'combine', 'confirm');
}

async function takePart(
  context: CommandContext,
  verb: 'share' | 'combine',
  last: 'reveal' | 'confirm',
): Promise<number> {
  const args = parseArguments(context.argv, kinds, Infinity);
  return withKeyFile(args.required('keys'), () =>
    exchange(args, context, verb, ({ session, folder }) =>
      advance(session.sender, folder, session.secrets, session.save, last),
    ),
  );
}

/**
 * Compares what all owners confirmed with the key in this owner's file, and writes nothing into it.
 * Exit code 5 while confirmations are missing; KEY_NOT_AGREED, CEREMONY_DISAGREES.
 */
export async function check(context: CommandContext): Promise<number> {
  const args = parseArguments(context.argv, kinds, Infinity);
  return exchange(args, context, 'check', async ({ session, folder }) => {
    const { sender, secrets } = session;
    const encodingKey = secrets[encodingKeyName(sender.specHash)];
    if (encodingKey === undefined) {
      throw new KoppelError('KEY_NOT_AGREED', { field: sender.study.id });
    }
    return confirmedByAll(sender, await folder.read(), confirmedWith(sender, encodingKey));
  });
}
