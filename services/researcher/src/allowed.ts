// SPDX-License-Identifier: EUPL-1.2
/** May a data set be made? The end of a study does not stop its researcher; its destruction and term do. */
import { controlOn, noteRefusal } from '@koppel/accountability';
import { today } from '@koppel/console';
import { checkRetention, requireNotDestroyed } from '@koppel/study';
import { checkMailbox } from './researcher-key.ts';
import type { Session } from './session.ts';

/**
 * Throws GATE_STUDY_DESTROYED, or RETENTION_OVER when the term for data sets is over; either is noted in
 * the recipient's account. Errors of reading the log.
 */
export async function requireAllowed(
  { study, specHash, port, mailbox }: Session,
  keyFile: string,
): Promise<void> {
  const read = { study, specHash };
  try {
    const control = await controlOn(port, read);
    requireNotDestroyed(control);
    checkRetention(study, 'dataSet', { endedOn: control?.endedOn }, today());
  } catch (thrown) {
    const party = checkMailbox(study, mailbox, keyFile).id;
    const writer = { keyFile, read, party, now: Date.now };
    await noteRefusal(writer, 'assemble', thrown);
    throw thrown;
  }
}
