// SPDX-License-Identifier: EUPL-1.2
/** What writing a file can leave beside it when it is broken off: older content, or half of the new. */
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

/** Files of a destruction that were never finished; they name files and say what was found. */
export function destructionRemains(base: string): string[] {
  const folder = dirname(base);
  if (!existsSync(folder)) return [];
  const own = `${basename(base)}.`;
  return readdirSync(folder)
    .filter((name) => name.startsWith(own) && /\.[0-9a-f]{12}\.tmp$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}
