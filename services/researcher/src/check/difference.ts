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
import type { ReleasedTable } from './released.ts';
import { placesOf } from './table.ts';

/** Which records a number counts: per variable the values; a variable that is not there is free. */
type Population = ReadonlyMap<string, string>;

interface Counted {
  readonly cell: number;
  readonly population: Population;
  readonly count: number | null;
}

/** A text of sorted values, by which sets are compared. */
const setText = (values: readonly string[]): string => JSON.stringify([...values].sort());

/** The values of a category that a table counts, as a text. */
function setOf(values: readonly string[], outer: readonly string[] | undefined): string {
  if (outer === undefined) return setText(values);
  return setText(values.filter((value) => outer.includes(value)));
}

function countedIn({ dimensions, where, counts }: ReleasedTable): Counted[] {
  const outer = Object.entries(where).map(([name, values]) => [name, setText(values)] as const);
  const sets = dimensions.map(({ name, categories }) =>
    categories.map(({ values }) => setOf(values, where[name])),
  );
  const places = placesOf(dimensions);
  return counts.map((count, cell) => {
    const population = new Map(outer);
    for (const [at, category] of places(cell).entries()) {
      const own = sets[at]![category];
      if (own !== undefined) population.set(dimensions[at]!.name, own);
    }
    return { cell, count, population };
  });
}

function entryText(population: Population, without?: string): string {
  const rest = [...population].filter(([name]) => name !== without);
  return JSON.stringify(rest.sort(([m], [n]) => (m < n ? -1 : 1)));
}

/** Whether one set holds all of another; undefined holds everything. What was asked is remembered. */
function nesting(): (outer: string | undefined, inner: string | undefined) => boolean {
  const sets = new Map<string, Set<string>>();
  const setFor = (text: string): Set<string> => {
    const found = sets.get(text) ?? new Set(JSON.parse(text) as string[]);
    sets.set(text, found);
    return found;
  };
  return (outer, inner) => {
    if (outer === undefined || outer === inner) return true;
    if (inner === undefined) return false;
    const all = setFor(outer);
    return [...setFor(inner)].every((value) => all.has(value));
  };
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
  const holds = nesting();
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
