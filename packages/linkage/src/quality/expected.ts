// SPDX-License-Identifier: EUPL-1.2
/** Expected shares as numbers of links: how many are false, how many are missing. Pure. */
import type { Expectation, Interval } from '../threshold/expectation.ts';

/** A number of links with its 95 % interval; `high` is null where nothing bounds it. */
export interface CountInterval {
  readonly value: number;
  readonly low: number;
  readonly high: number | null;
}

export interface ExpectedCounts extends Expectation {
  /** Links whose records are different persons. */
  readonly falseLinks: CountInterval;
  /** Pairs of one person that are not linked. */
  readonly missedLinks: CountInterval;
}

/** Pairs of one person that are missed, when so many were found and these are a share of all. */
function missed(found: number, recall: number): number | null {
  if (recall > 0) return found * (1 / recall - 1);
  return found > 0 ? null : 0;
}

/** @param links that came out */
export function expectedCounts(links: number, expected: Expectation): ExpectedCounts {
  const { precision, recall } = expected;
  const falseAt = (share: number): number => links * (1 - share);
  const missedAt = (end: keyof Interval): number | null =>
    missed(links * precision[end], recall[end]);
  // Where no link is true, nothing says how many are missing.
  const value = missedAt('value') ?? 0;
  return {
    ...expected,
    falseLinks: {
      value: falseAt(precision.value),
      low: falseAt(precision.high),
      high: falseAt(precision.low),
    },
    missedLinks: {
      value,
      low: Math.min(value, missedAt('high') ?? value),
      high: recall.low > 0 ? Math.max(value, missedAt('low') ?? value) : null,
    },
  };
}
