// SPDX-License-Identifier: EUPL-1.2
/**
 * Everything that leaves a data owner is built in this file, and from these types alone. No member
 * of them is free text: an owner or register is a position in the study, a record is its token, its
 * filter and numbers. So no name, date or number of a citizen has a way out.
 */
import { commitShare, sealShare } from '@koppel/keys/ceremony';
import { sealToEach } from '@koppel/keys/seal';
import { sign } from '@koppel/keys/sign';
import { KoppelError } from '@koppel/errors';
import { codeBytes, decodePublicKey, recipientMailboxes, type Study } from '@koppel/study';
import {
  batchAssociatedData,
  batchSealingInfo,
  batchSigningBytes,
  ceremonySigningBytes,
  encodeBatch,
  encodeCeremony,
  encodeIdentifierBlock,
  encodePayloadBlock,
  type BatchHeader,
  type Lane,
  type UnsignedCeremonyMessage,
} from '@koppel/wire';
import { instanceName } from './instance.ts';
import type { BatchRows } from './rows/batch-rows.ts';
import type { Sender } from './sender.ts';

export type { Sender } from './sender.ts';
export { buildLookAnswer, buildLookRefusal, type LookPlace } from './egress-looks.ts';

/** One run of one register. */
export interface Run {
  /** Position in `study.registers`. */
  readonly register: number;
  /** 32 bytes. */
  readonly profileHash: Uint8Array;
  /** 16 bytes. */
  readonly keyCheck: Uint8Array;
  /** 16 bytes. */
  readonly identity: Uint8Array;
  readonly ordinal: number;
  /** Identity of the run that this one changes, 16 bytes; all zero when it is the whole register. */
  readonly base: Uint8Array;
  /** Batches in it, at least 1. */
  readonly batches: number;
}

/** Batches for so many rows: every one has the study's capacity, the last is filled with zeros. */
export function batchCount(sender: Sender, rows: number): number {
  return Math.max(1, Math.ceil(rows / sender.study.batches.capacity));
}

/** INTERNAL where codes have room for tokens of numbers, and the study does not ask for these. */
function identifierBlock(rows: BatchRows, study: Study): Uint8Array {
  const { capacity } = study.batches;
  if (rows.filterBytes !== codeBytes(study)) throw new KoppelError('INTERNAL');
  const presence = new DataView(new ArrayBuffer(capacity * 4));
  for (let row = 0; row < rows.count; row += 1) {
    presence.setUint32(row * 4, rows.presence[row]!, true);
  }
  const { count, tokens, kinds, filters, filterBytes } = rows;
  return encodeIdentifierBlock(
    { count, tokens, kinds, filters, presence: new Uint8Array(presence.buffer) },
    { capacity, filterBytes },
  );
}

function payloadBlock(rows: BatchRows, { batches: { capacity } }: Study): Uint8Array {
  const { count, tokens, kinds, variables, payloadPresent, payloadValues } = rows;
  return encodePayloadBlock(
    { count, tokens, kinds, present: payloadPresent, values: payloadValues },
    { capacity, variables },
  );
}

/**
 * The bytes of batch `sequence` of a run on one lane: identifiers sealed to the linkage unit, or
 * payload sealed to each researcher that the study names, signed by the owner. The size is the same for every batch.
 * @param rows those of this batch, as columns of the study's capacity
 */
export async function buildBatch(
  sender: Sender,
  run: Run,
  lane: Lane,
  sequence: number,
  rows: BatchRows,
): Promise<Uint8Array> {
  const { study } = sender;
  const header: BatchHeader = {
    lane,
    study: study.id,
    specHash: sender.specHash,
    profileHash: run.profileHash,
    keyCheck: run.keyCheck,
    owner: study.owners[sender.owner]!.id,
    register: study.registers[run.register]!.id,
    run: run.identity,
    runOrdinal: run.ordinal,
    base: run.base,
    sequence,
    batches: run.batches,
    capacity: study.batches.capacity,
  };
  const block = (lane === 'identifiers' ? identifierBlock : payloadBlock)(rows, study);
  const mailboxes =
    lane === 'identifiers'
      ? [decodePublicKey(study.linkageUnit.mailboxPublicKey)]
      : recipientMailboxes(study);
  const aad = batchAssociatedData(header);
  const sealed = await sealToEach(mailboxes, batchSealingInfo(lane), aad, block);
  const unsigned = { ...header, sealed };
  const signature = sign(sender.signSecretKey, batchSigningBytes(unsigned));
  return encodeBatch({ ...unsigned, signature });
}

function signed(sender: Sender, message: UnsignedCeremonyMessage): Uint8Array {
  const signature = sign(sender.signSecretKey, ceremonySigningBytes(message));
  return encodeCeremony({ ...message, signature });
}

function ceremonyHeader(sender: Sender) {
  const { study, specHash } = sender;
  return { study: study.id, specHash, owner: study.owners[sender.owner]!.id };
}

/** A commitment to the owner's share of the encoding key. It tells nothing about the share. */
export function buildCommitment(sender: Sender, share: Uint8Array): Uint8Array {
  const header = ceremonyHeader(sender);
  const commitment = commitShare(instanceName(header.study, header.specHash), header.owner, share);
  return signed(sender, { step: 'commit', ...header, commitment });
}

/** The owner's share, sealed to the owner at position `recipient`, who alone can open it. */
export async function buildReveal(
  sender: Sender,
  share: Uint8Array,
  recipient: number,
): Promise<Uint8Array> {
  const header = ceremonyHeader(sender);
  const to = sender.study.owners[recipient]!;
  const mailbox = decodePublicKey(to.mailboxPublicKey);
  const instance = instanceName(header.study, header.specHash);
  const sealed = await sealShare(mailbox, instance, header.owner, to.id, share);
  return signed(sender, { step: 'reveal', ...header, recipient: to.id, sealed });
}

/**
 * The check value of the combined key and the hash of the encoding profile: equal for owners that
 * can link with each other, of no use to anybody else.
 */
export function buildConfirmation(
  sender: Sender,
  confirmed: { readonly profileHash: Uint8Array; readonly keyCheck: Uint8Array },
): Uint8Array {
  const { profileHash, keyCheck } = confirmed;
  return signed(sender, { step: 'confirm', ...ceremonyHeader(sender), profileHash, keyCheck });
}
