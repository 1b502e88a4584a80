// SPDX-License-Identifier: EUPL-1.2
/**
 * The envelope of a batch of links, from the linkage unit to the researcher. The header is in the
 * clear and holds nothing about a person; the links are sealed; the linkage unit signs both.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { maxBatches, maxCapacity } from './batch.ts';
import { labelled } from './bytes.ts';
import { bytesField, fixedField, intField, nameField } from './field.ts';
import { framed, maxMessageBytes } from './frame.ts';
import type { Fields } from './codec.ts';
import { recordCodec } from './record.ts';

/** What a link batch says about itself in the clear. */
export interface LinkBatchHeader {
  readonly study: string;
  /** SHA-256 of the study, 32 bytes. */
  readonly specHash: Uint8Array;
  /** Identity of the link result that this belongs to, 16 bytes. */
  readonly result: Uint8Array;
  /** Place of this batch in its result, from 0, below `batches`. */
  readonly sequence: number;
  /** Batches in this result, 1–100,000. */
  readonly batches: number;
  /** Rows in a batch, filled or not, 1–1,000,000. */
  readonly capacity: number;
}

export interface LinkBatch extends LinkBatchHeader {
  /** The sealed block. */
  readonly sealed: Uint8Array;
  /** Ed25519 by the linkage unit over `linkBatchSigningBytes`, 64 bytes. */
  readonly signature: Uint8Array;
}

const headerFields: Fields<LinkBatchHeader> = {
  study: nameField,
  specHash: fixedField(32),
  result: fixedField(16),
  sequence: intField(0),
  batches: intField(1, maxBatches),
  capacity: intField(1, maxCapacity),
};

const header = recordCodec<LinkBatchHeader>('LinkBatchHeader', headerFields);

const envelope = framed(
  'linkBatch',
  maxMessageBytes,
  recordCodec<LinkBatch>(
    'LinkBatch',
    { ...headerFields, sealed: bytesField(1, maxMessageBytes), signature: fixedField(64) },
    (batch) => (batch.sequence < batch.batches ? undefined : 'sequence'),
  ),
);

/** Message bytes of a link batch. Throws WIRE_MALFORMED (with the field) or WIRE_TOO_LARGE. */
export function encodeLinkBatch(batch: LinkBatch): Uint8Array {
  return envelope.encode(batch);
}

/** The inverse of `encodeLinkBatch`. Throws WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeLinkBatch(bytes: Uint8Array): LinkBatch {
  return envelope.decode(bytes);
}

/** The context (HPKE `info`) of the sealing: what is sealed here opens nowhere else. */
export function linkBatchSealingInfo(): Uint8Array {
  return labelled('koppel/v1/link-batch/sealing');
}

/** The associated data of the sealing: the whole header, so that no sealed block can change place. */
export function linkBatchAssociatedData(batch: LinkBatchHeader): Uint8Array {
  return labelled('koppel/v1/link-batch/associated-data', header.encode(batch));
}

/** What the linkage unit signs: the whole header and SHA-256 of the sealed block. */
export function linkBatchSigningBytes(batch: Omit<LinkBatch, 'signature'>): Uint8Array {
  return labelled('koppel/v1/link-batch/signature', header.encode(batch), sha256(batch.sealed));
}
