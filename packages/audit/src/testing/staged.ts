// SPDX-License-Identifier: EUPL-1.2
/** Subjects for tests of attacks, at sizes at which the outcome is certain. */
import type { EncodingProfile } from '@koppel/encoding';
import { makeSubject } from '../make-subject.ts';
import type { AuditSubject, ClearRegister } from '../subject.ts';
import { makePopulation, populationProfile, saulProfile, testKey } from './population.ts';

export interface Sizes {
  readonly encoded: number;
  readonly population: number;
  readonly both: number;
  readonly held?: ClearRegister;
}

/** Persons enough for such a staging. */
export function personsFor({ encoded, population, both }: Sizes): ClearRegister {
  return makePopulation(encoded + population - both, 1);
}

function staged(sizes: Sizes, profile: EncodingProfile): AuditSubject {
  const records = personsFor(sizes);
  return makeSubject({ ...sizes, profile, encodingKey: testKey(1), records, seed: 1 });
}

/** `clk` of 1,024 bits. */
export function stagedClk(sizes: Sizes): AuditSubject {
  return staged(sizes, populationProfile());
}

/** `saul`: the XOR of k majorities, of which one is SimHash. */
export function stagedSaul(sizes: Sizes, k: number, bits = 2048): AuditSubject {
  return staged(sizes, saulProfile(k, bits));
}
