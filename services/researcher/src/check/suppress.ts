// SPDX-License-Identifier: EUPL-1.2
/**
 * Which cells to suppress so that no unsafe one can be worked out: the unsafe cells, and others that
 * stand in for them. For each unsafe cell a linear program finds the cheapest change of the table that
 * moves it as far as it needs while all sums hold; cells that change are suppressed too (Kelly, Golden
 * & Assad 1992, Networks 22, 397–417). What comes out is attacked, and cells that turn out not to be
 * needed are given back. Not the smallest pattern there is; one that is proven to hold. Pure.
 */
import {
  exposedCells,
  isOwnSecret,
  leastDeviation,
  truthOf,
  type Measure,
  type Truth,
} from './audit.ts';
import type { UnsafeCell } from './cells.ts';
import type { Equation, Solver, Term } from './solver.ts';
import { isPublished, type Table } from './table.ts';

/** The most cells, totals included, of a table for which a pattern is sought. */
export const maxPatternCells = 5000;
/** The most attacks that giving cells back may take. */
const maxTrials = 1000;
const moved = 1e-7;

export interface Pattern {
  /** Suppressed for a rule that they break; ascending. */
  readonly primary: readonly number[];
  /** Suppressed to protect those; ascending. */
  readonly secondary: readonly number[];
}

export interface Search {
  readonly table: Table;
  readonly unsafe: readonly UnsafeCell[];
  /** Cells that a reader has from elsewhere, such as an earlier release. */
  readonly isKnown: (cell: number) => boolean;
  readonly solver: Solver;
}

/** What suppressing a cell costs: what is lost grows with it, though slower than it. */
function costOf({ counts }: Table, cell: number): number {
  return 1 + Math.log1p(counts[cell]!);
}

interface Change {
  readonly cell: number;
  readonly measure: Measure;
  readonly by: number;
}

/**
 * The cheapest change of the table by which one number becomes another: the cells that take part, or
 * null where none is possible.
 */
function cheapestChange(
  search: Search,
  { table, lines, isHidden }: Truth,
  { cell, measure, by }: Change,
): readonly number[] | null {
  const count = table.counts.length;
  const canMove = (one: number): boolean =>
    one !== cell && !search.isKnown(one) && !isOwnSecret(table, one, cell);
  const ranges: [number, number][] = [];
  const goal: Term[] = [];
  for (let one = 0; one < count; one += 1) {
    const cost = isHidden(one) ? 0 : costOf(table, one);
    const isFree = canMove(one);
    // Less and more apart, as each costs.
    ranges.push([0, isFree ? -leastDeviation(table, measure, one) : 0], [0, isFree ? Infinity : 0]);
    if (cost > 0 && isFree) {
      goal.push({ variable: 2 * one, factor: cost }, { variable: 2 * one + 1, factor: cost });
    }
  }
  const side = by < 0 ? 2 * cell : 2 * cell + 1;
  ranges[side] = [Math.abs(by), Math.abs(by)];
  const equations = lines.map(({ parts, total }): Equation => {
    const terms = [...parts.map((part) => [part, 1] as const), [total, -1] as const];
    return {
      terms: terms.flatMap(([one, factor]) => [
        { variable: 2 * one, factor: -factor },
        { variable: 2 * one + 1, factor },
      ]),
      value: 0,
    };
  });
  const best = search.solver({ ranges, equations }, 'minimise', goal);
  if (best === null) return null;
  const threshold = moved * Math.max(1, Math.abs(by));
  const cells = Array.from({ length: count }, (_, one) => one);
  return cells.filter(
    (one) => Math.abs(best.values[2 * one + 1]! - best.values[2 * one]!) > threshold,
  );
}

/** Cells that can be published after all, largest first. */
function giveBack(search: Search, hidden: Set<number>, primary: ReadonlySet<number>): void {
  const { table, unsafe } = search;
  const secondary = [...hidden].filter((cell) => !primary.has(cell));
  if (secondary.length * unsafe.length > maxTrials) return;
  secondary.sort((m, n) => table.counts[n]! - table.counts[m]! || m - n);
  for (const cell of secondary) {
    hidden.delete(cell);
    if (!isSafe(search, hidden)) hidden.add(cell);
  }
}

function hiddenTruth({ table, isKnown }: Search, hidden: ReadonlySet<number>): Truth {
  const isHidden = (cell: number): boolean =>
    !isKnown(cell) && (hidden.has(cell) || !isPublished(table, cell));
  return truthOf(table, isHidden);
}

/** Whether no unsafe cell can be worked out. */
function isSafe(search: Search, hidden: ReadonlySet<number>): boolean {
  const truth = hiddenTruth(search, hidden);
  return exposedCells(truth, search.unsafe, search.solver).next().done === true;
}

/** Whether nothing is left to read. */
function isEmpty(table: Table, hidden: ReadonlySet<number>): boolean {
  return table.counts.every((_, cell) => hidden.has(cell) || !isPublished(table, cell));
}

/**
 * A pattern that holds against the attack of audit.ts; null where there is none, so that categories
 * must be merged, and where the table is too large to look for one.
 */
export function findPattern(search: Search): Pattern | null {
  const { table, unsafe, solver } = search;
  if (table.counts.length > maxPatternCells) return null;
  const primary = new Set(unsafe.map(({ cell }) => cell));
  const hidden = new Set(primary);
  const needOf = ({ count, amount }: UnsafeCell): number =>
    Math.max(count.down, count.up, amount.down, amount.up);
  const ordered = [...unsafe].sort((m, n) => needOf(n) - needOf(m) || m.cell - n.cell);
  for (const one of ordered) {
    for (const { measure } of [...exposedCells(hiddenTruth(search, hidden), [one], solver)]) {
      for (const by of [-one[measure].down, one[measure].up]) {
        if (by === 0) continue;
        const change = { cell: one.cell, measure, by };
        const moving = cheapestChange(search, hiddenTruth(search, hidden), change);
        if (moving === null) return null;
        for (const cell of moving) if (isPublished(table, cell)) hidden.add(cell);
      }
    }
  }
  giveBack(search, hidden, primary);
  if (!isSafe(search, hidden) || isEmpty(table, hidden)) return null;
  const ascending = (cells: Iterable<number>): number[] => [...cells].sort((m, n) => m - n);
  return {
    primary: ascending(primary),
    secondary: ascending([...hidden].filter((cell) => !primary.has(cell))),
  };
}

/** The table with a pattern on it: what leaves. */
export function suppressed(table: Table, { primary, secondary }: Pattern): Table {
  const isSuppressed = Uint8Array.from(table.isSuppressed);
  for (const cell of [...primary, ...secondary]) isSuppressed[cell] = 1;
  return { ...table, isSuppressed };
}
