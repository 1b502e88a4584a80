// SPDX-License-Identifier: EUPL-1.2
/** Subjects for tests of attacks, at sizes at which the outcome is certain. */
import { makeSubject } from '../make-subject.ts';
import type { AuditSubject, ClearRegister } from '../subject.ts';
import { hammingProfile, majorityCode } from './majority-code.ts';
import { makePopulation, populationProfile, testKey } from './population.ts';

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

/** Filters of 1,024 bits. */
export function stagedClk(sizes: Sizes): AuditSubject {
  const profile = populationProfile();
  return makeSubject({
    ...sizes,
    profile,
    encodingKey: testKey(1),
    records: personsFor(sizes),
    seed: 1,
  });
}

/** XOR of k majorities: k = 1 is SimHash. */
export function stagedMajority(sizes: Sizes, k: number, bits = 2048): AuditSubject {
  return makeSubject({
    ...sizes,
    profile: hammingProfile(bits),
    createEncoder: majorityCode(k),
    encodingKey: testKey(1),
    records: personsFor(sizes),
    seed: 1,
  });
}
