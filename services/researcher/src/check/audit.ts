// SPDX-License-Identifier: EUPL-1.2
/**
 * The attack on a table with suppressed cells: from the numbers that are there and the sums that must
 * hold, between which numbers each suppressed one lies. For counts the whole numbers between are what
 * a reader reckons with; in tables of three and more dimensions that range can be a little narrower
 * than the one found here. Hundepool et al., Statistical Disclosure Control, 2012, section 4.4. Pure.
 */
import type { CellRule, Need, UnsafeCell } from './cells.ts';
import type { Equation, Program, Solver } from './solver.ts';
import { linesOf, type Line, type Table } from './table.ts';

/** What a reader knows, and from what number on cells can differ. */
export interface View {
  readonly lines: readonly Line[];
  readonly isHidden: (cell: number) => boolean;
  /** The number of a known cell; 0 where deviations from the truth are sought. */
  valueOf(cell: number): number;
  /** The least that a hidden cell, or its deviation, can be. */
  leastOf(cell: number): number;
}

/** Cells with the sums in which they occur. */
export interface Component {
  readonly cells: readonly number[];
  readonly lines: readonly Line[];
}

const cellsOf = ({ parts, total }: Line): number[] => [...parts, total];

/** Hidden cells that sums tie to each other, in groups between which nothing passes. */
export function componentsOf({ lines, isHidden }: View): Component[] {
  const parents = new Map<number, number>();
  const root = (cell: number): number => {
    let at = cell;
    for (let up = parents.get(at)!; up !== at; up = parents.get(at)!) {
      parents.set(at, parents.get(up)!);
      at = up;
    }
    return at;
  };
  const tied: { line: Line; cell: number }[] = [];
  for (const line of lines) {
    const hidden = cellsOf(line).filter(isHidden);
    for (const cell of hidden) if (!parents.has(cell)) parents.set(cell, cell);
    for (const cell of hidden) parents.set(root(cell), root(hidden[0]!));
    if (hidden.length > 0) tied.push({ line, cell: hidden[0]! });
  }
  const found = new Map<number, { cells: number[]; lines: Line[] }>();
  for (const cell of parents.keys()) {
    const at = root(cell);
    if (!found.has(at)) found.set(at, { cells: [], lines: [] });
    found.get(at)!.cells.push(cell);
  }
  for (const { line, cell } of tied) found.get(root(cell))!.lines.push(line);
  return [...found.values()];
}

function programOf(view: View, { cells, lines }: Component): Program {
  const variables = new Map(cells.map((cell, at) => [cell, at]));
  const equations = lines.map(({ parts, total }): Equation => {
    const signed = [...parts.map((part) => [part, 1] as const), [total, -1] as const];
    const known = signed.filter(([cell]) => !variables.has(cell));
    return {
      terms: signed
        .filter(([cell]) => variables.has(cell))
        .map(([cell, factor]) => ({ variable: variables.get(cell)!, factor })),
      // Not -sum: it would be -0.
      value: known.reduce((sum, [cell, factor]) => sum - factor * view.valueOf(cell), 0),
    };
  });
  return { ranges: cells.map((cell) => [view.leastOf(cell), Infinity]), equations };
}

export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * Between which numbers hidden cells lie, for the cells that are asked for. A cell that no table can
 * have has null: the sums contradict each other.
 */
export function rangesOf(
  view: View,
  wanted: readonly number[],
  solver: Solver,
): Map<number, Range | null> {
  const left = new Set(wanted);
  const found = new Map<number, Range | null>();
  for (const component of componentsOf(view)) {
    const asked = component.cells.filter((cell) => left.has(cell));
    if (asked.length === 0) continue;
    const program = programOf(view, component);
    for (const cell of asked) {
      const terms = [{ variable: component.cells.indexOf(cell), factor: 1 }];
      const low = solver(program, 'minimise', terms);
      const high = solver(program, 'maximise', terms);
      found.set(cell, low === null || high === null ? null : { low: low.value, high: high.value });
    }
  }
  return found;
}

/** Which numbers of a table are meant. */
export type Measure = 'count' | 'amount';

/** The numbers that cells have, which of them a reader can take apart. */
export interface Truth {
  readonly table: Table;
  readonly lines: readonly Line[];
  readonly isHidden: (cell: number) => boolean;
}

export function truthOf(table: Table, isHidden: (cell: number) => boolean): Truth {
  return { table, lines: linesOf(table.dimensions), isHidden };
}

/**
 * A suppressed cell of one unit protects no other: that unit knows its own number, and could work out
 * the others by it. So every such cell counts as known, except the one that is looked at.
 */
export function isOwnSecret({ units }: Table, cell: number, looked: number): boolean {
  return units[cell] === 1 && cell !== looked;
}

/** The least deviation from the truth that is possible. */
export function leastDeviation({ counts, amounts }: Table, measure: Measure, cell: number): number {
  if (measure === 'count') return -counts[cell]!;
  return amounts!.hasNegative ? -Infinity : -amounts!.sums[cell]!;
}

const tolerance = 1e-6;

/** Whether a reader stays as far from the number of one cell as it needs. */
function holds(truth: Truth, { cell }: UnsafeCell, measure: Measure, need: Need, solver: Solver) {
  if (need.down === 0 && need.up === 0) return true;
  const { table, lines, isHidden } = truth;
  const view: View = {
    lines,
    isHidden: (one) => isHidden(one) && !isOwnSecret(table, one, cell),
    valueOf: () => 0,
    leastOf: (one) => leastDeviation(table, measure, one),
  };
  const range = rangesOf(view, [cell], solver).get(cell);
  if (range === undefined || range === null) return false;
  const slack = tolerance * Math.max(1, need.down, need.up);
  // Counts are whole: a range up to 9.7 is one up to 9.
  const whole = measure === 'count' ? Math.floor : (value: number): number => value;
  const [high, low] = [whole(range.high + slack), whole(-range.low + slack)];
  return high + slack >= need.up && low + slack >= need.down;
}

export interface Exposed extends UnsafeCell {
  readonly measure: Measure;
  readonly rule: CellRule;
}

/** The unsafe cells that a pattern does not protect, by which of their numbers; one by one. */
export function* exposedCells(
  truth: Truth,
  unsafe: readonly UnsafeCell[],
  solver: Solver,
): Generator<Exposed> {
  for (const one of unsafe) {
    if (!truth.isHidden(one.cell)) {
      yield { ...one, measure: 'count' };
      continue;
    }
    for (const measure of ['count', 'amount'] as const) {
      if (!holds(truth, one, measure, one[measure], solver)) yield { ...one, measure };
    }
  }
}
