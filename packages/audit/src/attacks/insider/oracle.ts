// SPDX-License-Identifier: EUPL-1.2
/**
 * What an insider has: someone who can put records into a register before it is encoded, and who sees
 * the encodings, or has a friend who does. The audit plays the owner's encoder for him, under the key
 * that is under attack.
 */
import type { EncodingProfile } from '@koppel/encoding';
import type { FilterSet } from '@koppel/kernel';
import { encodeRecords } from '../../own-key.ts';
import type { ClearRegister, CreateEncoder } from '../../subject.ts';

/** Encodes records that were planted, in their order. */
export type EncodingOracle = (records: ClearRegister) => FilterSet;

/** @param encodingKey 32 bytes; it must not be wiped before the audit is done */
export function createOracle(
  profile: EncodingProfile,
  encodingKey: Uint8Array,
  createEncoder?: CreateEncoder,
): EncodingOracle {
  return (records) => encodeRecords(profile, encodingKey, records, createEncoder);
}
