// SPDX-License-Identifier: EUPL-1.2
/** The attacks that an audit can run. A new one is a folder of its own and an entry here. */
import { KoppelError } from '@koppel/errors';
import { doubleHashing } from './attacks/double-hashing/double-hashing.ts';
import { frequencyAttack } from './attacks/frequency/frequency.ts';
import { graphMatching } from './attacks/graph-matching/graph-matching.ts';
import { chosenRecords } from './attacks/insider/chosen-records.ts';
import { fakeRecords } from './attacks/insider/fake-records.ts';
import type { EncodingOracle } from './attacks/insider/oracle.ts';
import { knownPairDecoding } from './attacks/known-pair-decoding/known-pair-decoding.ts';
import { ownKeyAttack } from './attacks/own-key/own-key-attack.ts';
import { patternMining } from './attacks/pattern-mining/pattern-mining.ts';
import { seededProfile } from './attacks/seeded-profile/seeded-profile.ts';
import { tupleTest } from './attacks/tuple-test.ts';
import type { AttackWatch } from './attack.ts';
import type { AttackId, AttackResult } from './result.ts';
import type { AuditSubject } from './subject.ts';

/** What an audit varies: how many pairs the attacker knows, or how much of the encodings he holds. */
export type Varies = 'knownPairs' | 'overlap' | 'nothing';

export interface AttackOptions extends AttackWatch {
  /** Pairs that he knows, or records that he plants; 0 for attacks that vary with neither. */
  readonly knownPairs: number;
  /** Encodes what an insider plants, under the key that is under attack. */
  readonly oracle: EncodingOracle;
}

/** How large a staged attack is. */
export interface AttackSize {
  readonly encoded: number;
  readonly population: number;
  readonly knownPairs: number;
  /** Per encoding. */
  readonly bytes: number;
}

export interface AttackEntry {
  readonly id: AttackId;
  /** Raised where the same register, plan and seed may give another result: kept ones are then run anew. */
  readonly version: number;
  readonly varies: Varies;
  /** Persons that it needs, where that is more than the targets that it must have (`least.ts`). */
  readonly leastPersons?: number;
  /** Persons above which it takes too much memory or time, and tells nothing more. */
  readonly mostPersons: number;
  /** Seconds that it takes about, on one core of an ordinary machine. */
  readonly seconds: (size: AttackSize) => number;
  readonly run: (subject: AuditSubject, options: AttackOptions) => Promise<AttackResult>;
}

/** Staged and timed on one core; what the numbers leave out, such as reading, is small. */
const entries: readonly AttackEntry[] = [
  {
    id: 'seededProfile',
    version: 1,
    varies: 'knownPairs',
    mostPersons: 5000,
    seconds: ({ encoded, population, bytes }) => 1e-9 * encoded * population * (700 + bytes),
    run: (subject, { knownPairs, ...watch }) =>
      seededProfile(subject, { ...watch, seeds: knownPairs }),
  },
  {
    id: 'knownPairDecoding',
    version: 1,
    varies: 'knownPairs',
    mostPersons: 5000,
    seconds: ({ encoded, population, knownPairs, bytes }) =>
      4e-7 * encoded * population + 9e-8 * knownPairs ** 2 * bytes,
    run: (subject, { knownPairs, ...watch }) =>
      knownPairDecoding(subject, { ...watch, pairs: knownPairs }),
  },
  {
    id: 'tupleTest',
    version: 1,
    varies: 'nothing',
    mostPersons: 5000,
    seconds: ({ bytes }) => 2e-3 * bytes,
    run: (subject, watch) => tupleTest(subject, watch),
  },
  {
    id: 'ownKey',
    version: 1,
    varies: 'nothing',
    mostPersons: 5000,
    seconds: ({ encoded, population, bytes }) => 2 + 2e-9 * encoded * population * bytes,
    run: (subject, watch) => ownKeyAttack(subject, watch),
  },
  {
    id: 'doubleHashing',
    version: 1,
    varies: 'nothing',
    mostPersons: 5000,
    seconds: ({ bytes }) => 1e-4 * bytes ** 2,
    run: (subject, watch) => doubleHashing(subject, watch),
  },
  {
    id: 'frequency',
    version: 1,
    varies: 'nothing',
    mostPersons: 5000,
    seconds: ({ encoded, population, bytes }) => 1e-9 * encoded * population * bytes,
    run: (subject, watch) => frequencyAttack(subject, watch),
  },
  {
    id: 'patternMining',
    version: 1,
    varies: 'nothing',
    mostPersons: 5000,
    seconds: ({ encoded, population, bytes }) => 1e-8 * encoded * population * bytes ** 0.5,
    run: (subject, watch) => patternMining(subject, watch),
  },
  {
    id: 'fakeRecords',
    version: 1,
    varies: 'knownPairs',
    mostPersons: 5000,
    seconds: ({ encoded, population, bytes }) => 1e-9 * encoded * population * (700 + bytes),
    run: (subject, { knownPairs, ...options }) =>
      fakeRecords(subject, { ...options, planted: knownPairs }),
  },
  {
    id: 'chosenRecords',
    version: 1,
    varies: 'knownPairs',
    mostPersons: 5000,
    seconds: ({ encoded, population, bytes }) => 5 + 2e-9 * encoded * population * bytes,
    run: (subject, { knownPairs, ...options }) =>
      chosenRecords(subject, { ...options, quota: knownPairs }),
  },
  {
    id: 'graphMatching',
    version: 2,
    varies: 'overlap',
    // Two registers of one size: the larger, the more stands out of the noise.
    mostPersons: 20_000,
    seconds: ({ encoded, population }) => 15 + 1.3e-6 * encoded * population,
    run: (subject, watch) => graphMatching(subject, watch),
  },
];

/** Every attack by its id, in the order of a report. */
export const attackEntries: ReadonlyMap<AttackId, AttackEntry> = new Map(
  entries.map((entry) => [entry.id, entry]),
);

/** @throws KoppelError AUDIT_ATTACK where no attack has this name. */
export function findAttack(id: string): AttackEntry {
  const entry = attackEntries.get(id as AttackId);
  if (entry === undefined) throw new KoppelError('AUDIT_ATTACK');
  return entry;
}
