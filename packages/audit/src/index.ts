// SPDX-License-Identifier: EUPL-1.2
/** Attacks on encodings, run by who made them, and measures of what they give away. */
export { advance, type Attack, type AttackWatch } from './attack.ts';
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
export type { AuditSubject, ClearRegister, CreateEncoder } from './subject.ts';
