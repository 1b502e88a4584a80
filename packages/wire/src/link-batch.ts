// SPDX-License-Identifier: EUPL-1.2
/**
 * The envelope of a batch of links, or of events, from the linkage unit to the researcher. The header
 * is in the clear and holds nothing about a person; the rows are sealed; the linkage unit signs both.
 */
import { maxBatches, maxCapacity } from './batch.ts';
import { labelled } from './bytes.ts';
import { sha256 } from './digest.ts';
import { bytesField, fixedField, intField, nameField } from './field.ts';
import { framed, maxMessageBytes } from './frame.ts';
import type { Fields } from './codec.ts';
import { recordCodec } from './record.ts';

/** What such a batch says about itself in the clear. */
export interface LinkBatchHeader {
  readonly study: string;
  /** SHA-256 of the study, 32 bytes. */
  readonly specHash: Uint8Array;
  /** What this belongs to, 16 bytes: of links the result, of events what it names as its `events`. */
  readonly result: Uint8Array;
  /** Place of this batch in its result, from 0, below `batches`. */
  readonly sequence: number;
  /** Batches of this kind that belong to it, 1–100,000. */
  readonly batches: number;
  /** Rows in a batch, filled or not, 1–1,000,000. */
  readonly capacity: number;
}

export interface LinkBatch extends LinkBatchHeader {
  /** The sealed block. */
  readonly sealed: Uint8Array;
  /** Ed25519 by the linkage unit over the signing bytes, 64 bytes. */
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

const whole = recordCodec<LinkBatch>(
  'LinkBatch',
  { ...headerFields, sealed: bytesField(1, maxMessageBytes), signature: fixedField(64) },
  (batch) => (batch.sequence < batch.batches ? undefined : 'sequence'),
);

/** How the batches of one kind are written, read, sealed and signed. */
export interface BatchForm {
  /** Message bytes. Throws WIRE_MALFORMED (with the field) or WIRE_TOO_LARGE. */
  readonly encode: (batch: LinkBatch) => Uint8Array;
  /** The inverse of `encode`. Throws WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
  readonly decode: (bytes: Uint8Array) => LinkBatch;
  /** The context (HPKE `info`) of the sealing: what is sealed here opens nowhere else. */
  readonly sealingInfo: () => Uint8Array;
  /** The associated data of the sealing: the whole header, so that no sealed block can change place. */
  readonly associatedData: (batch: LinkBatchHeader) => Uint8Array;
  /** What the linkage unit signs: the whole header and SHA-256 of the sealed block. */
  readonly signingBytes: (batch: Omit<LinkBatch, 'signature'>) => Uint8Array;
}

function formOf(kind: 'linkBatch' | 'eventBatch', label: string): BatchForm {
  const envelope = framed(kind, maxMessageBytes, whole);
  return {
    encode: (batch) => envelope.encode(batch),
    decode: (bytes) => envelope.decode(bytes),
    sealingInfo: () => labelled(`${label}/sealing`),
    associatedData: (batch) => labelled(`${label}/associated-data`, header.encode(batch)),
    signingBytes: (batch) =>
      labelled(`${label}/signature`, header.encode(batch), sha256(batch.sealed)),
  };
}

/** Batches of links: what lies inside is a link block. */
export const linkBatches: BatchForm = formOf('linkBatch', 'koppel/v1/link-batch');

/** Batches of events: what lies inside is an event block. */
export const eventBatches: BatchForm = formOf('eventBatch', 'koppel/v1/event-batch');
