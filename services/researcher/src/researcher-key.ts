// SPDX-License-Identifier: EUPL-1.2
/** The key file of the researcher: a mailbox, to which payload and links are sealed. */
import { readFileBytes, writeFileWhole } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { generateMailbox, mailboxPublicKey, openKeyFile, sealKeyFile } from '@koppel/keys';
import { encodePublicKey, type Study } from '@koppel/study';

export async function newMailbox(): Promise<Uint8Array> {
  return (await generateMailbox()).secretKey;
}

/** KEY_FILE_PASSPHRASE, KEY_FILE_ROLE, KEY_FILE_DAMAGED, FILE_MISSING. */
export async function openMailbox(file: string, passphrase: Uint8Array): Promise<Uint8Array> {
  const { mailbox } = await openKeyFile(passphrase, 'researcher', readFileBytes(file));
  if (mailbox === undefined) throw new KoppelError('KEY_FILE_DAMAGED', { file });
  return mailbox;
}

export async function saveMailbox(
  file: string,
  passphrase: Uint8Array,
  mailbox: Uint8Array,
): Promise<void> {
  writeFileWhole(file, await sealKeyFile(passphrase, 'researcher', { mailbox }), { mode: 0o600 });
}

/** The line that goes into the study under `researcher`. */
export function publicKeyLine(mailbox: Uint8Array): string {
  return `mailboxPublicKey: ${encodePublicKey(mailboxPublicKey(mailbox))}\n`;
}

/** KEY_NOT_THIS_PARTY unless the study names the public key of this file. */
export function checkMailbox(study: Study, mailbox: Uint8Array, file: string): void {
  if (encodePublicKey(mailboxPublicKey(mailbox)) !== study.researcher.mailboxPublicKey) {
    throw new KoppelError('KEY_NOT_THIS_PARTY', { file });
  }
}
