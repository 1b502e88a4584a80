// SPDX-License-Identifier: EUPL-1.2
/**
 * From the verdicts of `feasibility.yaml` to the decision that a mandate signs. What contradicts
 * itself, rests on nothing or goes against a finding in silence is refused before anything is signed.
 */
import { Problems } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { grounds, type Ground } from '@koppel/feasibility';
import type { ControlDecision } from '@koppel/study';
import type { Cell } from '../feasibility/assess.ts';

export interface DecisionDays {
  readonly today: string;
  readonly until: string;
}

/** `loonkosten/rotterdam legal`. */
export const placeOf = ({ subStudy, city }: Cell, ground: Ground): string =>
  `${subStudy}/${city} ${ground}`;

function groundProblems(cell: Cell, ground: Ground): KoppelError[] {
  const { verdict, evidence } = cell.grounds[ground];
  const path = placeOf(cell, ground);
  if (verdict === undefined || verdict === 'unknown') {
    return [new KoppelError('VERDICT_MISSING', { path })];
  }
  return evidence.length === 0 ? [new KoppelError('EVIDENCE_NONE', { path })] : [];
}

function conditionProblems({ conditions, subStudy, city }: Cell, today: string): KoppelError[] {
  return conditions.flatMap(({ dueOn, metOn }, index) => {
    const path = `${subStudy}/${city} conditions[${String(index)}]`;
    if (metOn === undefined) {
      return dueOn < today ? [new KoppelError('CONTROL_DATE_PAST', { path })] : [];
    }
    return metOn > today ? [new KoppelError('CONTROL_DATE_FUTURE', { path })] : [];
  });
}

/** Findings that some verdict is more favourable than, by their codes. */
export function goesAgainst(cell: Cell): string[] {
  return [...new Set(grounds.flatMap((ground) => cell.grounds[ground].against))].sort();
}

/**
 * The body of the decision on a cell.
 * @param acknowledged codes of findings that the signer read and goes against
 * @throws Problems of VERDICT_MISSING, EVIDENCE_NONE, CONTROL_AGAINST, CONTROL_DATE_PAST,
 *   CONTROL_DATE_FUTURE
 */
export function decisionOf(
  cell: Cell,
  { today, until }: DecisionDays,
  acknowledged: readonly string[],
): ControlDecision {
  const against = goesAgainst(cell);
  const path = `${cell.subStudy}/${cell.city}`;
  const unsaid = against
    .filter((code) => !acknowledged.includes(code))
    .map((rule) => new KoppelError('CONTROL_AGAINST', { path, rule }));
  const problems = [
    ...grounds.flatMap((ground) => groundProblems(cell, ground)),
    ...conditionProblems(cell, today),
    ...unsaid,
  ];
  if (problems.length > 0) throw new Problems(problems);
  const ground = (name: Ground): ControlDecision['legal'] => {
    const { verdict, reason, evidence } = cell.grounds[name];
    return { verdict: verdict!, reason: reason!, evidence: [...evidence] };
  };
  return {
    kind: 'decision',
    subStudy: cell.subStudy,
    city: cell.city,
    theoretical: ground('theoretical'),
    practical: ground('practical'),
    legal: ground('legal'),
    wanted: ground('wanted'),
    conditions: cell.conditions.map(({ text, owner, dueOn, metOn }) => ({
      text,
      owner,
      dueOn,
      ...(metOn !== undefined && { metOn }),
    })),
    against,
    decidedOn: today,
    validUntil: until,
  };
}
