// SPDX-License-Identifier: EUPL-1.2
/**
 * The key file of a data owner: its identity (signing key, mailbox, token key) and, per version of a
 * study, its share and the agreed encoding key. Sealed under a passphrase at rest.
 */
import { readFileBytes, writeFileWhole } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
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

/** KEY_FILE_PASSPHRASE, KEY_FILE_ROLE, KEY_FILE_DAMAGED, FILE_MISSING. */
export async function openOwnerKey(file: string, passphrase: Uint8Array): Promise<Secrets> {
  return openKeyFile(passphrase, 'dataOwner', readFileBytes(file));
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
