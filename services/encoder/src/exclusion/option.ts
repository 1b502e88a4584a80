// SPDX-License-Identifier: EUPL-1.2
/** The exclusion list on a command line. */
import type { Arguments } from '@koppel/console';
import { KoppelError } from '@koppel/errors';

/** The list, or the word that there is none; not both: USAGE. */
export function exclusionsFile(args: Arguments): string | undefined {
  const file = args.text('exclusions');
  if (file !== undefined && args.flag('no-exclusions')) {
    throw new KoppelError('USAGE', { path: '--no-exclusions' });
  }
  return file;
}
