// SPDX-License-Identifier: EUPL-1.2
/**
 * Records of a study's control topic: what its coordinator and deciders said, signed, each naming
 * the one before it, so that none can be left out, moved or changed unseen. In the clear.
 */
import {
  COORDINATOR,
  controlState,
  decodePublicKey,
  maxControlBody,
  readControlBody,
  type ControlEntry,
  type ControlState,
  type CoordinatedStudy,
  type Study,
} from '@koppel/study';
import { equalBytes, labelled } from './bytes.ts';
import type { Fields } from './codec.ts';
import { sha256 } from './digest.ts';
import { bytesField, fixedField, intField, nameField } from './field.ts';
import { framed } from './frame.ts';
import { recordCodec } from './record.ts';

export interface UnsignedControlRecord {
  readonly study: string;
  /** SHA-256 of the study, 32 bytes: what was decided on another version does not count. */
  readonly specHash: Uint8Array;
  /** 0, 1, 2, … */
  readonly sequence: number;
  /** `controlRecordHash` of the record before; of the first the `specHash`. */
  readonly previous: Uint8Array;
  /** `coordinator`, or a mandate of the study. */
  readonly signer: string;
  /** Canonical JSON, see `encodeControlBody`. */
  readonly body: Uint8Array;
}

export interface ControlRecord extends UnsignedControlRecord {
  /** Ed25519 by the signer over `controlSigningBytes`, 64 bytes. */
  readonly signature: Uint8Array;
}

const fields: Fields<UnsignedControlRecord> = {
  study: nameField,
  specHash: fixedField(32),
  sequence: intField(0),
  previous: fixedField(32),
  signer: nameField,
  body: bytesField(2, maxControlBody),
};

const unsigned = recordCodec<UnsignedControlRecord>('UnsignedControlRecord', fields);

const signed = framed(
  'controlRecord',
  maxControlBody + 1024,
  recordCodec<ControlRecord>('ControlRecord', { ...fields, signature: fixedField(64) }),
);

/** Message bytes of a record. Throws WIRE_MALFORMED with the field that is out of range. */
export function encodeControlRecord(record: ControlRecord): Uint8Array {
  return signed.encode(record);
}

/** The inverse of `encodeControlRecord`. Throws WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeControlRecord(bytes: Uint8Array): ControlRecord {
  return signed.decode(bytes);
}

/** What the signer signs: all other fields. */
export function controlSigningBytes(record: UnsignedControlRecord): Uint8Array {
  return labelled('koppel/v1/control/signature', unsigned.encode(record));
}

/** SHA-256 of a record's message, 32 bytes: what the next one names as `previous`. */
export function controlRecordHash(message: Uint8Array): Uint8Array {
  return sha256(message);
}

export interface ControlParties {
  readonly study: CoordinatedStudy;
  readonly specHash: Uint8Array;
  readonly verify: (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;
}

/** Who may speak on the control topic of a study; undefined for one of form 1, which has none. */
export function controlParties(
  { study, specHash }: { readonly study: Study; readonly specHash: Uint8Array },
  verify: ControlParties['verify'],
): ControlParties | undefined {
  return study.koppel === 1 ? undefined : { study, specHash, verify };
}

/**
 * What became of a message: it counts; it was written at the same time as another that counts; it is
 * for another version of the study; or nobody of this study signed it.
 */
export type ControlPlace = 'entry' | 'late' | 'otherVersion' | 'ignored';

export interface ReadControl {
  /** In their order; a chain without a gap. */
  readonly entries: readonly ControlEntry[];
  /** One for each message of the topic. */
  readonly places: readonly ControlPlace[];
  /** What the entries come to. */
  readonly state: ControlState;
  /** What the next record must name. */
  readonly next: { readonly sequence: number; readonly previous: Uint8Array };
  /** Signed by one who may, but not the next in the chain: written at the same time as another. */
  readonly late: number;
  /** Signed by one who may, for another version of the study. */
  readonly otherVersion: number;
  /** What nobody of this study signed: anybody can write on a topic. */
  readonly ignored: number;
}

function signerKey(
  { coordinator, mandates }: CoordinatedStudy,
  signer: string,
): string | undefined {
  if (signer === COORDINATOR) return coordinator.signPublicKey;
  return mandates.find(({ id }) => id === signer)?.signPublicKey;
}

function decodeOrNothing(message: Uint8Array): ControlRecord | undefined {
  try {
    return decodeControlRecord(message);
  } catch {
    return undefined;
  }
}

/** The record, when one of the study's signers signed it, for whichever version of the study. */
function authentic(
  message: Uint8Array,
  { study, verify }: ControlParties,
): ControlRecord | undefined {
  const record = decodeOrNothing(message);
  if (record?.study !== study.id) return undefined;
  const key = signerKey(study, record.signer);
  if (key === undefined) return undefined;
  return verify(decodePublicKey(key), controlSigningBytes(record), record.signature)
    ? record
    : undefined;
}

/**
 * Reads the whole control topic, in its order. Of two records that name the same one before them the
 * first on the topic counts, for every reader alike.
 */
export function readControl(messages: Iterable<Uint8Array>, parties: ControlParties): ReadControl {
  const entries: ControlEntry[] = [];
  const places: ControlPlace[] = [];
  let previous = parties.specHash;
  for (const message of messages) {
    const record = authentic(message, parties);
    const body = record && readControlBody(record.body);
    if (record === undefined || body === undefined) places.push('ignored');
    else if (!equalBytes(record.specHash, parties.specHash)) places.push('otherVersion');
    else if (record.sequence !== entries.length || !equalBytes(record.previous, previous)) {
      places.push('late');
    } else {
      places.push('entry');
      entries.push({ sequence: record.sequence, signer: record.signer, body });
      previous = controlRecordHash(message);
    }
  }
  const state = controlState(parties.study, entries);
  const next = { sequence: entries.length, previous };
  const number = (wanted: ControlPlace): number => places.filter((one) => one === wanted).length;
  const counts = {
    late: number('late'),
    otherVersion: number('otherVersion'),
    ignored: number('ignored'),
  };
  return { entries, places, state, next, ...counts };
}
