// SPDX-License-Identifier: EUPL-1.2
/**
 * Which neighbouring categories to merge so that no rule is broken: step by step the merge that leaves
 * the fewest unsafe cells, and of those the one of the fewest records. A person in two of the merged
 * cells is counted twice here, so what is proposed is checked again when the table is made. Pure.
 */
import { unsafeCells, type Thresholds } from './cells.ts';
import {
  addTotals,
  cellCount,
  isInner,
  placeOf,
  strides,
  type Dimension,
  type Table,
} from './table.ts';

/** The most cells of a table for which merges are tried. */
const maxMergeCells = 2500;
/** The most tables that are tried. */
const maxTries = 4000;

/** Categories that become one, per dimension: name of the group → values. */
export interface MergePlan {
  readonly groups: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Unsafe cells that are left. */
  readonly left: number;
}

function mergedDimension(dimension: Dimension, at: number): Dimension {
  const [one, other] = [dimension.categories[at]!, dimension.categories[at + 1]!];
  const merged = {
    label: `${one.label}+${other.label}`,
    values: [...one.values, ...other.values].sort(),
  };
  return { ...dimension, categories: dimension.categories.toSpliced(at, 2, merged) };
}

/** The table with two neighbouring categories as one. */
export function merge(table: Table, dimension: number, at: number): Table {
  const dimensions = table.dimensions.with(
    dimension,
    mergedDimension(table.dimensions[dimension]!, at),
  );
  const size = cellCount(dimensions);
  const steps = strides(dimensions);
  const targets = [...table.counts.keys()].map((cell) => {
    if (!isInner(table.dimensions, cell)) return undefined;
    return placeOf(table.dimensions, cell).reduce(
      (sum, place, one) =>
        sum + steps[one]! * (one === dimension && place > at ? place - 1 : place),
      0,
    );
  });
  const gather = (values: Float64Array, join: (m: number, n: number) => number): Float64Array => {
    const found = new Float64Array(size);
    for (const [cell, target] of targets.entries()) {
      if (target !== undefined) found[target] = join(found[target]!, values[cell]!);
    }
    return found;
  };
  const sum = (values: Float64Array): Float64Array => {
    const found = gather(values, (m, n) => m + n);
    addTotals(dimensions, found);
    return found;
  };
  const { amounts } = table;
  return {
    ...table,
    dimensions,
    counts: sum(table.counts),
    units: sum(table.units),
    isSuppressed: new Uint8Array(size),
    ...(amounts === undefined
      ? {}
      : {
          amounts: {
            ...amounts,
            sums: sum(amounts.sums),
            magnitudes: sum(amounts.magnitudes),
            largest: gather(amounts.largest, Math.max),
          },
        }),
  };
}

interface Tried {
  readonly table: Table;
  readonly unsafe: number;
  readonly records: number;
}

function best(table: Table, thresholds: Thresholds): Tried | undefined {
  const tried = table.dimensions.flatMap(({ categories }, dimension) =>
    categories.slice(1).map((_, at): Tried => {
      const merged = merge(table, dimension, at);
      const step = strides(merged.dimensions)[dimension]!;
      // Records of the merged category: of its cell under the totals of all other dimensions.
      const last = merged.counts.length - 1;
      const records = merged.counts[last - (categories.length - 1 - at) * step]!;
      return { table: merged, unsafe: unsafeCells(merged, thresholds).length, records };
    }),
  );
  return tried.reduce<Tried | undefined>((found, one) => {
    if (found === undefined || one.unsafe < found.unsafe) return one;
    return one.unsafe === found.unsafe && one.records < found.records ? one : found;
  }, undefined);
}

/** Merges that leave the fewest unsafe cells; null where none was found or the table is too large. */
export function mergePlan(table: Table, thresholds: Thresholds): MergePlan | null {
  if (table.counts.length > maxMergeCells) return null;
  let now: Tried = { table, unsafe: unsafeCells(table, thresholds).length, records: 0 };
  const before = now.unsafe;
  for (let tries = 0; now.unsafe > 0 && tries < maxTries;) {
    tries += now.table.dimensions.reduce((sum, { categories }) => sum + categories.length, 0);
    const next = best(now.table, thresholds);
    if (next === undefined) break;
    now = next;
  }
  if (now.unsafe >= before) return null;
  const groups = now.table.dimensions.flatMap(({ name, categories }) => {
    const merged = categories.filter(({ values }) => values.length > 1);
    const named = merged.map(({ label, values }) => [label, values] as const);
    return named.length === 0 ? [] : [[name, Object.fromEntries(named)] as const];
  });
  return { groups: Object.fromEntries(groups), left: now.unsafe };
}
