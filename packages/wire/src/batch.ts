// SPDX-License-Identifier: EUPL-1.2
/**
 * The envelope of a batch from a data owner. The header is in the clear for everyone on the log and
 * holds nothing about a person; what is about persons is sealed. The owner signs both.
 */
import { equalBytes, labelled } from './bytes.ts';
import { sha256 } from './digest.ts';
import { bytesField, enumField, fixedField, intField, nameField } from './field.ts';
import { framed, maxMessageBytes } from './frame.ts';
import type { Fields } from './codec.ts';
import { recordCodec } from './record.ts';

/** `identifiers` goes to the linkage unit, `payload` to the researcher. */
export type Lane = 'identifiers' | 'payload';

export const lanes: readonly Lane[] = ['identifiers', 'payload'];

/** What a batch says about itself in the clear. */
export interface BatchHeader {
  readonly lane: Lane;
  readonly study: string;
  /** SHA-256 of the study, 32 bytes. */
  readonly specHash: Uint8Array;
  /** SHA-256 of the encoding profile, 32 bytes. */
  readonly profileHash: Uint8Array;
  /** Keyed check value of the encoding key, 16 bytes. */
  readonly keyCheck: Uint8Array;
  readonly owner: string;
  readonly register: string;
  /** Identity of the run, 16 bytes. */
  readonly run: Uint8Array;
  /** How many runs of this register came before, from 0. */
  readonly runOrdinal: number;
  /**
   * Identity of the run that this one changes, 16 bytes: the newest before it that was delivered
   * completely. All zero when the run is the whole register.
   */
  readonly base: Uint8Array;
  /** Place of this batch in its run, from 0, below `batches`. */
  readonly sequence: number;
  /** Batches in this run, 1–100,000. */
  readonly batches: number;
  /** Rows in a batch, filled or not, 1–1,000,000. */
  readonly capacity: number;
}

export interface BatchEnvelope extends BatchHeader {
  /** The sealed block. */
  readonly sealed: Uint8Array;
  /** Ed25519 by the owner over `batchSigningBytes`, 64 bytes. */
  readonly signature: Uint8Array;
}

/** The most batches in one run, and the most rows in one batch. */
export const maxBatches = 100_000;
export const maxCapacity = 1_000_000;

const headerFields: Fields<BatchHeader> = {
  lane: enumField('Lane', lanes),
  study: nameField,
  specHash: fixedField(32),
  profileHash: fixedField(32),
  keyCheck: fixedField(16),
  owner: nameField,
  register: nameField,
  run: fixedField(16),
  runOrdinal: intField(0),
  base: fixedField(16),
  sequence: intField(0),
  batches: intField(1, maxBatches),
  capacity: intField(1, maxCapacity),
};

const header = recordCodec<BatchHeader>('BatchHeader', headerFields);

/** Whether a run is the whole register: it changes no other. */
export function isFullRun({ base }: Pick<BatchHeader, 'base'>): boolean {
  return base.every((byte) => byte === 0);
}

/** A batch lies within its run; a first run changes none, and no run changes itself. */
function conflictIn(batch: BatchHeader): 'sequence' | 'base' | undefined {
  if (batch.sequence >= batch.batches) return 'sequence';
  if (isFullRun(batch)) return undefined;
  return batch.runOrdinal === 0 || equalBytes(batch.base, batch.run) ? 'base' : undefined;
}

const envelope = framed(
  'batch',
  maxMessageBytes,
  recordCodec<BatchEnvelope>(
    'BatchEnvelope',
    { ...headerFields, sealed: bytesField(1, maxMessageBytes), signature: fixedField(64) },
    conflictIn,
  ),
);

/** Message bytes of a batch. Throws WIRE_MALFORMED (with the field) or WIRE_TOO_LARGE. */
export function encodeBatch(batch: BatchEnvelope): Uint8Array {
  return envelope.encode(batch);
}

/** The inverse of `encodeBatch`. Throws WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeBatch(bytes: Uint8Array): BatchEnvelope {
  return envelope.decode(bytes);
}

const sealingInfo: Readonly<Record<Lane, string>> = {
  identifiers: 'koppel/v2/batch/identifiers/sealing',
  payload: 'koppel/v2/batch/payload/sealing',
};

/** The context (HPKE `info`) of the sealing: what is sealed on one lane opens on no other. */
export function batchSealingInfo(lane: Lane): Uint8Array {
  return labelled(sealingInfo[lane]);
}

/** The associated data of the sealing: the whole header, so that no sealed block can change place. */
export function batchAssociatedData(batch: BatchHeader): Uint8Array {
  return labelled('koppel/v2/batch/associated-data', header.encode(batch));
}

/** What the owner signs: the whole header and SHA-256 of the sealed block. */
export function batchSigningBytes(batch: Omit<BatchEnvelope, 'signature'>): Uint8Array {
  return labelled('koppel/v2/batch/signature', header.encode(batch), sha256(batch.sealed));
}
