// SPDX-License-Identifier: EUPL-1.2
/** Tables of plain numbers, one per cell in the order of the categories. For tests only. */
import { addTotals, cellCount, isInner, type Amounts, type Table } from '../check/table.ts';

export interface Drawn {
  /** Categories per dimension. */
  readonly sizes: readonly number[];
  /** Records per cell, the first dimension fastest. */
  readonly counts: readonly number[];
  readonly amounts?: readonly { readonly sum: number; readonly largest: number }[];
  readonly hasMargins?: boolean;
}

export const standard = { smallCell: 10, dominance: 0.5, group: 0.9, k: 10, l: 2 };

export function drawTable({ sizes, counts, amounts, hasMargins = true }: Drawn): Table {
  const dimensions = sizes.map((size, at) => ({
    name: `d${String(at)}`,
    isHarmless: false,
    categories: Array.from({ length: size }, (_, value) => ({
      label: `c${String(value)}`,
      values: [`c${String(value)}`],
    })),
  }));
  const size = cellCount(dimensions);
  const inner = Array.from({ length: size }, (_, cell) => cell).filter((cell) =>
    isInner(dimensions, cell),
  );
  const filled = (value: (at: number) => number): Float64Array => {
    const all = new Float64Array(size);
    for (const [at, cell] of inner.entries()) all[cell] = value(at);
    addTotals(dimensions, all);
    return all;
  };
  const numbers = filled((at) => counts[at]!);
  const whole = (list: NonNullable<Drawn['amounts']>): Amounts => {
    const sums = filled((at) => list[at]!.sum);
    const largest = new Float64Array(size);
    for (const [at, cell] of inner.entries()) largest[cell] = list[at]!.largest;
    return { name: 'amount', sums, magnitudes: sums, largest, hasNegative: false };
  };
  return {
    id: 'drawn', from: 'drawn', dimensions, where: {}, hasMargins,
    counts: numbers, units: numbers, isSuppressed: new Uint8Array(size),
    ...(amounts === undefined ? {} : { amounts: whole(amounts) }),
  }; // prettier-ignore
}

/** The cell at a category per dimension; -1 is the total. */
export function cellAt({ dimensions }: Table, ...place: readonly number[]): number {
  let step = 1;
  let cell = 0;
  for (const [at, { categories }] of dimensions.entries()) {
    cell += step * (place[at] === -1 ? categories.length : place[at]!);
    step *= categories.length + 1;
  }
  return cell;
}
