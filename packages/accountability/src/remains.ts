// SPDX-License-Identifier: EUPL-1.2
/** What writing a key file can leave beside it when it is broken off: older content, sealed. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The name under which older content waits to be overwritten. */
export const olderName = (keyFile: string): string => `${keyFile}.koppel-old`;

/** The older content under its own name, and files that were never finished. */
export function writingRemains(keyFile: string): string[] {
  const folder = dirname(keyFile);
  const name = basename(keyFile);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((one) => one.startsWith(`${name}.`))
    .filter((one) => /^(?:koppel-old|[0-9a-f]{12}\.tmp)$/.test(one.slice(name.length + 1)))
    .sort()
    .map((one) => join(folder, one));
}
