// SPDX-License-Identifier: EUPL-1.2
/**
 * What a table gives away beside earlier ones: two counts of which one holds the other and that differ
 * by a few persons, such as two ways to group ages, or the same count before and after some came or
 * went; and numbers that were suppressed in the one and stand in the other. Hundepool et al.,
 * Statistical Disclosure Control, 2012, section 4.6 (linked tables, differencing). Pairs of counts that
 * differ in one variable are held against each other, not sums of several tables. Pure.
 */
import { exposedRanges } from './exposed.ts';
import type { Solver } from './solver.ts';
import { placeOf, type Category, type Table } from './table.ts';

/** A table as it left: null where the number did not. */
export interface ReleasedTable {
  readonly kind: 'table';
  readonly id: string;
  readonly from: string;
  readonly where: Readonly<Record<string, readonly string[]>>;
  readonly hasMargins: boolean;
  readonly dimensions: readonly {
    readonly name: string;
    readonly categories: readonly Category[];
  }[];
  readonly counts: readonly (number | null)[];
}

/** Which records a number counts: per variable the values; a variable that is not there is free. */
type Population = ReadonlyMap<string, string>;

interface Counted {
  readonly cell: number;
  readonly population: Population;
  readonly count: number | null;
}

/** A text of sorted values, by which sets are compared. */
const setText = (values: readonly string[]): string => JSON.stringify([...values].sort());
const valuesOf = (text: string): Set<string> => new Set(JSON.parse(text) as string[]);

function populationOf(
  { dimensions, where }: Pick<ReleasedTable, 'dimensions' | 'where'>,
  cell: number,
): Population {
  const whole = dimensions.map((one) => ({ ...one, isHarmless: false }));
  const found = new Map(Object.entries(where).map(([name, values]) => [name, setText(values)]));
  for (const [at, category] of placeOf(whole, cell).entries()) {
    const { name, categories } = dimensions[at]!;
    if (category === categories.length) continue;
    const own = categories[category]!.values;
    const outer = found.get(name);
    const both = outer === undefined ? own : own.filter((value) => valuesOf(outer).has(value));
    found.set(name, setText(both));
  }
  return found;
}

function countedIn(table: ReleasedTable): Counted[] {
  return table.counts.map((count, cell) => ({
    cell,
    count,
    population: populationOf(table, cell),
  }));
}

function entryText(population: Population, without?: string): string {
  const rest = [...population].filter(([name]) => name !== without);
  return JSON.stringify(rest.sort(([m], [n]) => (m < n ? -1 : 1)));
}

/** Whether the one set holds all of the other; undefined holds everything. */
function holds(outer: string | undefined, inner: string | undefined): boolean {
  if (outer === undefined) return true;
  if (inner === undefined) return false;
  const all = valuesOf(outer);
  return [...valuesOf(inner)].every((value) => all.has(value));
}

export interface Difference {
  /** The earlier table. */
  readonly earlier: string;
  /** The cell of the new one that tells too much beside it. */
  readonly cell: number;
  readonly kind: 'few' | 'workedOut';
}

/** Cells whose count differs from one that holds it, or is held by it, by few persons. */
function fewBetween(now: ReleasedTable, before: ReleasedTable, smallCell: number): number[] {
  const [ours, theirs] = [countedIn(now), countedIn(before)];
  const names = new Set([...ours, ...theirs].flatMap(({ population }) => [...population.keys()]));
  const isClose = (m: number, n: number): boolean => m !== n && Math.abs(m - n) < smallCell;
  const cells = new Set<number>();
  for (const name of names) {
    const index = Map.groupBy(theirs, ({ population }) => entryText(population, name));
    for (const { cell, population, count } of ours) {
      if (count === null) continue;
      const mine = population.get(name);
      for (const other of index.get(entryText(population, name)) ?? []) {
        const theirOwn = other.population.get(name);
        if (other.count === null || !isClose(count, other.count)) continue;
        if (holds(mine, theirOwn) || holds(theirOwn, mine)) cells.add(cell);
      }
    }
  }
  return [...cells].sort((m, n) => m - n);
}

/** The same numbers, by which records they count. */
function byPopulation(table: ReleasedTable): Map<string, number | null> {
  return new Map(countedIn(table).map(({ population, count }) => [entryText(population), count]));
}

/** Cells of a table that another one tells. */
export function knownFrom(table: ReleasedTable, other: ReleasedTable): ReadonlySet<number> {
  if (table.from !== other.from) return new Set();
  const told = byPopulation(other);
  const known = countedIn(table).filter(({ population }) => {
    const count = told.get(entryText(population));
    return count !== undefined && count !== null;
  });
  return new Set(known.map(({ cell }) => cell));
}

/** Suppressed cells of a table that can be worked out when another one is laid beside it. */
function workedOut(
  table: ReleasedTable,
  other: ReleasedTable,
  smallCell: number,
  solver: Solver,
): number[] {
  const told = byPopulation(other);
  const counts = countedIn(table).map(
    ({ population, count }) => count ?? told.get(entryText(population)) ?? null,
  );
  const isUnchanged = counts.every((count, cell) => count === table.counts[cell]);
  return isUnchanged ? [] : exposedRanges({ ...table, counts }, smallCell, solver);
}

/** Everything that a table tells beside earlier ones of the same file. */
export function differencesOf(
  now: ReleasedTable,
  earlier: readonly ReleasedTable[],
  smallCell: number,
  solver: Solver,
): readonly Difference[] {
  return earlier
    .filter(({ from }) => from === now.from)
    .flatMap((before) => {
      const few = fewBetween(now, before, smallCell);
      const ours = workedOut(now, before, smallCell, solver);
      // A cell of the earlier table has no place in this one: the whole table is to blame.
      const theirs = workedOut(before, now, smallCell, solver).length > 0 ? [now.counts.length - 1] : [];
      return [
        ...few.map((cell) => ({ earlier: before.id, cell, kind: 'few' as const })),
        ...[...new Set([...ours, ...theirs])].map((cell) => ({ earlier: before.id, cell, kind: 'workedOut' as const })),
      ];
    });
} // prettier-ignore

/** What a table tells of itself when it leaves. */
export function releasedForm(table: Table, isThere: (cell: number) => boolean): ReleasedTable {
  const { id, from, where, hasMargins, dimensions, counts } = table;
  return {
    kind: 'table', id, from, where, hasMargins,
    dimensions: dimensions.map(({ name, categories }) => ({ name, categories })),
    counts: [...counts].map((count, cell) => (isThere(cell) ? count : null)),
  }; // prettier-ignore
}
