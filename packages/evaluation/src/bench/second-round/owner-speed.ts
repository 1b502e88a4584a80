// SPDX-License-Identifier: EUPL-1.2
/** Looks per second and core at an owner, and bytes per look, by what is chosen. Invented persons. */
import { createProfile } from '@koppel/encoding';
import { fieldFiltersOf } from '@koppel/study';
import { encodeFile, evaluationKey, fieldFilterSpec, profileFor } from '../../evaluate/encode.ts';
import { LookOwner } from '../../evaluate/second-round/owner.ts';
import { lookFieldsKey } from '../../evaluate/second-round/second-round.ts';
import { generatePair } from '../../generator/index.ts';
import { dataFile } from '../encodings/data-sets.ts';
import { dutchFields } from '../thresholds/sets.ts';

export interface OwnerSpeed {
  readonly fields: number;
  /** Groups of fields with a permutation of their own. */
  readonly groups: number;
  readonly fieldBits: number;
  readonly looks: number;
  readonly looksPerSecond: number;
  /** Before padding and sealing: 4 for the number, and the filters. */
  readonly bytesPerLook: number;
}

const PERSONS = 1000;
const OPTIONS = [
  { which: 'no address', fieldBits: 512 },
  { which: 'address', fieldBits: 512 },
  { which: 'street', fieldBits: 512 },
  { which: 'street', fieldBits: 256 },
] as const;

/** @param looks to answer for each option */
export function ownerSpeeds(looks: number): OwnerSpeed[] {
  const pair = generatePair({ seed: 'looks', perSide: PERSONS });
  const file = dataFile('a', pair.a);
  return OPTIONS.map(({ which, fieldBits }): OwnerSpeed => {
    const fields = dutchFields[which];
    const first = profileFor(fields, [file], { scheme: 'saul', bits: 2048, k: 3 });
    const profile = createProfile(fieldFilterSpec(first.spec, fieldBits));
    const unique = { unique: true };
    const { source } = encodeFile('a', file, fields, profile, unique, lookFieldsKey());
    const specHash = new Uint8Array(32).fill(6);
    const owner = new LookOwner(source, profile.spec, { encodingKey: evaluationKey(), specHash });
    const answer = owner.answerer(new Uint8Array(32).fill(5));
    const numbers = Uint32Array.from({ length: looks }, (_, at) => at);
    const tokens = new Uint8Array(16 * looks);
    for (let look = 0; look < looks; look++) {
      const from = (look % PERSONS) * 16;
      tokens.set(source.tokens.subarray(from, from + 16), 16 * look);
    }
    // Compiling is not what is measured.
    answer({ numbers: numbers.subarray(0, 500), tokens: tokens.subarray(0, 16 * 500) });
    const started = process.cpuUsage();
    answer({ numbers, tokens });
    const { user, system } = process.cpuUsage(started);
    const places = fieldFiltersOf(profile.spec)!;
    return {
      fields: places.length,
      groups: new Set(places.map(({ alike }) => alike)).size,
      fieldBits,
      looks,
      looksPerSecond: Math.round((1e6 * looks) / (user + system)),
      bytesPerLook: 4 + profile.bytes,
    };
  });
}
