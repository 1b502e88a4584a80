// SPDX-License-Identifier: EUPL-1.2
/** `koppel-encoder key …`: makes keys, shows them, and agrees on one over the log. */
import { logOptions, parseArguments, readPassphrase } from '@koppel/console';
import type { Arguments, CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { wipe } from '@koppel/keys';
import { openLog } from '@koppel/transport';
import { setTimeout as sleep } from 'node:timers/promises';
import { advanceCeremony } from '../ceremony.ts';
import { openSession } from '../context.ts';
import {
  newOwnerSecrets,
  openOwnerKey,
  publicKeyLines,
  saveOwnerKey,
  withKeyFile,
} from '../owner-key.ts';
import { check, combine, share } from './key-exchange.ts';
import { forget, seal } from './key-care.ts';

const pollMs = 300;

async function init(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, { keys: 'string' });
  const file = args.required('keys');
  const passphrase = await readPassphrase(context.environment, context.language, 'make');
  const secrets = await newOwnerSecrets();
  await saveOwnerKey(file, passphrase, secrets, { replace: false });
  context.print(publicKeyLines(secrets));
  wipe(passphrase, ...Object.values(secrets));
}

async function show(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, { keys: 'string' });
  const passphrase = await readPassphrase(context.environment, context.language);
  const secrets = await openOwnerKey(args.required('keys'), passphrase);
  context.print(publicKeyLines(secrets));
  wipe(passphrase, ...Object.values(secrets));
}

const agreeKinds = {
  study: 'string',
  owner: 'string',
  keys: 'string',
  log: 'string',
  wait: 'string',
} as const;

/**
 * Takes part in the ceremony until every owner has confirmed, or the waiting time is over. Alone on
 * its key file: two at once would make and commit to two shares.
 */
async function agree(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, agreeKinds);
  await withKeyFile(args.required('keys'), () => takePart(args, context));
}

async function takePart(args: Arguments, context: CommandContext): Promise<void> {
  const until = Date.now() + args.count('wait', 0) * 1000;
  const session = await openSession(args, context);
  const port = await openLog(args.required('log'), { ...logOptions(context), create: true });
  const study = session.sender.study.id;
  const owner = args.required('owner');
  try {
    let told = '';
    for (;;) {
      const state = await advanceCeremony(session.sender, port, session.secrets, session.save);
      if (state.done) {
        context.reporter.event('keyAgreed', { study, owner });
        return;
      }
      const missing = state.waitingFor.join(', ');
      if (told !== state.stage + missing) {
        context.reporter.event('waitingFor', { study, owner: missing, stage: state.stage });
        told = state.stage + missing;
      }
      if (Date.now() >= until) throw new KoppelError('WAIT_EXPIRED', { field: missing });
      await sleep(pollMs);
    }
  } finally {
    await port.close();
    session.close();
  }
}

const steps = { init, show, agree, share, combine, check, seal, forget };

/** Dispatches to a step; USAGE for another word. */
export async function key(context: CommandContext): Promise<number | undefined> {
  const [name, ...argv] = context.argv;
  const step = Object.entries(steps).find(([known]) => known === name)?.[1];
  if (step === undefined) throw new KoppelError('USAGE', { path: 'key' });
  return step({ ...context, argv });
}
