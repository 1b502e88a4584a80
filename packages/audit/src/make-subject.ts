// SPDX-License-Identifier: EUPL-1.2
/**
 * Stages an attack on one's own records: some are encoded, some are what the attacker holds in clear,
 * some are both. The key is the caller's; whether it is that of a study or one made up makes no
 * difference to any attack here.
 */
import type { EncodingProfile } from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import { encodeRecords } from './own-key.ts';
import { createRandom, sampleBelow } from './random.ts';
import type { AuditSubject, ClearRegister, CreateEncoder } from './subject.ts';

export interface Staging {
  readonly profile: EncodingProfile;
  /** 32 bytes; the caller may wipe it afterwards. */
  readonly encodingKey: Uint8Array;
  /** Records without rule violations, one per person. */
  readonly records: ClearRegister;
  /** How many are encoded, how many the attacker holds, and how many are both. */
  readonly encoded: number;
  readonly population: number;
  readonly both: number;
  readonly seed: number;
  /** For encodings of another make than the profile's scheme. */
  readonly createEncoder?: CreateEncoder;
  /**
   * The same persons, row by row, as the attacker's register has them, which may be with other
   * spellings and errors; absent where it says the same.
   */
  readonly held?: ClearRegister;
}

/**
 * A random staging of the given sizes; both the encodings and the attacker's rows stand in random
 * order.
 * @throws KoppelError AUDIT_TOO_FEW where there are not encoded + population − both records
 */
export function makeSubject(staging: Staging): AuditSubject {
  const { profile, encodingKey, records, encoded, population, both, seed, createEncoder } = staging;
  const { held = records } = staging;
  const needed = encoded + population - both;
  const fits = both >= 0 && both <= Math.min(encoded, population);
  if (!fits || needed > records.values.length) throw new KoppelError('AUDIT_TOO_FEW');
  // Those that are both come last of the encoded and first of the attacker's.
  const drawn = sampleBelow(createRandom('persons', seed), records.values.length, needed);
  const encodedOrder = sampleBelow(createRandom('encoded', seed), encoded, encoded);
  const heldOrder = sampleBelow(createRandom('held', seed), population, population);
  const rowOf = new Int32Array(needed).fill(-1);
  heldOrder.forEach((place, row) => {
    rowOf[encoded - both + place] = row;
  });
  const chosen = Array.from(encodedOrder, (place) => records.values[drawn[place]!]!);
  return {
    profile,
    encodings: encodeRecords(profile, encodingKey, { values: chosen }, createEncoder),
    register: {
      values: Array.from(heldOrder, (place) => held.values[drawn[encoded - both + place]!]!),
    },
    truth: Int32Array.from(encodedOrder, (place) => rowOf[place]!),
    ...(createEncoder === undefined ? {} : { createEncoder }),
  };
}
