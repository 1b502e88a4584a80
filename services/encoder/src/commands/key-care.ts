// SPDX-License-Identifier: EUPL-1.2
/** `koppel-encoder key seal|forget`: looks after a key file without making or agreeing on a key. */
import { parseArguments, readPassphrase, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { wipe } from '@koppel/keys';
import { encodingKeyName, shareName } from '../ceremony.ts';
import { openSession } from '../context.ts';
import { openOwnerKey, saveOwnerKey, withKeyFile, type Secrets } from '../owner-key.ts';

/**
 * Seals the secrets under a new passphrase, in the same file or, with `--out`, in a new one, as for
 * mounting it elsewhere. The old file with the old passphrase keeps its power until it is destroyed.
 */
export async function seal(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, { keys: 'string', out: 'string' });
  const file = args.required('keys');
  const out = args.text('out');
  const reseal = async (): Promise<void> => {
    const passphrase = await readPassphrase(context.environment, context.language);
    const secrets = await openOwnerKey(file, passphrase);
    const fresh = await readPassphrase(context.environment, context.language, 'change');
    await saveOwnerKey(out ?? file, fresh, secrets, { replace: out === undefined });
    wipe(passphrase, fresh, ...Object.values(secrets));
  };
  if (out === undefined) await withKeyFile(file, reseal);
  else await reseal();
  context.reporter.event('keyFileSealed');
}

/**
 * Removes the share and encoding key of one version of a study from the key file. Copies of the file
 * keep them. KEY_NOT_AGREED when the file holds neither.
 */
export async function forget(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, { study: 'string', owner: 'string', keys: 'string' });
  await withKeyFile(args.required('keys'), async () => {
    const session = await openSession(args, context);
    try {
      const { study, specHash } = session.sender;
      const names = new Set([shareName(specHash), encodingKeyName(specHash)]);
      const kept: Secrets = Object.fromEntries(
        Object.entries(session.secrets).filter(([name]) => !names.has(name)),
      );
      if (Object.keys(kept).length === Object.keys(session.secrets).length) {
        throw new KoppelError('KEY_NOT_AGREED', { field: study.id });
      }
      await session.save(kept);
      context.reporter.event('keyForgotten', { study: study.id, owner: args.required('owner') });
    } finally {
      session.close();
    }
  });
}
