// SPDX-License-Identifier: EUPL-1.2
/**
 * A table as an attacker sees it: every cell, every margin, and the sums that tie them together.
 * Cells lie in one array, of which the last place of each dimension is its total. Pure.
 */
import { KoppelError } from '@koppel/errors';

/** A group of a dimension: what it is called, and which values of the data it takes together. */
export interface Category {
  readonly label: string;
  /** Sorted; more than one where values were merged. */
  readonly values: readonly string[];
}

export interface Dimension {
  readonly name: string;
  readonly categories: readonly Category[];
  /** Learning it of somebody does no harm, so it needs no protection as a group. */
  readonly isHarmless: boolean;
}

/** Numbers per cell, totals included. Counts are of records; units are persons. */
export interface Table {
  readonly id: string;
  /** The file of the data set that it counts, or its own name where that is not known. */
  readonly from: string;
  readonly dimensions: readonly Dimension[];
  /** Only records with these values were counted; sorted. */
  readonly where: Readonly<Record<string, readonly string[]>>;
  /** Whether totals are published beside the cells. */
  readonly hasMargins: boolean;
  readonly counts: Float64Array;
  /** Whose number is not there: suppressed. */
  readonly isSuppressed: Uint8Array;
  readonly units: Float64Array;
  /** A total of an amount, where there is one. */
  readonly amounts?: Amounts;
}

export interface Amounts {
  readonly name: string;
  readonly sums: Float64Array;
  /** Sum of what units contribute without its sign: the same as the sum where nothing is negative. */
  readonly magnitudes: Float64Array;
  /** The largest contribution of one unit, without its sign. */
  readonly largest: Float64Array;
  readonly hasNegative: boolean;
}

/** Cells that add up: `parts` to `total`, all by their place. */
export interface Line {
  readonly parts: readonly number[];
  readonly total: number;
  /** The dimension along which they are added. */
  readonly dimension: number;
}

/** The most cells, totals included, that a table may have. */
export const maxCells = 200_000;

/** How many places there are, totals included. CHECK_TABLE_SIZE. */
export function cellCount(dimensions: readonly Pick<Dimension, 'categories'>[]): number {
  const count = dimensions.reduce((all, { categories }) => all * (categories.length + 1), 1);
  if (count > maxCells) throw new KoppelError('CHECK_TABLE_SIZE', { most: maxCells });
  return count;
}

/** How far apart neighbours along each dimension lie. */
export function strides(dimensions: readonly Pick<Dimension, 'categories'>[]): number[] {
  const found: number[] = [];
  let step = 1;
  for (const { categories } of dimensions) {
    found.push(step);
    step *= categories.length + 1;
  }
  return found;
}

/** For each cell its category per dimension; as many as there are categories for a total. */
export function placesOf(
  dimensions: readonly Pick<Dimension, 'categories'>[],
): (cell: number) => number[] {
  const steps = strides(dimensions);
  const sizes = dimensions.map(({ categories }) => categories.length + 1);
  return (cell) => steps.map((step, at) => Math.floor(cell / step) % sizes[at]!);
}

/** The same for one cell. */
export function placeOf(dimensions: readonly Dimension[], cell: number): number[] {
  return placesOf(dimensions)(cell);
}

/** Whether a cell is no total. */
export function isInner(dimensions: readonly Dimension[], cell: number): boolean {
  return placeOf(dimensions, cell).every(
    (category, at) => category < dimensions[at]!.categories.length,
  );
}

/** Every sum that a reader of the table knows of. */
export function linesOf(dimensions: readonly Dimension[]): Line[] {
  const steps = strides(dimensions);
  const count = cellCount(dimensions);
  return dimensions.flatMap(({ categories }, dimension) => {
    const step = steps[dimension]!;
    const size = categories.length;
    const lines: Line[] = [];
    for (let cell = 0; cell < count; cell += 1) {
      if (Math.floor(cell / step) % (size + 1) !== size) continue;
      const parts = categories.map((_, at) => cell - (size - at) * step);
      lines.push({ parts, total: cell, dimension });
    }
    return lines;
  });
}

/** Fills totals from the cells that are none, in place. */
export function addTotals(dimensions: readonly Dimension[], values: Float64Array): void {
  for (const { parts, total } of linesOf(dimensions)) {
    values[total] = parts.reduce((sum, part) => sum + values[part]!, 0);
  }
}

/** Whether a reader gets the number of a cell. */
export function isPublished(
  { dimensions, hasMargins, isSuppressed }: Table,
  cell: number,
): boolean {
  return isSuppressed[cell] === 0 && (hasMargins || isInner(dimensions, cell));
}
