// SPDX-License-Identifier: EUPL-1.2
/** Which of the study's recipients a mailbox is, and opening what was sealed to all of them from there. */
import { KoppelError } from '@koppel/errors';
import { mailboxPublicKey } from '@koppel/keys';
import { openShared, type Seat } from '@koppel/keys/open';
import { encodePublicKey, recipientsOf, type Recipient, type Study } from '@koppel/study';
import type { Session } from './session.ts';

interface SeatOf extends Seat {
  readonly recipient: Recipient;
}

/** Undefined when the study names no recipient with this mailbox (X25519 secret key, 32 bytes). */
export function seatOf(study: Study, mailbox: Uint8Array): SeatOf | undefined {
  const recipients = recipientsOf(study);
  const own = encodePublicKey(mailboxPublicKey(mailbox));
  const place = recipients.findIndex((one) => one.mailboxPublicKey === own);
  const recipient = recipients[place];
  return recipient && { place, recipients: recipients.length, recipient };
}

/**
 * The plaintext of what was sealed to every recipient; info and aad as of `sealToEach`. From a seat
 * that the study does not know nothing opens. KEY_SEAL_BROKEN.
 */
export async function openFromSeat(
  { study, mailbox }: Pick<Session, 'study' | 'mailbox'>,
  info: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  const seat = seatOf(study, mailbox) ?? { place: 0, recipients: recipientsOf(study).length };
  return await openShared(mailbox, seat, info, aad, sealed);
}

/** The id of the recipient that `--as` names, by default the researcher. STUDY_REFERENCE for no recipient. */
export function recipientId(study: Study, named = 'researcher'): string {
  const known = recipientsOf(study).some(({ id }) => id === named);
  if (!known) throw new KoppelError('STUDY_REFERENCE', { path: '--as' });
  return named;
}
