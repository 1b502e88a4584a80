// SPDX-License-Identifier: EUPL-1.2
/** What every attack has in common: it takes a staged subject, may take long, and gives one result. */
import type { AttackResult } from './result.ts';
import type { AuditSubject } from './subject.ts';

export interface AttackWatch {
  /** Told the fraction of the work that is done, 0–1, ascending. */
  readonly onProgress?: (fraction: number) => void;
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
