// SPDX-License-Identifier: EUPL-1.2
/** Progress and the wish to stop, between the steps of an attack and of its parts. */
import { advance, type AttackWatch } from './attack.ts';

export interface Pace {
  /**
   * Says how much is done.
   * @param fraction 0–1; one that is less than before is not told
   * @throws KoppelError AUDIT_CANCELLED
   */
  at(fraction: number): Promise<void>;
  /** The pace of a part of the work, whose own fractions lie between two of this one. */
  within(from: number, to: number): Pace;
}

/** The pace of one attack. */
export function createPace(watch: AttackWatch): Pace {
  let told = 0;
  const part = (from: number, to: number): Pace => ({
    at: async (fraction) => {
      told = Math.max(told, from + (to - from) * fraction);
      await advance(watch, told);
    },
    within: (first, last) => part(from + (to - from) * first, from + (to - from) * last),
  });
  return part(0, 1);
}
