// SPDX-License-Identifier: EUPL-1.2
/**
 * What a judgement rests on: findings by a closed code with numbers, so that the same finding can be
 * written in any language, compared, and gone against with a reason. Pure.
 */

/** `yes` < `unknown` < `yesIf` < `no` in what they do to a whole, see `worst`. */
export type Verdict = 'yes' | 'yesIf' | 'no' | 'unknown';

export interface Finding<Code extends string = string> {
  readonly code: Code;
  /** What it does to the verdict; `yes` where it speaks for the sub-study. */
  readonly verdict: Verdict;
  /** What the finding is about: a need, a register, a field, a document. A name of the study. */
  readonly about?: string;
  /** What was found, and what was asked for, in the unit that the code names. */
  readonly value?: number;
  readonly bound?: number;
}

export interface Judgement<Code extends string = string> {
  readonly verdict: Verdict;
  readonly findings: readonly Finding<Code>[];
}

/** One no makes a no, one unknown leaves it unknown, one yesIf makes it conditional. */
const order: readonly Verdict[] = ['no', 'unknown', 'yesIf', 'yes'];

/** The verdict of a whole: that of its worst part; `unknown` of nothing. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return order.find((one) => verdicts.includes(one)) ?? 'unknown';
}

export function judged<Code extends string>(findings: readonly Finding<Code>[]): Judgement<Code> {
  return { verdict: worst(findings.map(({ verdict }) => verdict)), findings };
}

/** Where a value lies between two bounds: at least `good` is a yes, below `poor` a no. */
export function graded(value: number, { good, poor }: Grades): Verdict {
  const falls = good < poor;
  if (falls ? value <= good : value >= good) return 'yes';
  return (falls ? value <= poor : value >= poor) ? 'yesIf' : 'no';
}

/** `good` above `poor` where more is better, below it where less is. */
export interface Grades {
  readonly good: number;
  readonly poor: number;
}
