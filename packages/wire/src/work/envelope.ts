// SPDX-License-Identifier: EUPL-1.2
/**
 * The envelope of what the linkage unit and its workers say to each other: sealed to the linkage unit
 * itself and signed by it, as all of them have its key file. Nobody else reads or writes any of it.
 */
import { labelled } from '../bytes.ts';
import type { Fields } from '../codec.ts';
import { sha256 } from '../digest.ts';
import { bytesField, enumField, fixedField, nameField } from '../field.ts';
import { framed } from '../frame.ts';
import { recordCodec } from '../record.ts';

export const workLanes = ['jobs', 'parts', 'answers'] as const;

export interface WorkHeader {
  readonly study: string;
  /** SHA-256 of the study, 32 bytes. */
  readonly specHash: Uint8Array;
  /** What it may be: a message of one topic is none of another. */
  readonly lane: (typeof workLanes)[number];
}

export interface WorkMessage extends WorkHeader {
  readonly sealed: Uint8Array;
  /** Ed25519 by the linkage unit over `workSigningBytes`, 64 bytes. */
  readonly signature: Uint8Array;
}

const maxWorkBytes = 2 ** 20 + 4096;

const headerFields: Fields<WorkHeader> = {
  study: nameField,
  specHash: fixedField(32),
  lane: enumField('WorkLane', workLanes),
};

const header = recordCodec<WorkHeader>('WorkHeader', headerFields);

const envelope = framed(
  'workMessage',
  maxWorkBytes,
  recordCodec<WorkMessage>('WorkMessage', {
    ...headerFields,
    sealed: bytesField(1, maxWorkBytes),
    signature: fixedField(64),
  }),
);

/** Message bytes. Throws WIRE_MALFORMED (with the field) or WIRE_TOO_LARGE. */
export function encodeWorkMessage(message: WorkMessage): Uint8Array {
  return envelope.encode(message);
}

/** The inverse of `encodeWorkMessage`. Throws WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeWorkMessage(bytes: Uint8Array): WorkMessage {
  return envelope.decode(bytes);
}

/** The context (HPKE `info`) of the sealing. */
export function workSealingInfo(): Uint8Array {
  return labelled('koppel/v1/work/sealing');
}

/** The associated data of the sealing: the whole header. */
export function workAssociatedData(message: WorkHeader): Uint8Array {
  const { study, specHash, lane } = message;
  return labelled('koppel/v1/work/associated-data', header.encode({ study, specHash, lane }));
}

/** What is signed: the whole header and SHA-256 of the sealed block. */
export function workSigningBytes(message: Omit<WorkMessage, 'signature'>): Uint8Array {
  const { study, specHash, lane, sealed } = message;
  const head = header.encode({ study, specHash, lane });
  return labelled('koppel/v1/work/signature', head, sha256(sealed));
}
