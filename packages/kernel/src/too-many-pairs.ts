// SPDX-License-Identifier: EUPL-1.2
/** The error of a search that finds more pairs than it may, with what helps to ask a better question. */
import { KoppelError } from '@koppel/errors';
import type { SearchPlan } from './estimate.ts';
import { BINS } from './sample.ts';

export interface PairsReport {
  /** Pairs found when the search was ended; 0 when it was not begun. */
  readonly found: number;
  /** The most that were allowed. */
  readonly most: number;
  /** What was expected, with the histogram of the sample. */
  readonly plan: SearchPlan;
  /** The lowest threshold, in hundredths, that is expected to give no more; absent if none is known. */
  readonly fitting: number | undefined;
}

/** A KERNEL_TOO_MANY_PAIRS. All it holds are counts. */
export class TooManyPairsError extends KoppelError {
  readonly report: PairsReport;

  constructor(report: PairsReport) {
    const { found, most, fitting } = report;
    super('KERNEL_TOO_MANY_PAIRS', {
      ...(found > 0 ? { found } : {}),
      expected: Math.round(report.plan.pairs.expected),
      most,
      ...(fitting === undefined ? {} : { fitting }),
    });
    this.report = report;
  }
}

/**
 * The lowest threshold that gives no more than `most` pairs, in hundredths: above where the sample
 * still has pairs to count, for where it has none it says little.
 */
export function fittingThreshold(
  { histogram, threshold }: SearchPlan,
  most: number,
): number | undefined {
  let [above, fitting] = [0, undefined as number | undefined];
  for (let bin = BINS - 1; bin / BINS >= threshold; bin--) {
    above += histogram[bin]!;
    if (above > most) break;
    if (above > 0) fitting = bin / BINS;
  }
  return fitting;
}
