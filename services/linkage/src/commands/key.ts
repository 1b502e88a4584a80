// SPDX-License-Identifier: EUPL-1.2
/** `koppel-linkage key init|show`. */
import { parseArguments, readPassphrase, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { wipe } from '@koppel/keys';
import {
  newUnitSecrets,
  openUnitKey,
  publicKeyLines,
  saveUnitKey,
  wipeSecrets,
} from '../unit-key.ts';

/** `init` makes the key file, `show` opens it; both print the public keys. USAGE for another word. */
export async function key(context: CommandContext): Promise<undefined> {
  const [step, ...argv] = context.argv;
  if (step !== 'init' && step !== 'show') throw new KoppelError('USAGE', { path: 'key' });
  const args = parseArguments(argv, { keys: 'string' });
  const file = args.required('keys');
  const passphrase = await readPassphrase(context.environment, context.language);
  const secrets = step === 'init' ? await newUnitSecrets() : await openUnitKey(file, passphrase);
  if (step === 'init') await saveUnitKey(file, passphrase, secrets);
  context.print(publicKeyLines(secrets));
  wipeSecrets(secrets);
  wipe(passphrase);
}
