// SPDX-License-Identifier: EUPL-1.2
/**
 * The key ceremony, as far as it can go. Every owner commits to a share; only when all have committed
 * does each reveal its share, sealed to each other owner; each combines all shares and confirms.
 * Nobody picks the key, and one who changes a share after seeing others is found out. The steps are
 * the same over the log and in files: the medium is trusted for nothing.
 */
import { createProfile } from '@koppel/encoding';
import { isKoppelError, KoppelError } from '@koppel/errors';
import { keyCheckValue, randomBytes32 } from '@koppel/keys';
import { combineShares, commitShare, openShare } from '@koppel/keys/ceremony';
import type { LogPort } from '@koppel/transport';
import { topics } from '@koppel/wire';
import { hex, sameBytes } from './bytes.ts';
import { buildCommitment, buildConfirmation, buildReveal, type Sender } from './egress.ts';
import { instanceName } from './instance.ts';
import { secretOf, type Secrets } from './owner-key.ts';
import { agree, readTranscript, type Confirmed, type Transcript } from './transcript.ts';

export type CeremonyState =
  | {
      readonly done: false;
      readonly waitingFor: readonly string[];
      readonly stage: CeremonyStage;
    }
  | { readonly done: true };

type CeremonyStage = 'commit' | 'reveal' | 'confirm';

/** What carries the messages between owners: the log, or files that people send each other. */
export interface CeremonyMedium {
  /** All that this owner can know by now. CEREMONY_CONFLICT, and what reading may throw. */
  read(): Promise<Transcript>;
  /** Hands over a signed message, durably. */
  send(message: Uint8Array): Promise<void>;
}

/** The log as a medium. */
export function logMedium(sender: Sender, port: LogPort): CeremonyMedium {
  const topic = topics(sender.study.id).ceremony;
  return {
    read: () => readTranscript(sender, port),
    async send(message) {
      await port.append(topic, [message]);
    },
  };
}

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
 * Does every step that is possible now, up to `last`: `reveal` stops when every share is here, and
 * makes no key. `save` must make the secrets durable: it is called before anything that depends on
 * them is sent, so that a crash never leaves a commitment without a share.
 */
export async function advance(
  sender: Sender,
  medium: CeremonyMedium,
  secrets: Secrets,
  save: Save,
  last: 'reveal' | 'confirm',
): Promise<CeremonyState> {
  const { study } = sender;
  const self = study.owners[sender.owner]!.id;
  const others = study.owners.filter(({ id }) => id !== self);

  let transcript = await medium.read();
  const share = await ownShare(sender, transcript, secrets, save);
  if (!transcript.commitments.has(self)) {
    await medium.send(buildCommitment(sender, share));
    transcript = await medium.read();
  }
  const uncommitted = study.owners.filter(({ id }) => !transcript.commitments.has(id));
  if (uncommitted.length > 0) return waiting('commit', uncommitted);

  for (const { id } of others) {
    if (transcript.reveals.has(`${self}>${id}`)) continue;
    const recipient = study.owners.findIndex((owner) => owner.id === id);
    await medium.send(await buildReveal(sender, share, recipient));
  }
  const unrevealed = others.filter(({ id }) => !transcript.reveals.has(`${id}>${self}`));
  if (unrevealed.length > 0) return waiting('reveal', unrevealed);
  if (last === 'reveal') return { done: true };

  const mine = await combine(sender, transcript, secrets, save, share);
  if (!transcript.confirmations.has(self)) {
    await medium.send(buildConfirmation(sender, mine));
    transcript = await medium.read();
  }
  return confirmedByAll(sender, transcript, mine);
}

/** `advance` to the end, over the log. */
export function advanceCeremony(
  sender: Sender,
  port: LogPort,
  secrets: Secrets,
  save: Save,
): Promise<CeremonyState> {
  return advance(sender, logMedium(sender, port), secrets, save, 'confirm');
}

/** Makes the key of all shares and keeps it. KEY_COMMITMENT_BROKEN and others name the owner. */
async function combine(
  sender: Sender,
  transcript: Transcript,
  secrets: Secrets,
  save: Save,
  share: Uint8Array,
): Promise<Confirmed> {
  const { study, specHash } = sender;
  const instance = instanceName(study.id, specHash);
  const shares = await revealedShares(sender, transcript, secretOf(secrets, 'mailbox'), share);
  const commitments = new Map(
    [...transcript.commitments].map(([owner, { commitment }]) => [owner, commitment]),
  );
  const encodingKey = combineShares({ study: instance, specHash, shares, commitments });
  // A log that was lost and begun anew holds another agreement than the key file remembers.
  const kept = secrets[encodingKeyName(specHash)];
  if (kept === undefined || !sameBytes(kept, encodingKey)) {
    await keepSecret(secrets, save, encodingKeyName(specHash), encodingKey);
  }
  return confirmedWith(sender, encodingKey);
}

/** What this owner confirms when it holds this encoding key. */
export function confirmedWith({ study, specHash }: Sender, encodingKey: Uint8Array): Confirmed {
  const keyCheck = keyCheckValue(encodingKey, specHash);
  return { keyCheck, profileHash: createProfile(study.encoding).hash };
}

function waiting(stage: CeremonyStage, owners: readonly { id: string }[]): CeremonyState {
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
export function confirmedByAll(
  { study }: Sender,
  { confirmations }: Transcript,
  mine: Confirmed,
): CeremonyState {
  for (const [field, theirs] of confirmations) {
    if (!agree(theirs, mine)) throw new KoppelError('CEREMONY_DISAGREES', { field });
  }
  const silent = study.owners.filter(({ id }) => !confirmations.has(id));
  return silent.length > 0 ? waiting('confirm', silent) : { done: true };
}
