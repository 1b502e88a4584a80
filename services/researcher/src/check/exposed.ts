// SPDX-License-Identifier: EUPL-1.2
/**
 * The attack of somebody who has nothing but what left: which suppressed counts turn out to be of few
 * persons. Which rule a number was suppressed for is not known then, so it is enough that nobody can
 * tell that it is small, or nearly which small number it is. Pure.
 */
import { rangesOf, type View } from './audit.ts';
import type { ReleasedTable } from './released.ts';
import type { Solver } from './solver.ts';
import { linesOf } from './table.ts';

const slack = 1e-6;

/** Cells, ascending. */
export function exposedRanges(table: ReleasedTable, smallCell: number, solver: Solver): number[] {
  const { counts } = table;
  const dimensions = table.dimensions.map((one) => ({ ...one, isHarmless: false }));
  const hidden = counts.flatMap((count, cell) => (count === null ? [cell] : []));
  if (hidden.length === 0) return [];
  const view: View = {
    lines: linesOf(dimensions),
    isHidden: (cell) => counts[cell] === null,
    valueOf: (cell) => counts[cell]!,
    leastOf: () => 0,
  };
  const ranges = rangesOf(view, hidden, solver);
  return hidden.filter((cell) => {
    const range = ranges.get(cell);
    // Nothing ties it to a number, or the numbers are of different moments and contradict each other.
    if (range === undefined || range === null) return false;
    const low = Math.ceil(range.low - slack);
    const high = Math.floor(range.high + slack);
    // No one at all is no one to protect.
    if (high === 0) return false;
    return high < smallCell || (low < smallCell && high - low < smallCell);
  });
}
