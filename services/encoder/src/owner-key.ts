// SPDX-License-Identifier: EUPL-1.2
/**
 * The key file of a data owner: its identity (signing key, mailbox, token key) and, per version of a
 * study, its share and the agreed encoding key. Sealed under a passphrase at rest.
 */
import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readFileBytes, withLock, writeFileWhole } from '@koppel/console';
import { inFile, KoppelError } from '@koppel/errors';
import {
  generateMailbox,
  mailboxPublicKey,
  openKeyFile,
  randomBytes32,
  sealKeyFile,
} from '@koppel/keys';
import { generateSigningKeyPair, signingPublicKey } from '@koppel/keys/sign';
import { encodePublicKey } from '@koppel/study';

/** Named secrets of 32 bytes each. */
export type Secrets = Record<string, Uint8Array>;

type IdentityName = 'sign' | 'mailbox' | 'token';

export async function newOwnerSecrets(): Promise<Secrets> {
  return {
    sign: generateSigningKeyPair().secretKey,
    mailbox: (await generateMailbox()).secretKey,
    token: randomBytes32(),
  };
}

/** One secret by name. KEY_FILE_DAMAGED when the file lacks it. */
export function secretOf(secrets: Secrets, name: IdentityName): Uint8Array {
  const secret = secrets[name];
  if (secret === undefined) throw new KoppelError('KEY_FILE_DAMAGED', { field: name });
  return secret;
}

/** Where managers of secrets mount them, readable in their container by whoever runs there. */
const mounts = ['/run/secrets/', '/var/run/secrets/'];
const othersMayWrite = 0o022;
const othersMayRead = 0o044;

/**
 * Refuses a key file that other accounts can read or change: KEY_FILE_OPEN. What is mounted as a
 * secret may be readable, as its container has no other accounts.
 */
function requirePrivate(file: string): void {
  const { mode } = statSync(file);
  const mounted = mounts.some((mount) => resolve(file).startsWith(mount));
  const refused = mounted ? othersMayWrite : othersMayWrite | othersMayRead;
  if ((mode & refused) !== 0) throw new KoppelError('KEY_FILE_OPEN', { file });
}

/**
 * Alone on a key file that the work may change: KEY_FILE_READ_ONLY before anything is done when it
 * cannot be written, as a mounted secret; FILE_IN_USE.
 */
export async function withKeyFile<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    accessSync(file, constants.W_OK);
    accessSync(dirname(file), constants.W_OK);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new KoppelError('FILE_MISSING', { file });
    }
    throw new KoppelError('KEY_FILE_READ_ONLY', { file });
  }
  return withLock(file, work);
}

/** KEY_FILE_PASSPHRASE, KEY_FILE_ROLE, KEY_FILE_DAMAGED, KEY_FILE_OPEN, FILE_MISSING. */
export async function openOwnerKey(file: string, passphrase: Uint8Array): Promise<Secrets> {
  const secrets = await inFile(file, openKeyFile(passphrase, 'dataOwner', readFileBytes(file)));
  requirePrivate(file); // last, so that a damaged or wrong file is called that
  return secrets;
}

export async function saveOwnerKey(
  file: string,
  passphrase: Uint8Array,
  secrets: Secrets,
  options: { readonly replace: boolean },
): Promise<void> {
  const sealed = await sealKeyFile(passphrase, 'dataOwner', secrets);
  writeFileWhole(file, sealed, { replace: options.replace, mode: 0o600 });
}

/** The two lines that go into the study under this owner. */
export function publicKeyLines(secrets: Secrets): string {
  const signKey = encodePublicKey(signingPublicKey(secretOf(secrets, 'sign')));
  const mailbox = encodePublicKey(mailboxPublicKey(secretOf(secrets, 'mailbox')));
  return `signPublicKey: ${signKey}\nmailboxPublicKey: ${mailbox}\n`;
}
