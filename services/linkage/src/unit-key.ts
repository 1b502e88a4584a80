// SPDX-License-Identifier: EUPL-1.2
/**
 * The key file of the linkage unit: its signing key, its mailbox, and the secret under which it
 * makes pseudonyms. It never holds an encoding key: there is no place for one.
 */
import { readFileBytes, writeFileWhole } from '@koppel/console';
import { inFile, KoppelError } from '@koppel/errors';
import {
  generateMailbox,
  mailboxPublicKey,
  openKeyFile,
  randomBytes32,
  sealKeyFile,
  wipe,
} from '@koppel/keys';
import { generateSigningKeyPair, signingPublicKey } from '@koppel/keys/sign';
import { encodePublicKey, type Study } from '@koppel/study';

export interface UnitSecrets {
  readonly sign: Uint8Array;
  readonly mailbox: Uint8Array;
  readonly pseudonym: Uint8Array;
}

export async function newUnitSecrets(): Promise<UnitSecrets> {
  return {
    sign: generateSigningKeyPair().secretKey,
    mailbox: (await generateMailbox()).secretKey,
    pseudonym: randomBytes32(),
  };
}

/** KEY_FILE_PASSPHRASE, KEY_FILE_ROLE, KEY_FILE_DAMAGED, FILE_MISSING. */
export async function openUnitKey(file: string, passphrase: Uint8Array): Promise<UnitSecrets> {
  const secrets = await inFile(file, openKeyFile(passphrase, 'linkageUnit', readFileBytes(file)));
  const { sign, mailbox, pseudonym } = secrets;
  if (!sign || !mailbox || !pseudonym) throw new KoppelError('KEY_FILE_DAMAGED', { file });
  return { sign, mailbox, pseudonym };
}

export async function saveUnitKey(
  file: string,
  passphrase: Uint8Array,
  secrets: UnitSecrets,
): Promise<void> {
  const sealed = await sealKeyFile(passphrase, 'linkageUnit', { ...secrets });
  writeFileWhole(file, sealed, { mode: 0o600 });
}

/** Overwrites the secrets in memory. */
export function wipeSecrets({ sign, mailbox, pseudonym }: UnitSecrets): void {
  wipe(sign, mailbox, pseudonym);
}

/** The two lines that go into the study under `linkageUnit`. */
export function publicKeyLines({ sign, mailbox }: UnitSecrets): string {
  const signKey = encodePublicKey(signingPublicKey(sign));
  return `signPublicKey: ${signKey}\nmailboxPublicKey: ${encodePublicKey(mailboxPublicKey(mailbox))}\n`;
}

/** KEY_NOT_THIS_PARTY unless the study names the public keys of this file. */
export function checkUnitKey(study: Study, { sign, mailbox }: UnitSecrets, file: string): void {
  const { signPublicKey, mailboxPublicKey: mailboxKey } = study.linkageUnit;
  const same =
    encodePublicKey(signingPublicKey(sign)) === signPublicKey &&
    encodePublicKey(mailboxPublicKey(mailbox)) === mailboxKey;
  if (!same) throw new KoppelError('KEY_NOT_THIS_PARTY', { file });
}
