// SPDX-License-Identifier: EUPL-1.2
/** What an audit tells, as data. Counts and shares only: no type here can hold a value of a register. */
import type {
  AttackLevel,
  AttackResult,
  GateOutcome,
  PlannedAttack,
  RiskMeasures,
  SkippedAttack,
} from '@koppel/audit';

/** One attack as it was staged, and what came of it. */
export interface AttackRun extends PlannedAttack {
  readonly result: AttackResult;
  /** How long it took here. With `day`, all that two audits of one seed differ in. */
  readonly seconds: number;
}

/** What was audited: the study's encoding, and which persons. */
export interface AuditedRegister {
  readonly study: string;
  /** Of the study, in hex. */
  readonly specHash: string;
  readonly register: string;
  /** A rehearsal on generated persons. */
  readonly synthetic: boolean;
  /** Of the encoding profile, in hex. */
  readonly profileHash: string;
  readonly scheme: string;
  readonly schemeVersion: number;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  /** The field by which records are salted; absent where they are not. */
  readonly salt?: string;
  readonly similarity: 'dice' | 'hamming';
  readonly rows: number;
  readonly rejected: number;
  readonly excluded: number;
  /** Persons in the sample, on whom the attacks were run. */
  readonly persons: number;
}

/** A gate, and what its attacker was given. */
export type ReportGate = GateOutcome & AttackLevel;

/**
 * `passed`: every gate was measured and held; `failed`: one did not hold; `incomplete`: none failed,
 * and one at least was not measured.
 */
export type AuditVerdict = 'passed' | 'failed' | 'incomplete';

export interface AuditReport extends AuditedRegister {
  readonly format: 'koppel-audit';
  readonly version: 1;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly seed: number;
  readonly attacks: readonly AttackRun[];
  readonly skipped: readonly SkippedAttack[];
  readonly risk: RiskMeasures;
  readonly gates: readonly ReportGate[];
  /** Gates that were not measured. */
  readonly unmeasured: readonly AttackLevel[];
  readonly verdict: AuditVerdict;
}
