// SPDX-License-Identifier: EUPL-1.2
/**
 * The batch contract: what a receiver refuses before it opens anything. Pure; the signature check is
 * passed in. What needs memory of earlier batches (a replay, an order) is the receiver's own.
 */
import { KoppelError, type ErrorCode } from '@koppel/errors';
import { batchSigningBytes, type BatchEnvelope, type Lane } from './batch.ts';
import { equalBytes } from './bytes.ts';

export interface ExpectedOwner {
  readonly registers: ReadonlySet<string>;
  /** Ed25519 public key of the owner, from the study. */
  readonly signPublicKey: Uint8Array;
}

/** What a receiver expects of every batch of a study on one lane. */
export interface BatchExpectation {
  readonly lane: Lane;
  readonly study: string;
  readonly specHash: Uint8Array;
  readonly profileHash: Uint8Array;
  readonly owners: ReadonlyMap<string, ExpectedOwner>;
  /** The check value that was confirmed; undefined while none is known, and then any will do. */
  readonly keyCheck: Uint8Array | undefined;
  readonly capacity: number;
  /** The exact size of a sealed block of this register, in bytes. */
  readonly sealedBytes: number;
  /** The most batches that one run may have: the owner's quota. */
  readonly maxBatches: number;
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

/**
 * Throws the first CONTRACT_* code that applies, in this order.
 * 1. Who it claims to be from, cheap and needed to find the public key: STUDY, LANE, OWNER (unknown,
 *    or not the owner of the topic), REGISTER.
 * 2. SIGNATURE. Only beyond this point is the owner answerable for what the batch says.
 * 3. What it was made with: SPEC_HASH, PROFILE_HASH, KEY_CHECK.
 * 4. Its size and place: LENGTH (capacity or sealed bytes), QUOTA, SEQUENCE.
 */
export function checkBatch(
  batch: BatchEnvelope,
  topicOwner: string,
  expected: BatchExpectation,
): void {
  const refuseUnless = (holds: boolean, code: ErrorCode): void => {
    if (!holds) throw new KoppelError(code, { field: topicOwner });
  };
  refuseUnless(batch.study === expected.study, 'CONTRACT_STUDY');
  refuseUnless(batch.lane === expected.lane, 'CONTRACT_LANE');
  const owner = batch.owner === topicOwner ? expected.owners.get(batch.owner) : undefined;
  if (owner === undefined) throw new KoppelError('CONTRACT_OWNER', { field: topicOwner });
  refuseUnless(owner.registers.has(batch.register), 'CONTRACT_REGISTER');

  refuseUnless(
    expected.verify(owner.signPublicKey, batchSigningBytes(batch), batch.signature),
    'CONTRACT_SIGNATURE',
  );

  refuseUnless(equalBytes(batch.specHash, expected.specHash), 'CONTRACT_SPEC_HASH');
  refuseUnless(equalBytes(batch.profileHash, expected.profileHash), 'CONTRACT_PROFILE_HASH');
  refuseUnless(
    expected.keyCheck === undefined || equalBytes(batch.keyCheck, expected.keyCheck),
    'CONTRACT_KEY_CHECK',
  );

  refuseUnless(
    batch.capacity === expected.capacity && batch.sealed.length === expected.sealedBytes,
    'CONTRACT_LENGTH',
  );
  refuseUnless(batch.batches <= expected.maxBatches, 'CONTRACT_QUOTA');
  refuseUnless(batch.sequence < batch.batches, 'CONTRACT_SEQUENCE');
}
