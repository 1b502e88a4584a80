// SPDX-License-Identifier: EUPL-1.2
/** `koppel-researcher key init|show`. */
import { parseArguments, readPassphrase, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { wipe } from '@koppel/keys';
import { newSecrets, openSecrets, publicKeyLines, saveSecrets } from '../researcher-key.ts';

/** `init` makes the key file, `show` opens it; both print the public keys. USAGE for another word. */
export async function key(context: CommandContext): Promise<undefined> {
  const [step, ...argv] = context.argv;
  if (step !== 'init' && step !== 'show') throw new KoppelError('USAGE', { path: 'key' });
  const args = parseArguments(argv, { keys: 'string' });
  const file = args.required('keys');
  const passphrase = await readPassphrase(context.environment, context.language);
  const secrets = step === 'init' ? await newSecrets() : await openSecrets(file, passphrase);
  if (step === 'init') await saveSecrets(file, passphrase, secrets);
  context.print(publicKeyLines(secrets));
  const { mailbox, sign } = secrets;
  wipe(passphrase, mailbox, ...(sign === undefined ? [] : [sign]));
}
