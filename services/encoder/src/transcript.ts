// SPDX-License-Identifier: EUPL-1.2
/**
 * What is known of one key ceremony: the messages that owners of the study signed, each kept once,
 * wherever they were read. Where a message comes from is trusted for nothing.
 */
import { KoppelError } from '@koppel/errors';
import { verify } from '@koppel/keys/sign';
import { readAll, type LogPort } from '@koppel/transport';
import { authenticCeremony, expectedOwners, topics, type CeremonyMessage } from '@koppel/wire';
import { sameBytes } from './bytes.ts';
import type { Sender } from './egress.ts';

type Step<Name> = Extract<CeremonyMessage, { step: Name }>;

/** What owners must have in common to be linked. */
export type Confirmed = Pick<Step<'confirm'>, 'keyCheck' | 'profileHash'>;

/** The messages of a ceremony, forged ones left out. */
export interface Transcript {
  readonly commitments: Map<string, Step<'commit'>>;
  /** By `<from>><to>`. */
  readonly reveals: Map<string, Step<'reveal'>>;
  readonly confirmations: Map<string, Step<'confirm'>>;
}

export function emptyTranscript(): Transcript {
  return { commitments: new Map(), reveals: new Map(), confirmations: new Map() };
}

export function agree(one: Confirmed, other: Confirmed): boolean {
  return sameBytes(one.keyCheck, other.keyCheck) && sameBytes(one.profileHash, other.profileHash);
}

/** Keeps the first message of a sort; a second one that differs is an attempt to change one's mind. */
function keep<M extends CeremonyMessage>(
  map: Map<string, M>,
  name: string,
  message: M,
  differs: (one: M, other: M) => boolean,
): void {
  const first = map.get(name);
  if (first === undefined) map.set(name, message);
  else if (differs(first, message)) {
    throw new KoppelError('CEREMONY_CONFLICT', { field: message.owner });
  }
}

/** Which message of the ceremony this is: of what step, from whom and to whom. */
export function placeOf(message: CeremonyMessage): string {
  return message.step === 'reveal' ? `${message.owner}>${message.recipient}` : message.owner;
}

/** Adds an authentic message. CEREMONY_CONFLICT when its owner committed or confirmed otherwise. */
export function addMessage(transcript: Transcript, message: CeremonyMessage): void {
  const place = placeOf(message);
  switch (message.step) {
    case 'commit':
      keep(
        transcript.commitments,
        place,
        message,
        (a, b) => !sameBytes(a.commitment, b.commitment),
      );
      break;
    case 'reveal':
      // Sealing is randomised: a repeat differs in bytes and means the same, so the first counts.
      keep(transcript.reveals, place, message, () => false);
      break;
    case 'confirm':
      keep(transcript.confirmations, place, message, (a, b) => !agree(a, b));
  }
}

/** Whether the transcript holds a message of this step, sender and recipient. */
export function holds(transcript: Transcript, message: CeremonyMessage): boolean {
  const { commitments, reveals, confirmations } = transcript;
  const map = { commit: commitments, reveal: reveals, confirm: confirmations }[message.step];
  return map.has(placeOf(message));
}

/** Every message, in the order of the steps. */
export function messagesOf({
  commitments,
  reveals,
  confirmations,
}: Transcript): readonly CeremonyMessage[] {
  return [...commitments.values(), ...reveals.values(), ...confirmations.values()];
}

/**
 * Adds what the ceremony's topic holds, and gives the number of messages that no owner signed.
 * CEREMONY_CONFLICT when an owner committed or confirmed twice.
 */
export async function readLog(
  sender: Sender,
  port: LogPort,
  transcript: Transcript,
): Promise<number> {
  let ignored = 0;
  const { study, specHash } = sender;
  const parties = { study: study.id, specHash, owners: expectedOwners(study), verify };
  for await (const { value } of readAll(port, topics(study.id).ceremony, 0)) {
    const message = authenticCeremony(value, parties);
    if (message === undefined) ignored += 1;
    else addMessage(transcript, message);
  }
  return ignored;
}

/** The ceremony as the log tells it. */
export async function readTranscript(
  sender: Sender,
  port: LogPort,
): Promise<Transcript & { readonly ignored: number }> {
  const transcript = emptyTranscript();
  const ignored = await readLog(sender, port, transcript);
  return { ...transcript, ignored };
}
