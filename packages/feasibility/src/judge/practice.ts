// SPDX-License-Identifier: EUPL-1.2
/**
 * Practically possible? From the profiles that the owners published, the expected overlap of their
 * registers and the linkage quality on a synthetic twin. Pure.
 */
import type { PublishableCell, PublishableProfile } from '@koppel/study';
import {
  graded,
  judged,
  type Finding,
  type Grades,
  type Judgement,
  type Verdict,
} from './finding.ts';

/**
 * Where a yes becomes a condition and a condition a no. Yardsticks from Dutch linkage projects; a
 * study may set its own. Shares of 0–1; months.
 */
export interface PracticeBounds {
  readonly fieldComplete: Grades;
  readonly variableComplete: Grades;
  readonly duplicates: Grades;
  readonly monthsCovered: Grades;
  readonly recall: Grades;
  readonly precision: Grades;
  /** Recall of the best served subgroup minus that of the worst. */
  readonly recallGap: Grades;
}

export const usualBounds: PracticeBounds = {
  fieldComplete: { good: 0.98, poor: 0.95 },
  variableComplete: { good: 0.95, poor: 0.85 },
  duplicates: { good: 0.005, poor: 0.02 },
  monthsCovered: { good: 36, poor: 24 },
  recall: { good: 0.95, poor: 0.9 },
  precision: { good: 0.99, poor: 0.97 },
  recallGap: { good: 0.03, poor: 0.06 },
};

/** An estimate with a 95 % interval; shares of 0–1. */
export interface Estimated {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface RegisterPractice {
  readonly register: string;
  /** Absent: the owner has published none. */
  readonly profile?: PublishableProfile;
  /** Linkage fields that the study cannot do without. */
  readonly fields: readonly string[];
  /** Variables of this register that the sub-study needs. */
  readonly variables: readonly string[];
  readonly unique: boolean;
}

export interface OverlapPractice {
  readonly one: string;
  readonly other: string;
  /** Persons in both. */
  readonly persons: Estimated;
  /** Persons that the design was planned with. */
  readonly wanted: number;
}

export interface PracticeInput {
  readonly registers: readonly RegisterPractice[];
  readonly overlaps: readonly OverlapPractice[];
  /** Expected linkage on a synthetic twin; absent: not rehearsed. */
  readonly expected?: {
    readonly recall: Estimated;
    readonly precision: Estimated;
    readonly recallGap?: number;
  };
  readonly bounds: PracticeBounds;
}

export type PracticeCode =
  | 'noProfile'
  | 'tooFewRows'
  | 'fieldAbsent'
  | 'fieldComplete'
  | 'variableAbsent'
  | 'variableComplete'
  | 'duplicates'
  | 'monthsCovered'
  | 'notRehearsed'
  | 'recall'
  | 'precision'
  | 'recallGap'
  | 'overlapEnough'
  | 'overlapUncertain'
  | 'overlapTooSmall'
  | 'overlapUnknown';

type Found = Finding<PracticeCode>;

/** A small cell counts for its largest, as nothing more is known; `most` for all rows. */
function rowsOf(cell: PublishableCell, all: number): number {
  if (cell === '<10') return 9;
  return cell === 'most' ? all : cell;
}

function completeness(
  code: PracticeCode,
  about: string,
  cell: PublishableCell,
  rows: number,
  grades: Grades,
): Found {
  const value = 1 - rowsOf(cell, rows) / rows;
  // Fewer than ten rows of many are no reason to doubt.
  const verdict = cell === '<10' && rows >= 1000 ? 'yes' : graded(value, grades);
  return { code, about, verdict, value, bound: grades.good };
}

function profileFindings(one: RegisterPractice, profile: PublishableProfile, bounds: PracticeBounds): Found[] {
  const { register } = one;
  const rows = profile.rows;
  if (rows === '<10') return [{ code: 'tooFewRows', verdict: 'no', about: register, bound: 10 }];
  const fields = one.fields.map((name): Found => {
    const about = `${register}.${name}`;
    const found = profile.fields.find((field) => field.name === name);
    return found === undefined
      ? { code: 'fieldAbsent', verdict: 'yesIf', about }
      : completeness('fieldComplete', about, found.unusable, rows, bounds.fieldComplete);
  });
  const variables = one.variables.flatMap((name): Found[] => {
    const about = `${register}.${name}`;
    const found = profile.variables.find((variable) => variable.name === name);
    if (found === undefined) return [{ code: 'variableAbsent', verdict: 'no', about }];
    const complete = found.openEnded
      ? []
      : [completeness('variableComplete', about, found.unusable, rows, bounds.variableComplete)];
    const months = found.dates?.monthsCovered;
    const { good } = bounds.monthsCovered;
    return months === undefined
      ? complete
      : [...complete, { code: 'monthsCovered', about, verdict: graded(months, bounds.monthsCovered), value: months, bound: good }];
  });
  const repeats = one.unique
    ? profile.duplicates.filter(({ kind }) => kind !== 'recordId').map(({ repeated }) => rowsOf(repeated, rows) / rows)
    : [];
  const worstRepeats = Math.max(0, ...repeats);
  const duplicates: Found[] = one.unique
    ? [{ code: 'duplicates', about: register, verdict: graded(worstRepeats, bounds.duplicates), value: worstRepeats, bound: bounds.duplicates.good }]
    : [];
  return [...fields, ...variables, ...duplicates];
} // prettier-ignore

function overlapFinding({ one, other, persons, wanted }: OverlapPractice): Found {
  const about = `${one}+${other}`;
  const at = { about, value: persons.value, bound: wanted };
  if (persons.low >= wanted) return { code: 'overlapEnough', verdict: 'yes', ...at };
  if (persons.high < wanted) return { code: 'overlapTooSmall', verdict: 'no', ...at };
  return { code: 'overlapUncertain', verdict: 'yesIf', ...at };
}

/** By the bound of the interval that is worse: what is expected must hold, not be hoped for. */
function expectedFindings({ expected, bounds }: PracticeInput): Found[] {
  if (expected === undefined) return [{ code: 'notRehearsed', verdict: 'unknown' }];
  const { recall, precision, recallGap } = expected;
  const grade = (code: 'recall' | 'precision', { low, value }: Estimated): Found => {
    const verdict: Verdict = graded(low, bounds[code]);
    return { code, verdict, value, bound: bounds[code].good };
  };
  const gap: Found[] =
    recallGap === undefined
      ? []
      : [{ code: 'recallGap', verdict: graded(recallGap, bounds.recallGap), value: recallGap, bound: bounds.recallGap.good }];
  return [grade('recall', recall), grade('precision', precision), ...gap];
} // prettier-ignore

export function judgePractice(input: PracticeInput): Judgement<PracticeCode> {
  const { registers, overlaps, bounds } = input;
  const profiles = registers.flatMap((one): Found[] =>
    one.profile === undefined
      ? [{ code: 'noProfile', verdict: 'unknown', about: one.register }]
      : profileFindings(one, one.profile, bounds),
  );
  const shared: Found[] =
    registers.length > 1 && overlaps.length === 0
      ? [{ code: 'overlapUnknown', verdict: 'unknown' }]
      : overlaps.map(overlapFinding);
  return judged([...profiles, ...shared, ...expectedFindings(input)]);
}
