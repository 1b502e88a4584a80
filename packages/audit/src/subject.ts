// SPDX-License-Identifier: EUPL-1.2
/**
 * What an audit puts before an attacker, and the truth by which it scores him. The attacker knows the
 * profile (the algorithm is public) and a register in clear text; he does not know the encoding key.
 * Everything here holds what a register holds: it stays in the process that made it.
 */
import type { EncodingProfile, RecordEncoder } from '@koppel/encoding';
import type { FilterSet } from '@koppel/kernel';

/** Records in clear text: `values[r][i]` belongs to `profile.inputs[i]`; '' is missing. */
export interface ClearRegister {
  readonly values: readonly (readonly string[])[];
}

/** As `createRecordEncoder`, of which it is the usual one. */
export type CreateEncoder = (
  profile: EncodingProfile,
  encodingKey: Uint8Array,
) => Pick<RecordEncoder, 'encodeInto' | 'dispose'>;

export interface AuditSubject {
  readonly profile: EncodingProfile;
  /** n encodings under the key that is under attack, in an order that tells nothing. */
  readonly encodings: FilterSet;
  /** The N records that the attacker holds. */
  readonly register: ClearRegister;
  /** truth[e] is the row of the register that encoding e is of, or −1 where it has none. Length n. */
  readonly truth: Int32Array;
  /** How the attacker encodes under a key of his own; absent where the profile's scheme does it. */
  readonly createEncoder?: CreateEncoder;
}
