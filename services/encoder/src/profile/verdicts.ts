// SPDX-License-Identifier: EUPL-1.2
/**
 * When a register is good enough to link: the thresholds of the feasibility report. Shares are 0–1.
 * The publishable form judges by the same functions, from its rounded counts.
 */
import type { Verdict } from './model.ts';

/** Least share for `go`, and for `conditional`. */
const leastUsable = { linkageField: [0.98, 0.95], variable: [0.95, 0.85] } as const;
/** Largest share for `go`, and for `conditional`. */
const mostFaulty = [0.005, 0.02] as const;
/** Least months for `go`, and for `conditional`. */
const leastMonths = [36, 24] as const;

function atLeast(value: number, [go, conditional]: readonly [number, number]): Verdict {
  if (value >= go) return 'go';
  return value >= conditional ? 'conditional' : 'noGo';
}

/** Of the share of rows in which a linkage field or a variable is usable. */
export function completenessVerdict(share: number, of: keyof typeof leastUsable): Verdict {
  return atLeast(share, leastUsable[of]);
}

/** Of the share of rows that are repeated, or contradict themselves. */
export function faultVerdict(share: number): Verdict {
  return atLeast(-share, [-mostFaulty[0], -mostFaulty[1]]);
}

/** Of the months that a register covers. */
export function coverageVerdict(months: number): Verdict {
  return atLeast(months, leastMonths);
}

export function worst(verdicts: readonly (Verdict | undefined)[]): Verdict {
  if (verdicts.includes('noGo')) return 'noGo';
  return verdicts.includes('conditional') ? 'conditional' : 'go';
}

/** 0 of 0 is 0. */
export function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
