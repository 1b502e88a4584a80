// SPDX-License-Identifier: EUPL-1.2
/** One audit of a sample: plans attacks, runs them one after the other, measures, and judges. */
import {
  planAudit,
  runAttack,
  secondsOf,
  type AttackedRegister,
  type AuditPlan,
  type PlannedAttack,
} from '@koppel/audit';
import type { Reporter } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { breathe } from './interrupt.ts';
import type { AttackRun, AuditReport } from './model.ts';
import type { AuditChoices } from './request.ts';

export interface AuditOptions {
  readonly attacked: AttackedRegister;
  readonly choices: AuditChoices;
  readonly signal: AbortSignal;
  readonly reporter: Reporter;
  /** Milliseconds since some fixed moment. */
  readonly now: () => number;
}

/** Steps of a bar. */
const steps = 1000;

/** Which attack, as an event names it: `graphMatching`. */
function tellPlan({ planned, skipped }: AuditPlan, options: AuditOptions): void {
  const { reporter, attacked } = options;
  const persons = attacked.records.values.length;
  for (const { attack, needed, knownPairs, overlap } of skipped) {
    const level = knownPairs === undefined ? { overlap: 100 * overlap } : { knownPairs };
    const names = { stage: attack, code: 'AUDIT_TOO_FEW' };
    reporter.event('attackNotRun', names, { ...level, persons, needed });
  }
  const { bytes } = attacked.profile;
  const seconds = planned.reduce((sum, one) => sum + secondsOf(one, bytes), 0);
  reporter.event('auditPlanned', {}, { attacks: planned.length, seconds: Math.ceil(seconds) });
}

async function runOne(planned: PlannedAttack, options: AuditOptions): Promise<AttackRun> {
  const { attacked, choices, signal, reporter, now } = options;
  const progress = reporter.progress(planned.attack, steps);
  const start = now();
  try {
    const result = await runAttack(planned, attacked, {
      seed: choices.seed,
      signal,
      onProgress: async (fraction) => {
        progress.update(Math.round(steps * fraction));
        await breathe(signal);
      },
    });
    return { ...planned, result, seconds: Math.round((now() - start) / 10) / 100 };
  } finally {
    progress.end();
  }
}

/**
 * Runs what the sample suffices for.
 * @throws KoppelError AUDIT_TOO_FEW where it suffices for nothing, AUDIT_CANCELLED
 */
export async function runAttacks(
  options: AuditOptions,
): Promise<Pick<AuditReport, 'attacks' | 'skipped'>> {
  const { attacked, choices } = options;
  const plan = planAudit({ ...choices, persons: attacked.records.values.length });
  tellPlan(plan, options);
  if (plan.planned.length === 0) throw new KoppelError('AUDIT_TOO_FEW');
  const attacks: AttackRun[] = [];
  for (const planned of plan.planned) attacks.push(await runOne(planned, options));
  return { attacks, skipped: plan.skipped };
}
