// SPDX-License-Identifier: EUPL-1.2
/** `koppel-study key init|show`: the signing key of the coordinator or of a mandate. */
import { parseArguments, readPassphrase, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { wipe } from '@koppel/keys';
import { newSignerSecret, openSignerKey, publicKeyLine, saveSignerKey } from '../signer-key.ts';

/** `init` makes the key file, `show` opens it; both print the public key. USAGE for another word. */
export async function key(context: CommandContext): Promise<undefined> {
  const [step, ...argv] = context.argv;
  if (step !== 'init' && step !== 'show') throw new KoppelError('USAGE', { path: 'key' });
  const file = parseArguments(argv, { keys: 'string' }).required('keys');
  const purpose = step === 'init' ? 'make' : 'open';
  const passphrase = await readPassphrase(context.environment, context.language, purpose);
  const sign = step === 'init' ? newSignerSecret() : await openSignerKey(file, passphrase);
  if (step === 'init') await saveSignerKey(file, passphrase, sign);
  context.print(publicKeyLine(sign));
  wipe(sign, passphrase);
}
