// SPDX-License-Identifier: EUPL-1.2
/** How large a register must be for an attack's outcome to say something. */
import { KoppelError } from '@koppel/errors';
import type { AttackId } from './result.ts';

/**
 * The fewest cases that each attack must have: encodings that could be recognised beside those that
 * the attacker was given, and for the tuple test tuples. Of 400 none recognised means at most 1 % with
 * 95 % confidence (Wilson 1927), which is what the gates ask; with fewer, even a perfect outcome
 * would not show it.
 */
export const leastTargets: Readonly<Record<AttackId, number>> = {
  seededProfile: 400,
  knownPairDecoding: 400,
  tupleTest: 100,
  patternMining: 400,
  frequency: 400,
  fakeRecords: 400,
  chosenRecords: 400,
  // Encodings that are tested: of these two dozen show it.
  doubleHashing: 24,
  ownKey: 400,
  graphMatching: 400,
};

/** @throws KoppelError AUDIT_TOO_FEW where there are fewer than the attack must have */
export function requireEnough(attack: AttackId, targets: number): void {
  if (targets < leastTargets[attack]) throw new KoppelError('AUDIT_TOO_FEW', { rule: attack });
}
