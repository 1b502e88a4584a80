// SPDX-License-Identifier: EUPL-1.2
/**
 * Key files of which the passphrase is quick to check. The usual cost is a third of a second of one core
 * at each opening, and most of what a test of a command would take; tests of `@koppel/keys` hold it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { openKeyFile, sealKeyFile } from '@koppel/keys';
import type { Secrets } from '../owner-key.ts';

/** The least that the programs accept. */
const quick = { n: 2 ** 10, r: 8, p: 1 } as const;
const bytesOf = (passphrase: string): Uint8Array => new TextEncoder().encode(passphrase);

/** Writes an owner's key file. */
export async function writeQuickKey(
  file: string,
  passphrase: string,
  secrets: Secrets,
): Promise<void> {
  const sealed = await sealKeyFile(bytesOf(passphrase), 'dataOwner', secrets, quick);
  writeFileSync(file, sealed, { mode: 0o600 });
}

/** Seals one anew that a command wrote at the usual cost. */
export async function quicken(file: string, passphrase: string): Promise<void> {
  const found = new Uint8Array(readFileSync(file));
  await writeQuickKey(file, passphrase, await openKeyFile(bytesOf(passphrase), 'dataOwner', found));
}
