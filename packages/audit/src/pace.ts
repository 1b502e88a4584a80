// SPDX-License-Identifier: EUPL-1.2
/** Progress and the wish to stop, between the steps of a long computation. */
import { KoppelError } from '@koppel/errors';
import type { AttackWatch } from './attack.ts';

export interface Pace {
  /**
   * Says how much is done, and lets others have their turn.
   * @param fraction 0–1; one that is less than before is not told
   * @throws KoppelError AUDIT_CANCELLED
   */
  at(fraction: number): Promise<void>;
  /** The pace of a part of the work, whose own fractions lie between two of this one. */
  within(from: number, to: number): Pace;
}

/** The pace of one attack. */
export function createPace({ onProgress, signal }: Omit<AttackWatch, 'seed'>): Pace {
  let told = -1;
  const stopped = (): boolean => signal?.aborted === true;
  const at = async (fraction: number): Promise<void> => {
    if (stopped()) throw new KoppelError('AUDIT_CANCELLED');
    if (fraction > told) {
      told = fraction;
      onProgress?.(fraction);
    }
    await new Promise<void>((resume) => {
      setImmediate(resume);
    });
    if (stopped()) throw new KoppelError('AUDIT_CANCELLED');
  };
  const part = (from: number, to: number): Pace => ({
    at: (fraction) => at(from + (to - from) * fraction),
    within: (first, last) => part(from + (to - from) * first, from + (to - from) * last),
  });
  return part(0, 1);
}
