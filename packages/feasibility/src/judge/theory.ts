// SPDX-License-Identifier: EUPL-1.2
/**
 * Theoretically possible? A causal effect is identifiable when the registers offer what the design
 * needs, its checks are passed or can be, and an effect that matters could be found. Pure.
 */
import { WEAK_F } from '../power/instrument.ts';
import type { LinkageError, UnlinkedPersons } from '../power/linkage-error.ts';
import {
  detectableEffect,
  type DesignPlan,
  type Detectable,
  type PowerPlan,
} from '../power/effect.ts';
import { judged, type Finding, type Judgement, type Verdict } from './finding.ts';
import { designNeeds, type Check, type Design, type Need } from './needs.ts';

export type Offered = 'yes' | 'no' | 'unknown';
/** `later`: it can only be done on the linked data. */
export type CheckState = 'passed' | 'failed' | 'later';

export interface TheoryInput {
  readonly design: Design;
  /** What the registers of this city offer; what is not named is unknown. */
  readonly offers: Readonly<Partial<Record<Need, Offered>>>;
  readonly checks: Readonly<Partial<Record<Check, CheckState>>>;
  /** Absent for a descriptive sub-study, or where nobody has planned it yet. */
  readonly power?: PowerPlan;
  /** The smallest effect that would change policy, in the unit of the outcome. */
  readonly smallestRelevant?: number;
  readonly linkage: LinkageError;
  readonly unlinked: UnlinkedPersons;
}

export type TheoryCode =
  | 'needMet'
  | 'needUnknown'
  | 'needMissing'
  | 'checkPassed'
  | 'checkLater'
  | 'checkFailed'
  | 'descriptiveOnly'
  | 'notPlanned'
  | 'fewPeriodsBefore'
  | 'fewPointsEachSide'
  | 'weakInstrument'
  | 'noComparison'
  | 'tooFewPoints'
  | 'tooFewClusters'
  | 'linksTellNothing'
  | 'effectFindable'
  | 'effectHardlyFindable'
  | 'effectNotFindable';

export interface TheoryJudgement extends Judgement<TheoryCode> {
  readonly detectable?: Detectable;
}

/** A trend before needs two periods to be seen; points each side as Wagner et al. (2002) advise. */
const PERIODS_BEFORE = 2;
const POINTS_EACH_SIDE = 12;
/** An effect that is found is at most so many times the one that matters, to be worth conditions. */
const HARDLY = 1.5;

const ofOffer: Readonly<Record<Offered, readonly [TheoryCode, Verdict]>> = {
  yes: ['needMet', 'yes'],
  no: ['needMissing', 'no'],
  unknown: ['needUnknown', 'unknown'],
};
const ofCheck: Readonly<Record<CheckState, readonly [TheoryCode, Verdict]>> = {
  passed: ['checkPassed', 'yes'],
  later: ['checkLater', 'yesIf'],
  failed: ['checkFailed', 'no'],
};

function needFindings({ design, offers }: TheoryInput): Finding<TheoryCode>[] {
  const { required, oneOf = [] } = designNeeds[design];
  const offered = (need: Need): Offered => offers[need] ?? 'unknown';
  const best =
    oneOf.find((need) => offered(need) === 'yes') ??
    oneOf.find((need) => offered(need) === 'unknown') ??
    oneOf[0];
  return [...required, ...(best === undefined ? [] : [best])].map((about) => {
    const [code, verdict] = ofOffer[offered(about)];
    return { code, verdict, about };
  });
}

function checkFindings({ design, checks }: TheoryInput): Finding<TheoryCode>[] {
  return designNeeds[design].checks.map((about) => {
    const [code, verdict] = ofCheck[checks[about] ?? 'later'];
    return { code, verdict, about };
  });
}

/** What the numbers of a plan say before any power is worked out. */
function planFindings(plan: DesignPlan): Finding<TheoryCode>[] {
  if ('cohorts' in plan) {
    const starts = plan.cohorts.flatMap(({ treatedFrom }) => treatedFrom ?? []);
    const before = starts.length === 0 ? 0 : Math.min(...starts);
    if (before >= PERIODS_BEFORE) return [];
    return [{ code: 'fewPeriodsBefore', verdict: 'no', value: before, bound: PERIODS_BEFORE }];
  }
  if (plan.design === 'interruptedTimeSeries') {
    const side = Math.min(plan.before, plan.after);
    if (side >= POINTS_EACH_SIDE) return [];
    return [{ code: 'fewPointsEachSide', verdict: 'no', value: side, bound: POINTS_EACH_SIDE }];
  }
  return [];
}

function effectFindings(found: Detectable, relevant: number | undefined): Finding<TheoryCode>[] {
  if (!found.found) return [{ code: found.obstacle, verdict: 'no' }];
  const { effect, firstStageF } = found;
  const weak: Finding<TheoryCode>[] =
    firstStageF !== undefined && firstStageF < WEAK_F
      ? [{ code: 'weakInstrument', verdict: 'no', value: firstStageF, bound: WEAK_F }]
      : [];
  if (relevant === undefined) return [...weak, { code: 'notPlanned', verdict: 'unknown' }];
  const [code, verdict]: readonly [TheoryCode, Verdict] =
    effect <= relevant
      ? ['effectFindable', 'yes']
      : effect <= HARDLY * relevant
        ? ['effectHardlyFindable', 'yesIf']
        : ['effectNotFindable', 'no'];
  return [...weak, { code, verdict, value: effect, bound: relevant }];
}

/** The verdict with what it rests on, and the smallest effect that linkage leaves findable. */
export function judgeTheory(input: TheoryInput): TheoryJudgement {
  if (input.design === 'descriptive') return judged([{ code: 'descriptiveOnly', verdict: 'yes' }]);
  const findings = [...needFindings(input), ...checkFindings(input)];
  const { power, linkage, unlinked, smallestRelevant } = input;
  if (power === undefined) return judged([...findings, { code: 'notPlanned', verdict: 'unknown' }]);
  const detectable = detectableEffect(power, linkage, unlinked);
  const all = [
    ...findings,
    ...planFindings(power.plan),
    ...effectFindings(detectable, smallestRelevant),
  ];
  return { ...judged(all), detectable };
}
