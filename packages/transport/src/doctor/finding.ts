// SPDX-License-Identifier: EUPL-1.2
/** What a look at the log from one party's seat found. Names of topics and addresses, never contents. */
import type { KoppelError } from '@koppel/errors';
import type { Access } from '../kafka/admin/rights.ts';

export type CheckName =
  | 'configuration'
  | 'ownCertificate'
  | 'broker'
  | 'certificate'
  | 'login'
  | 'topic'
  | 'management'
  | 'limit'
  | 'clock'
  | 'library'
  | 'folder';

export interface Finding {
  readonly check: CheckName;
  /** What was looked at: an address, a file, a topic; '' where that is plain. */
  readonly subject: string;
  /** `untried` where something before it failed, or the broker does not say. */
  readonly outcome: 'ok' | 'warning' | 'failed' | 'untried';
  /** Not tried as the broker does not tell it to this party. */
  readonly untold?: true;
  /** Why it failed, or is a warning. */
  readonly problem?: KoppelError;
  /** What this party may do with a topic, when that is as it must be. */
  readonly access?: readonly Access[];
  /** Days until a certificate ends. */
  readonly days?: number;
  /** Bytes that a topic takes at once. */
  readonly bytes?: number;
  /** Seconds that this clock is ahead of the broker's; only where the broker tells its own. */
  readonly seconds?: number;
}

/** A finding from what was thrown. */
export function failed(check: CheckName, subject: string, problem: KoppelError): Finding {
  return { check, subject, outcome: 'failed', problem };
}

export function untried(check: CheckName): Finding {
  return { check, subject: '', outcome: 'untried' };
}

export function untold(check: CheckName, subject = ''): Finding {
  return { check, subject, outcome: 'untried', untold: true };
}
