// SPDX-License-Identifier: EUPL-1.2
/** What known attacks get out of one encoding of invented persons. */
import {
  attackEntries,
  findAttack,
  planAudit,
  runAttack,
  type AttackEntry,
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

/** A level that needs more persons than the others gets so many times as many at most. */
const CROWD = 4;

/** An attack at one level, on the persons that it takes. */
export interface AttackTask {
  readonly planned: PlannedAttack;
  /** Persons of the register that is attacked. */
  readonly persons: number;
}

export interface Attacked {
  readonly planned: PlannedAttack;
  readonly result: AttackResult;
  readonly seconds: number;
}

/** The order of the table: by attack, and the weaker attacker first. */
export function compareLevels(one: PlannedAttack, other: PlannedAttack): number {
  const order = [...attackEntries.keys()];
  return (
    order.indexOf(one.attack) - order.indexOf(other.attack) ||
    (one.knownPairs ?? 0) - (other.knownPairs ?? 0) ||
    one.overlap - other.overlap
  );
}

/**
 * The attacks at every level: on so many persons, or on as many as a level needs to mean something,
 * where that is not more than four times as many.
 */
export function attackTasks(persons: number): AttackTask[] {
  const plan = (count: number, request: Omit<Parameters<typeof planAudit>[0], 'persons'>) =>
    planAudit({ ...request, persons: count });
  const { planned, skipped } = plan(persons, {
    attacks: [...attackEntries.values()],
    knownPairs,
    overlaps,
  });
  const larger = skipped
    .filter(({ needed }) => needed <= CROWD * persons)
    .flatMap(({ attack, knownPairs: pairs, overlap, needed }) => {
      const attacks: AttackEntry[] = [findAttack(attack)];
      const level = { knownPairs: pairs === undefined ? [] : [pairs], overlaps: [overlap] };
      return plan(needed, { attacks, ...level }).planned.map((one) => ({
        planned: one,
        persons: needed,
      }));
    });
  return [...planned.map((one) => ({ planned: one, persons })), ...larger].sort((one, other) =>
    compareLevels(one.planned, other.planned),
  );
}

/** Runs one of them on persons under an encoding. */
export async function attackOn(
  spec: EncodingSpec,
  { planned }: AttackTask,
  { persons, seed }: { readonly persons: Rows; readonly seed: number },
): Promise<Attacked> {
  const register = {
    profile: createProfile(spec),
    encodingKey: evaluationKey(),
    records: { values: persons },
  };
  const started = performance.now();
  const result = await runAttack(planned, register, { seed });
  return { planned, result, seconds: (performance.now() - started) / 1000 };
}
