// SPDX-License-Identifier: EUPL-1.2
/**
 * The key file of the researcher: a mailbox, to which payload and links are sealed, and a key that signs
 * its certificate of destruction. Key files of before that have the mailbox alone.
 */
import { readFileBytes, writeFileWhole } from '@koppel/console';
import { inFile, KoppelError } from '@koppel/errors';
import { generateMailbox, mailboxPublicKey, openKeyFile, sealKeyFile, wipe } from '@koppel/keys';
import { generateSigningKeyPair, signingPublicKey } from '@koppel/keys/sign';
import { encodePublicKey, type Recipient, type Study } from '@koppel/study';
import { seatOf } from './seat.ts';

export interface ResearcherSecrets {
  readonly mailbox: Uint8Array;
  readonly sign?: Uint8Array | undefined;
}

export async function newSecrets(): Promise<ResearcherSecrets> {
  const mailbox = (await generateMailbox()).secretKey;
  return { mailbox, sign: generateSigningKeyPair().secretKey };
}

/** KEY_FILE_PASSPHRASE, KEY_FILE_ROLE, KEY_FILE_DAMAGED, FILE_MISSING. */
export async function openSecrets(
  file: string,
  passphrase: Uint8Array,
): Promise<ResearcherSecrets> {
  const { mailbox, sign } = await inFile(
    file,
    openKeyFile(passphrase, 'researcher', readFileBytes(file)),
  );
  if (mailbox === undefined) throw new KoppelError('KEY_FILE_DAMAGED', { file });
  return { mailbox, sign };
}

/** The mailbox alone: all that assembling needs. Errors as of `openSecrets`. */
export async function openMailbox(file: string, passphrase: Uint8Array): Promise<Uint8Array> {
  const { mailbox, sign } = await openSecrets(file, passphrase);
  if (sign !== undefined) wipe(sign);
  return mailbox;
}

/** FILE_EXISTS where there is a key file already. */
export async function saveSecrets(
  file: string,
  passphrase: Uint8Array,
  { mailbox, sign }: ResearcherSecrets,
): Promise<void> {
  const secrets = { mailbox, ...(sign !== undefined && { sign }) };
  writeFileWhole(file, await sealKeyFile(passphrase, 'researcher', secrets), { mode: 0o600 });
}

/** The lines that go into the study under `researcher`, or a member of `coResearchers`. */
export function publicKeyLines({ mailbox, sign }: ResearcherSecrets): string {
  const signing =
    sign === undefined ? '' : `signPublicKey: ${encodePublicKey(signingPublicKey(sign))}\n`;
  return `mailboxPublicKey: ${encodePublicKey(mailboxPublicKey(mailbox))}\n${signing}`;
}

/** Which recipient it is. KEY_NOT_THIS_PARTY unless the study names the public key of this file. */
export function checkMailbox(study: Study, mailbox: Uint8Array, file: string): Recipient {
  const seat = seatOf(study, mailbox);
  if (seat === undefined) throw new KoppelError('KEY_NOT_THIS_PARTY', { file });
  return seat.recipient;
}
