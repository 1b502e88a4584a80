// SPDX-License-Identifier: EUPL-1.2
/**
 * What an attacker can do because the algorithm is public: encode his own register under a key that he
 * made up. Similarities among his encodings are then like those among the encodings under attack.
 */
import { createRecordEncoder, type EncodingProfile } from '@koppel/encoding';
import type { FilterSet } from '@koppel/kernel';
import { createRandom } from './random.ts';
import type { AuditSubject, ClearRegister, CreateEncoder } from './subject.ts';

const KEY_BYTES = 32;

/** A key that protects nothing: it is made from a seed, for encodings that stay in this process. */
export function ownKey(seed: number): Uint8Array {
  const random = createRandom('own key', seed);
  return Uint8Array.from({ length: KEY_BYTES }, () => random.below(256));
}

/**
 * Encodes records, in their order.
 * @param encodingKey 32 bytes; the caller may wipe it afterwards
 */
export function encodeRecords(
  profile: EncodingProfile,
  encodingKey: Uint8Array,
  records: ClearRegister,
  createEncoder: CreateEncoder = createRecordEncoder,
): FilterSet {
  const { bytes } = profile;
  const { values } = records;
  const filters = new Uint8Array(values.length * bytes);
  const encoder = createEncoder(profile, encodingKey);
  try {
    values.forEach((record, at) => encoder.encodeInto(record, filters, at * bytes));
  } finally {
    encoder.dispose();
  }
  return { count: values.length, bytes, filters };
}

/** The attacker's whole register under a key of his own: encoding r is of row r. */
export function encodeOwnRegister(subject: AuditSubject, seed: number): FilterSet {
  const { profile, register, createEncoder } = subject;
  return encodeRecords(profile, ownKey(seed), register, createEncoder);
}
