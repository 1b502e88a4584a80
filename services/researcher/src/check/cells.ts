// SPDX-License-Identifier: EUPL-1.2
/**
 * Which cells of a table tell too much by themselves, and how far from their number a reader must be
 * kept. The rules are those of statistical offices: Statistics Netherlands has at least ten units in
 * a cell, none of which brings more than half, and no group of which more than 90 % lies in one cell;
 * Hundepool et al., Statistical Disclosure Control, 2012, chapters 4 and 5. Pure.
 */
import { isPublished, linesOf, type Table } from './table.ts';

export interface Thresholds {
  /** The fewest units that a cell may have, other than none. */
  readonly smallCell: number;
  /** The most that one unit may bring to a total, 0–1. */
  readonly dominance: number;
  /** The most of a group that may lie in one cell, 0–1. */
  readonly group: number;
  /** The fewest records that must share their quasi-identifying values. */
  readonly k: number;
  /** The fewest values of a sensitive variable among those. */
  readonly l: number;
}

export type CellRule = 'smallCell' | 'dominance' | 'group';

/** How far below and above the number the range must reach that a reader can work out. */
export interface Need {
  readonly down: number;
  readonly up: number;
}

export interface UnsafeCell {
  readonly rule: CellRule;
  readonly cell: number;
  /** Of a group: along which dimension it lies in one cell. */
  readonly dimension?: number;
  readonly count: Need;
  /** Of the total of the amount. */
  readonly amount: Need;
}

const none: Need = { down: 0, up: 0 };
/** How uncertain the total of a small cell must stay, as a share of it, either way. */
const amountMargin = 0.2;

function smallCells(table: Table, { smallCell }: Thresholds): UnsafeCell[] {
  const found: UnsafeCell[] = [];
  for (const [cell, units] of table.units.entries()) {
    if (units === 0 || units >= smallCell || !isPublished(table, cell)) continue;
    // A range as wide as the threshold that reaches at least to it: none or enough are possible.
    const down = Math.min(table.counts[cell]!, Math.ceil(smallCell / 2));
    const margin = amountMargin * (table.amounts?.magnitudes[cell] ?? 0);
    const amount = { down: margin, up: margin };
    found.push({ rule: 'smallCell', cell, count: { down, up: smallCell - down }, amount });
  }
  return found;
}

function dominatedCells(table: Table, { dominance }: Thresholds): UnsafeCell[] {
  const { amounts } = table;
  if (amounts === undefined) return [];
  const found: UnsafeCell[] = [];
  for (const [cell, largest] of amounts.largest.entries()) {
    const magnitude = amounts.magnitudes[cell]!;
    if (magnitude === 0 || largest <= dominance * magnitude || !isPublished(table, cell)) continue;
    // The protection level of an (n, k) rule with n = 1: Hundepool et al., section 4.2.2.
    const level = largest / dominance - magnitude;
    found.push({ rule: 'dominance', cell, count: none, amount: { down: level, up: level } });
  }
  return found;
}

function groupCells(table: Table, { group, smallCell }: Thresholds): UnsafeCell[] {
  const found: UnsafeCell[] = [];
  for (const { parts, total, dimension } of linesOf(table.dimensions)) {
    const all = table.counts[total]!;
    if (table.dimensions[dimension]!.isHarmless || parts.length < 2 || all < smallCell) continue;
    const cell = parts.find((part) => table.counts[part]! > group * all);
    if (cell === undefined || !isPublished(table, cell)) continue;
    // A reader must have to reckon with it being no more than the allowed share.
    const down = Math.ceil(table.counts[cell]! - group * all);
    found.push({ rule: 'group', cell, dimension, count: { down, up: 0 }, amount: none });
  }
  return found;
}

/** Every rule that a published cell breaks; a cell can be there more than once. */
export function unsafeCells(table: Table, thresholds: Thresholds): readonly UnsafeCell[] {
  return [
    ...smallCells(table, thresholds),
    ...dominatedCells(table, thresholds),
    ...groupCells(table, thresholds),
  ];
}
