// SPDX-License-Identifier: EUPL-1.2
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cellAt, drawTable, standard } from '../testing/check-tables.ts';
import { exposedCells, rangesOf, truthOf, type View } from './audit.ts';
import { unsafeCells } from './cells.ts';
import { openSolver, type Solver } from './solver.ts';
import { findPattern, suppressed } from './suppress.ts';
import { linesOf, type Table } from './table.ts';

let solver: Solver;
beforeAll(async () => {
  solver = await openSolver();
});

const nothing = (): boolean => false;

/** What a reader who has only the published numbers works out about a cell. */
function attack(table: Table, hidden: ReadonlySet<number>, cell: number) {
  const view: View = {
    lines: linesOf(table.dimensions),
    isHidden: (one) => hidden.has(one),
    valueOf: (one) => table.counts[one]!,
    leastOf: () => 0,
  };
  return rangesOf(view, [cell], solver).get(cell);
}

describe('the attack', () => {
  // A table of the literature's form: rows 20 50 10 | 8 19 22 | 17 32 12.
  const table = drawTable({ sizes: [3, 3], counts: [20, 50, 10, 8, 19, 22, 17, 32, 12] });

  test('works out a cell that alone is suppressed in its row', () => {
    const cell = cellAt(table, 0, 1);
    expect(attack(table, new Set([cell]), cell)).toEqual({ low: 8, high: 8 });
  });

  test('finds the range of four cells at the corners of a rectangle', () => {
    // 8 22 / 17 12 by columns 0 and 2, rows 1 and 2: 8 can become 0…20, as 12 and 22 go along.
    const corners = [cellAt(table, 0, 1), cellAt(table, 2, 1), cellAt(table, 0, 2), cellAt(table, 2, 2)];
    expect(attack(table, new Set(corners), corners[0]!)).toEqual({ low: 0, high: 20 + 5 });
  }); // prettier-ignore

  test('sees numbers that contradict each other', () => {
    const counts = Float64Array.from(table.counts);
    counts[cellAt(table, -1, 1)] = 1;
    const hidden = new Set([cellAt(table, 0, 1)]);
    expect(attack({ ...table, counts }, hidden, cellAt(table, 0, 1))).toBeNull();
  });
});

describe('a pattern', () => {
  const find = (table: Table, isKnown: (cell: number) => boolean = nothing) =>
    findPattern({ table, unsafe: unsafeCells(table, standard), isKnown, solver });

  test('of one small cell in a table of two dimensions takes a rectangle', () => {
    const table = drawTable({ sizes: [3, 3], counts: [20, 50, 15, 8, 19, 22, 17, 32, 12] });
    const pattern = find(table)!;
    expect(pattern.primary).toEqual([cellAt(table, 0, 1)]);
    expect(pattern.secondary).toHaveLength(3);
  });

  test('of a table without totals is the small cell alone', () => {
    const table = drawTable({ sizes: [3], counts: [7, 20, 30], hasMargins: false });
    expect(find(table)).toEqual({ primary: [0], secondary: [] });
  });

  test('does not lean on what an earlier release tells', () => {
    const table = drawTable({ sizes: [3], counts: [7, 12, 30] });
    expect(find(table)).toEqual({ primary: [0], secondary: [1] });
    expect(find(table, (cell) => cell === 1)).toEqual({ primary: [0], secondary: [2] });
    expect(find(table, (cell) => cell === 1 || cell >= 2)).toBeNull();
  });

  test('does not lean on cells of one person, who knows it', () => {
    const table = drawTable({ sizes: [4], counts: [1, 4, 30, 40] });
    const pattern = find(table)!;
    expect(pattern.primary).toEqual([0, 1]);
    expect(pattern.secondary.length).toBeGreaterThan(0);
  });

  test('is none where everything there is would be too little', () => {
    expect(find(drawTable({ sizes: [1], counts: [5] }))).toBeNull();
  });

  test('keeps an amount apart from the one who brings most of it', () => {
    const amounts = [100, 200, 300].map((sum) => ({ sum, largest: sum / 20 }));
    amounts[0] = { sum: 100, largest: 80 };
    const table = drawTable({ sizes: [3], counts: [20, 20, 20], amounts });
    const [unsafe] = unsafeCells(table, standard);
    expect(unsafe).toMatchObject({ rule: 'dominance', cell: 0, amount: { down: 60, up: 60 } });
    expect(find(table)).toEqual({ primary: [0], secondary: [1] });
  });

  test('hides that nearly all of a group are in one cell', () => {
    const table = drawTable({ sizes: [2, 2], counts: [190, 10, 40, 60] });
    const unsafe = unsafeCells(table, standard);
    expect(unsafe.map(({ rule }) => rule)).toEqual(['group']);
    const pattern = find(table)!;
    const hidden = new Set([...pattern.primary, ...pattern.secondary]);
    expect(attack(table, hidden, unsafe[0]!.cell)!.low).toBeLessThanOrEqual(0.9 * 200);
  });

  test('leaves no small cell to be worked out, in any table', () => {
    const drawn = fc
      .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 })
      .chain((sizes) => {
        const cells = sizes.reduce((all, size) => all * size, 1);
        const count = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 10, max: 400 }));
        return fc.record({
          sizes: fc.constant(sizes),
          counts: fc.array(count, { minLength: cells, maxLength: cells }),
        });
      });
    let patterns = 0;
    fc.assert(
      fc.property(drawn, (one) => {
        const table = drawTable(one);
        const unsafe = unsafeCells(table, standard);
        const pattern = find(table);
        if (pattern === null) return;
        patterns += 1;
        const hidden = new Set([...pattern.primary, ...pattern.secondary]);
        // Told twice: by deviations from the truth, and as somebody who does not have it.
        const truth = truthOf(table, (cell) => hidden.has(cell));
        expect([...exposedCells(truth, unsafe, solver)]).toEqual([]);
        for (const { cell, rule } of unsafe) {
          const { low, high } = attack(table, hidden, cell)!;
          expect(low).toBeLessThanOrEqual(table.counts[cell]!);
          if (rule !== 'smallCell') continue;
          expect(high).toBeGreaterThanOrEqual(10 - 1e-6);
          expect(high - low).toBeGreaterThanOrEqual(10 - 1e-6);
        }
        expect(suppressed(table, pattern).isSuppressed.reduce((all, one) => all + one, 0)).toBe(hidden.size);
      }),
      { numRuns: 30, seed: 10 },
    );
    expect(patterns).toBeGreaterThan(5);
  });
}); // prettier-ignore
