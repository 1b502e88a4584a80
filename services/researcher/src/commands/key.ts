// SPDX-License-Identifier: EUPL-1.2
/** `koppel-researcher key init|show`. */
import { parseArguments, readPassphrase, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { wipe } from '@koppel/keys';
import { newMailbox, openMailbox, publicKeyLine, saveMailbox } from '../researcher-key.ts';

/** `init` makes the key file, `show` opens it; both print the public key. USAGE for another word. */
export async function key(context: CommandContext): Promise<undefined> {
  const [step, ...argv] = context.argv;
  if (step !== 'init' && step !== 'show') throw new KoppelError('USAGE', { path: 'key' });
  const args = parseArguments(argv, { keys: 'string' });
  const file = args.required('keys');
  const passphrase = await readPassphrase(context.environment, context.language);
  const mailbox = step === 'init' ? await newMailbox() : await openMailbox(file, passphrase);
  if (step === 'init') await saveMailbox(file, passphrase, mailbox);
  context.print(publicKeyLine(mailbox));
  wipe(passphrase, mailbox);
}
