// SPDX-License-Identifier: EUPL-1.2
/**
 * The key ceremony over the log, as far as it can go. Every owner commits to a share; only when all
 * have committed does each reveal its share, sealed to each other owner; each combines all shares
 * and confirms. Nobody picks the key, and one who changes a share after seeing others is found out.
 */
import { createProfile } from '@koppel/encoding';
import { isKoppelError, KoppelError } from '@koppel/errors';
import { keyCheckValue, randomBytes32 } from '@koppel/keys';
import { combineShares, commitShare, openShare } from '@koppel/keys/ceremony';
import { verify } from '@koppel/keys/sign';
import { readAll, type LogPort } from '@koppel/transport';
import { authenticCeremony, expectedOwners, topics, type CeremonyMessage } from '@koppel/wire';
import { hex, sameBytes } from './bytes.ts';
import { buildCommitment, buildConfirmation, buildReveal, type Sender } from './egress.ts';
import { instanceName } from './instance.ts';
import { secretOf, type Secrets } from './owner-key.ts';

/** What owners must have in common to be linked. */
export type Confirmed = Pick<Step<'confirm'>, 'keyCheck' | 'profileHash'>;
type Step<Name> = Extract<CeremonyMessage, { step: Name }>;

/** What the log holds of this ceremony, forged messages left out. */
export interface Transcript {
  readonly commitments: Map<string, Step<'commit'>>;
  readonly reveals: Map<string, Step<'reveal'>>;
  readonly confirmations: Map<string, Step<'confirm'>>;
  /** Messages that no owner of the study signed. */
  readonly ignored: number;
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
  return hex(specHash.subarray(0, 12));
}

/** Under which names the key file keeps this owner's share and the agreed key. */
export const shareName = (specHash: Uint8Array): string => `share${version(specHash)}`;
export const encodingKeyName = (specHash: Uint8Array): string => `encodingKey${version(specHash)}`;

/** Opens every share that the others sealed to this owner. KEY_SEAL_BROKEN names who sealed it. */
async function revealedShares(
  sender: Sender,
  transcript: Transcript,
  mailboxSecretKey: Uint8Array,
  ownShare: Uint8Array,
): Promise<Map<string, Uint8Array>> {
  const { study, specHash } = sender;
  const self = study.owners[sender.owner]!.id;
  const instance = instanceName(study.id, specHash);
  const shares = new Map([[self, ownShare]]);
  for (const { id } of study.owners) {
    const reveal = transcript.reveals.get(`${id}>${self}`);
    if (reveal === undefined) continue;
    try {
      shares.set(id, await openShare(mailboxSecretKey, instance, id, self, reveal.sealed));
    } catch (thrown) {
      if (!isKoppelError(thrown)) throw thrown;
      throw new KoppelError(thrown.code, { field: id });
    }
  }
  return shares;
}

type Save = (secrets: Secrets) => Promise<void>;

/** Adds a secret to the key file; it counts only once it is on disk. */
async function keepSecret(
  secrets: Secrets,
  save: Save,
  name: string,
  secret: Uint8Array,
): Promise<void> {
  await save({ ...secrets, [name]: secret });
  secrets[name] = secret;
}

/**
 * This owner's share: made on first use. CEREMONY_CONFLICT when the log holds a commitment to
 * another one, as after losing the key file; then the key file stays as it is.
 */
async function ownShare(
  sender: Sender,
  transcript: Transcript,
  secrets: Secrets,
  save: Save,
): Promise<Uint8Array> {
  const { study, specHash } = sender;
  const self = study.owners[sender.owner]!.id;
  const committed = transcript.commitments.get(self)?.commitment;
  const kept = secrets[shareName(specHash)];
  const share = kept ?? randomBytes32();
  const commitment = commitShare(instanceName(study.id, specHash), self, share);
  if (committed !== undefined && !sameBytes(committed, commitment)) {
    throw new KoppelError('CEREMONY_CONFLICT', { field: self });
  }
  if (kept === undefined) await keepSecret(secrets, save, shareName(specHash), share);
  return share;
}

/**
 * Does every step that is possible now. `save` must make the secrets durable: it is called before
 * anything that depends on them is sent, so that a crash never leaves a commitment without a share.
 */
export async function advanceCeremony(
  sender: Sender,
  port: LogPort,
  secrets: Secrets,
  save: Save,
): Promise<CeremonyState> {
  const { study, specHash } = sender;
  const topic = topics(study.id).ceremony;
  const instance = instanceName(study.id, specHash);
  const self = study.owners[sender.owner]!.id;
  const others = study.owners.filter(({ id }) => id !== self);

  let transcript = await readTranscript(sender, port);
  const share = await ownShare(sender, transcript, secrets, save);
  if (!transcript.commitments.has(self)) {
    await port.append(topic, [buildCommitment(sender, share)]);
    transcript = await readTranscript(sender, port);
  }
  const uncommitted = study.owners.filter(({ id }) => !transcript.commitments.has(id));
  if (uncommitted.length > 0) return waiting('commit', uncommitted);

  for (const { id } of others) {
    if (transcript.reveals.has(`${self}>${id}`)) continue;
    const recipient = study.owners.findIndex((owner) => owner.id === id);
    await port.append(topic, [await buildReveal(sender, share, recipient)]);
  }
  const unrevealed = others.filter(({ id }) => !transcript.reveals.has(`${id}>${self}`));
  if (unrevealed.length > 0) return waiting('reveal', unrevealed);

  const shares = await revealedShares(sender, transcript, secretOf(secrets, 'mailbox'), share);
  const commitments = new Map(
    [...transcript.commitments].map(([owner, { commitment }]) => [owner, commitment]),
  );
  const encodingKey = combineShares({ study: instance, specHash, shares, commitments });
  const keyCheck = keyCheckValue(encodingKey, specHash);
  // A log that was lost and begun anew holds another agreement than the key file remembers.
  const kept = secrets[encodingKeyName(specHash)];
  if (kept === undefined || !sameBytes(kept, encodingKey)) {
    await keepSecret(secrets, save, encodingKeyName(specHash), encodingKey);
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

/**
 * Whether this owner may encode: every owner confirmed, and the same as it. KEY_NOT_AGREED and
 * CEREMONY_DISAGREES name an owner of whom that is not true.
 */
export async function checkConfirmed(
  sender: Sender,
  port: LogPort,
  mine: Confirmed,
): Promise<void> {
  const { confirmations } = await readTranscript(sender, port);
  for (const { id } of sender.study.owners) {
    const theirs = confirmations.get(id);
    if (theirs === undefined) throw new KoppelError('KEY_NOT_AGREED', { field: id });
    if (!agree(theirs, mine)) throw new KoppelError('CEREMONY_DISAGREES', { field: id });
  }
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
