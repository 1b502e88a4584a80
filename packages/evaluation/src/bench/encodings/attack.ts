// SPDX-License-Identifier: EUPL-1.2
/** What known attacks get out of one encoding of invented persons. */
import {
  attackEntries,
  planAudit,
  runAttack,
  type AttackResult,
  type PlannedAttack,
} from '@koppel/audit';
import { createProfile } from '@koppel/encoding';
import type { EncodingSpec } from '@koppel/study';
import { evaluationKey } from '../../evaluate/encode.ts';
import type { Rows } from './value-set.ts';

/** Shares of the encodings that the attacker's register has, and pairs that he knows. */
export const overlaps: readonly number[] = [0.05, 0.2, 1];
export const knownPairs: readonly number[] = [20, 100, 1000];

export interface Attacked {
  readonly planned: PlannedAttack;
  readonly result: AttackResult;
  readonly seconds: number;
}

/**
 * Every attack at every level that the persons suffice for.
 * @param onDone told how many are done, and of how many
 */
export async function attacksOn(
  spec: EncodingSpec,
  persons: Rows,
  seed: number,
  onDone: (done: number, total: number) => void,
): Promise<Attacked[]> {
  const attacks = [...attackEntries.values()];
  const { planned } = planAudit({ persons: persons.length, attacks, knownPairs, overlaps });
  const register = {
    profile: createProfile(spec),
    encodingKey: evaluationKey(),
    records: { values: persons },
  };
  const found: Attacked[] = [];
  for (const plan of planned) {
    const started = performance.now();
    const result = await runAttack(plan, register, { seed });
    found.push({ planned: plan, result, seconds: (performance.now() - started) / 1000 });
    onDone(found.length, planned.length);
  }
  return found;
}
