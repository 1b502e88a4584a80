// SPDX-License-Identifier: EUPL-1.2
/** Stages one planned attack on an owner's own persons, and runs it. */
import type { EncodingProfile } from '@koppel/encoding';
import { createOracle } from './attacks/insider/oracle.ts';
import { findAttack } from './attacks.ts';
import type { AttackWatch } from './attack.ts';
import type { PlannedAttack } from './audit-plan.ts';
import { makeSubject } from './make-subject.ts';
import type { AttackResult } from './result.ts';
import type { ClearRegister } from './subject.ts';

export interface AttackedRegister {
  readonly profile: EncodingProfile;
  /** 32 bytes. */
  readonly encodingKey: Uint8Array;
  /** One record per person, without rule violations. */
  readonly records: ClearRegister;
}

/** Seconds that a planned attack takes about, on one core. */
export function secondsOf(planned: PlannedAttack, bytes: number): number {
  const { encoded, population, knownPairs = 0 } = planned;
  return findAttack(planned.attack).seconds({ encoded, population, knownPairs, bytes });
}

/**
 * The same register, plan and seed give the same result.
 * @throws KoppelError AUDIT_CANCELLED
 */
export function runAttack(
  planned: PlannedAttack,
  { profile, encodingKey, records }: AttackedRegister,
  watch: AttackWatch,
): Promise<AttackResult> {
  const { attack, encoded, population, both, knownPairs = 0 } = planned;
  const { seed } = watch;
  const subject = makeSubject({ profile, encodingKey, records, encoded, population, both, seed });
  const oracle = createOracle(profile, encodingKey);
  return findAttack(attack).run(subject, { ...watch, knownPairs, oracle });
}
