// SPDX-License-Identifier: EUPL-1.2
/** What every attack has in common: it takes a staged subject, may take long, and gives one result. */
import { KoppelError } from '@koppel/errors';
import type { AttackResult } from './result.ts';
import type { AuditSubject } from './subject.ts';

export interface AttackWatch {
  /**
   * Told the fraction of the work that is done, 0–1, ascending. The attack waits for what it returns,
   * so that a caller can let others have their turn: an attack by itself does not.
   */
  readonly onProgress?: (fraction: number) => void | Promise<void>;
  /** Ends the attack with AUDIT_CANCELLED. */
  readonly signal?: AbortSignal;
  /** For samples and starting points. */
  readonly seed: number;
}

/** An attack with its own options. It never looks at `truth` but to score and to be given known pairs. */
export type Attack<Options> = (
  subject: AuditSubject,
  options: Options & AttackWatch,
) => Promise<AttackResult>;

/** Tells how far the work is, and ends it where it must. @throws KoppelError AUDIT_CANCELLED */
export async function advance(
  { onProgress, signal }: AttackWatch,
  fraction: number,
): Promise<void> {
  await onProgress?.(fraction);
  if (signal?.aborted === true) throw new KoppelError('AUDIT_CANCELLED');
}
