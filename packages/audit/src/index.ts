// SPDX-License-Identifier: EUPL-1.2
/** Attacks on encodings, run by who made them, and measures of what they give away. */
export {
  planAudit,
  type AttackLevel,
  type AuditPlan,
  type PlannedAttack,
  type SkippedAttack,
} from './audit-plan.ts';
export { attackEntries, findAttack, type AttackEntry } from './attacks.ts';
export { runAttack, secondsOf, type AttackedRegister } from './run-attack.ts';
export { advance, type Attack, type AttackWatch } from './attack.ts';
export {
  doubleHashing,
  type DoubleHashingOptions,
} from './attacks/double-hashing/double-hashing.ts';
export { frequencyAttack, type FrequencyOptions } from './attacks/frequency/frequency.ts';
export { chosenRecords, type ChosenRecordsOptions } from './attacks/insider/chosen-records.ts';
export { fakeRecords, type FakeRecordsOptions } from './attacks/insider/fake-records.ts';
export {
  graphMatching,
  type GraphMatchingOptions,
} from './attacks/graph-matching/graph-matching.ts';
export { createOracle, type EncodingOracle } from './attacks/insider/oracle.ts';
export { ownKeyAttack, type OwnKeyOptions } from './attacks/own-key/own-key-attack.ts';
export {
  patternMining,
  type PatternMiningOptions,
} from './attacks/pattern-mining/pattern-mining.ts';
export { tupleTest, type TupleTestOptions } from './attacks/tuple-test.ts';
export {
  knownPairDecoding,
  type KnownPairDecodingOptions,
} from './attacks/known-pair-decoding/known-pair-decoding.ts';
export {
  seededProfile,
  type SeededProfileOptions,
} from './attacks/seeded-profile/seeded-profile.ts';
export { chanceBound, gateOutcomes, gateSettings } from './gates.ts';
export { leastTargets } from './least.ts';
export { makeSubject, type Staging } from './make-subject.ts';
export { encodeOwnRegister, encodeRecords } from './own-key.ts';
export {
  attackResult,
  wilson,
  type AttackId,
  type AttackResult,
  type GateOutcome,
  type Interval,
} from './result.ts';
export { createRandom, sampleBelow, type Random } from './random.ts';
export type { BitRisk } from './risk/bits.ts';
export type { FrequencyRisk, LengthRisk } from './risk/frequency.ts';
export type { Histogram } from './risk/histogram.ts';
export { LEAST_ENCODINGS, measureRisk, type RiskMeasures } from './risk/risk.ts';
export type { SimilarityRisk } from './risk/similarity.ts';
export type { AuditSubject, ClearRegister, CreateEncoder } from './subject.ts';
