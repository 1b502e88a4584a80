// SPDX-License-Identifier: EUPL-1.2
/** Every check of one table, and what would repair it. Pure. */
import { unsafeCells, type Thresholds, type UnsafeCell } from './cells.ts';
import { differencesOf, knownFrom, type Difference } from './difference.ts';
import { releasedForm, type ReleasedTable } from './released.ts';
import { exposedRanges } from './exposed.ts';
import { mergePlan, type MergePlan } from './merge.ts';
import type { Solver } from './solver.ts';
import { findPattern, suppressed, type Pattern } from './suppress.ts';
import { isPublished, linesOf, type Table } from './table.ts';

export interface TableCheck {
  /** As it was given. */
  readonly given: Table;
  /** As it would leave: with suppressed cells where that was asked for. */
  readonly table: Table;
  readonly released: ReleasedTable;
  /** Of the table as it was given. */
  readonly unsafe: readonly UnsafeCell[];
  /** What repairs those; null where no pattern was found, absent where none is needed. */
  readonly pattern?: Pattern | null;
  readonly merges?: MergePlan | null;
  /** Suppressed cells of the table as it would leave that can be worked out. */
  readonly exposed: readonly number[];
  readonly differences: readonly Difference[];
  readonly isSafe: boolean;
}

export interface Asked {
  readonly thresholds: Thresholds;
  readonly earlier: readonly ReleasedTable[];
  readonly solver: Solver;
  /** Whether the table leaves with suppressed cells. */
  readonly suppress: boolean;
}

/** Whether a reader has a number: because it is there, or as the sum of numbers that are. */
export function readable(table: Table): (cell: number) => boolean {
  const known = Uint8Array.from(table.counts, (_, cell) => (isPublished(table, cell) ? 1 : 0));
  for (const { parts, total } of linesOf(table.dimensions)) {
    if (parts.every((part) => known[part] === 1)) known[total] = 1;
  }
  return (cell) => known[cell] === 1;
}

export function checkTable(given: Table, asked: Asked): TableCheck {
  const { thresholds, earlier, solver } = asked;
  const { smallCell } = thresholds;
  const unsafe = unsafeCells(given, thresholds);
  const whole = releasedForm(given, readable(given));
  const known = earlier.map((one) => knownFrom(whole, one));
  const isKnown = (cell: number): boolean => known.some((cells) => cells.has(cell));
  // Of a table that came with suppressed cells the truth is not there to find a pattern from.
  const canSuppress = unsafe.length > 0 && given.isSuppressed.every((one) => one === 0);
  const pattern = canSuppress ? findPattern({ table: given, unsafe, isKnown, solver }) : null;
  const table = asked.suppress && pattern !== null ? suppressed(given, pattern) : given;
  const released = releasedForm(table, readable(table));
  const exposed = exposedRanges(released, smallCell, solver);
  const differences = differencesOf(released, earlier, smallCell, solver);
  const isRepaired = unsafe.length === 0 || table !== given;
  return {
    given, table, released, unsafe, exposed, differences,
    ...(unsafe.length === 0 ? {} : { pattern, merges: mergePlan(given, thresholds) }),
    isSafe: isRepaired && exposed.length === 0 && differences.length === 0,
  };
} // prettier-ignore
