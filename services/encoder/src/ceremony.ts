// SPDX-License-Identifier: EUPL-1.2
/**
 * The key ceremony over the log, as far as it can go. Every owner commits to a share; only when all
 * have committed does each reveal its share, sealed to each other owner; each combines all shares
 * and confirms. Nobody picks the key, and one who changes a share after seeing others is found out.
 */
import { createProfile } from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import { keyCheckValue, randomBytes32 } from '@koppel/keys';
import { combineShares, commitShare, openShare } from '@koppel/keys/ceremony';
import { verify } from '@koppel/keys/sign';
import { readAll, type LogPort } from '@koppel/transport';
import { authenticCeremony, expectedOwners, topics, type CeremonyMessage } from '@koppel/wire';
import { buildCommitment, buildConfirmation, buildReveal, type Sender } from './egress.ts';
import { instanceName } from './instance.ts';
import type { Secrets } from './owner-key.ts';

type Confirmed = Pick<Step<'confirm'>, 'keyCheck' | 'profileHash'>;
type Step<Name> = Extract<CeremonyMessage, { step: Name }>;

/** What the log holds of this ceremony, forged messages left out. */
export interface Transcript {
  readonly commitments: Map<string, Step<'commit'>>;
  readonly reveals: Map<string, Step<'reveal'>>;
  readonly confirmations: Map<string, Step<'confirm'>>;
  /** Messages that no owner of the study signed. */
  readonly ignored: number;
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

function agree(one: Confirmed, other: Confirmed): boolean {
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

/** Reads the ceremony's topic. CEREMONY_CONFLICT when an owner committed or confirmed twice. */
export async function readTranscript(sender: Sender, port: LogPort): Promise<Transcript> {
  const commitments = new Map<string, Step<'commit'>>();
  const reveals = new Map<string, Step<'reveal'>>();
  const confirmations = new Map<string, Step<'confirm'>>();
  let ignored = 0;
  const { study, specHash } = sender;
  const owners = expectedOwners(study);
  for await (const { value } of readAll(port, topics(study.id).ceremony, 0)) {
    const message = authenticCeremony(value, { study: study.id, specHash, owners, verify });
    switch (message?.step) {
      case undefined:
        ignored += 1;
        break;
      case 'commit':
        keep(commitments, message.owner, message, (a, b) => !sameBytes(a.commitment, b.commitment));
        break;
      case 'reveal':
        // Sealing is randomised: a repeat differs in bytes and means the same, so the first counts.
        keep(reveals, `${message.owner}>${message.recipient}`, message, () => false);
        break;
      case 'confirm':
        keep(confirmations, message.owner, message, (a, b) => !agree(a, b));
    }
  }
  return { commitments, reveals, confirmations, ignored };
}

export type CeremonyState =
  | {
      readonly done: false;
      readonly waitingFor: readonly string[];
      readonly stage: 'commit' | 'reveal' | 'confirm';
    }
  | { readonly done: true };

/** 96 bits of the specification hash keep the secrets of two versions apart in the key file. */
function version(specHash: Uint8Array): string {
  return Array.from(specHash.subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
}

/** Under which names the key file keeps this owner's share and the agreed key. */
export const shareName = (specHash: Uint8Array): string => `share${version(specHash)}`;
export const encodingKeyName = (specHash: Uint8Array): string => `encodingKey${version(specHash)}`;

/** Opens every share that the others sealed to this owner. */
async function revealedShares(
  sender: Sender,
  transcript: Transcript,
  mailboxSecretKey: Uint8Array,
  ownShare: Uint8Array,
): Promise<Map<string, Uint8Array>> {
  const { study, specHash } = sender;
  const self = study.owners[sender.owner]!.id;
  const shares = new Map([[self, ownShare]]);
  for (const { id } of study.owners) {
    const reveal = transcript.reveals.get(`${id}>${self}`);
    if (reveal === undefined) continue;
    const instance = instanceName(study.id, specHash);
    shares.set(id, await openShare(mailboxSecretKey, instance, id, self, reveal.sealed));
  }
  return shares;
}

/**
 * Does every step that is possible now. `save` must make the secrets durable: it is called before
 * anything that depends on them is sent, so that a crash never leaves a commitment without a share.
 */
export async function advanceCeremony(
  sender: Sender,
  port: LogPort,
  secrets: Secrets,
  save: (secrets: Secrets) => Promise<void>,
): Promise<CeremonyState> {
  const { study, specHash } = sender;
  const topic = topics(study.id).ceremony;
  const instance = instanceName(study.id, specHash);
  const self = study.owners[sender.owner]!.id;
  const others = study.owners.filter(({ id }) => id !== self);

  let share = secrets[shareName(specHash)];
  if (share === undefined) {
    share = randomBytes32();
    secrets[shareName(specHash)] = share;
    await save(secrets);
  }
  let transcript = await readTranscript(sender, port);
  const own = transcript.commitments.get(self);
  if (own !== undefined && !sameBytes(own.commitment, commitShare(instance, self, share))) {
    throw new KoppelError('CEREMONY_CONFLICT', { field: self });
  }
  if (own === undefined) await port.append(topic, [buildCommitment(sender, instance, share)]);

  transcript = await readTranscript(sender, port);
  const uncommitted = study.owners.filter(({ id }) => !transcript.commitments.has(id));
  if (uncommitted.length > 0) return waiting('commit', uncommitted);

  for (const { id } of others) {
    if (transcript.reveals.has(`${self}>${id}`)) continue;
    const recipient = study.owners.findIndex((owner) => owner.id === id);
    await port.append(topic, [await buildReveal(sender, instance, share, recipient)]);
  }
  const unrevealed = others.filter(({ id }) => !transcript.reveals.has(`${id}>${self}`));
  if (unrevealed.length > 0) return waiting('reveal', unrevealed);

  const shares = await revealedShares(sender, transcript, secrets['mailbox']!, share);
  const commitments = new Map(
    [...transcript.commitments].map(([owner, { commitment }]) => [owner, commitment]),
  );
  const encodingKey = combineShares({ study: instance, specHash, shares, commitments });
  const keyCheck = keyCheckValue(encodingKey, specHash);
  if (secrets[encodingKeyName(specHash)] === undefined) {
    secrets[encodingKeyName(specHash)] = encodingKey;
    await save(secrets);
  }
  const mine = { keyCheck, profileHash: createProfile(study.encoding).hash };
  if (!transcript.confirmations.has(self)) {
    await port.append(topic, [buildConfirmation(sender, mine)]);
  }
  return confirmed(sender, transcript, mine);
}

function waiting(
  stage: 'commit' | 'reveal' | 'confirm',
  owners: readonly { id: string }[],
): CeremonyState {
  return { done: false, stage, waitingFor: owners.map(({ id }) => id) };
}

/** Done when every owner confirmed the same. CEREMONY_DISAGREES names one that did not. */
function confirmed(sender: Sender, transcript: Transcript, mine: Confirmed): CeremonyState {
  for (const [field, theirs] of transcript.confirmations) {
    if (!agree(theirs, mine)) throw new KoppelError('CEREMONY_DISAGREES', { field });
  }
  const self = sender.study.owners[sender.owner]!.id;
  const open = sender.study.owners.filter(
    ({ id }) => id !== self && !transcript.confirmations.has(id),
  );
  return open.length > 0 ? waiting('confirm', open) : { done: true };
}
