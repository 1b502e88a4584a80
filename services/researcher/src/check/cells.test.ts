// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { cellAt, drawTable, standard } from '../testing/check-tables.ts';
import { unsafeCells } from './cells.ts';
import { merge, mergePlan } from './merge.ts';
import { isInner, linesOf, maxCells, cellCount } from './table.ts';

const rulesOf = (table: Parameters<typeof unsafeCells>[0], thresholds = standard) =>
  unsafeCells(table, thresholds).map(({ rule, cell }) => [rule, cell] as const);

describe('small cells', () => {
  test.each([
    [9, true],
    [1, true],
    [10, false],
    [0, false],
  ])('of %d persons: %p', (count, isSmall) => {
    const table = drawTable({ sizes: [3], counts: [count, 50, 60] });
    expect(rulesOf(table)).toEqual(isSmall ? [['smallCell', 0]] : []);
  });

  test('are sought among totals too', () => {
    const table = drawTable({ sizes: [2, 2], counts: [4, 0, 60, 70] });
    const found = rulesOf(table).filter(([rule]) => rule === 'smallCell');
    expect(found.map(([, cell]) => cell)).toEqual([cellAt(table, 0, 0), cellAt(table, -1, 0)]);
  });

  test('count persons and not records', () => {
    const table = drawTable({ sizes: [2], counts: [40, 50] });
    const units = Float64Array.of(9, 50, 59);
    expect(rulesOf({ ...table, units })).toEqual([['smallCell', 0]]);
  });

  test('can be stricter', () => {
    const table = drawTable({ sizes: [3], counts: [20, 50, 60] });
    expect(rulesOf(table, { ...standard, smallCell: 25 })).toEqual([['smallCell', 0]]);
  });
});

describe('dominance', () => {
  test.each([
    [50, false],
    [50.01, true],
    [100, true],
  ])('of %d in 100: %p', (largest, isDominant) => {
    const amounts = [{ sum: 100, largest }, { sum: 1000, largest: 10 }]; // prettier-ignore
    const table = drawTable({ sizes: [2], counts: [20, 20], amounts });
    expect(rulesOf(table)).toEqual(isDominant ? [['dominance', 0]] : []);
  });

  test('of a total that is nothing is none', () => {
    const amounts = [{ sum: 0, largest: 0 }, { sum: 1000, largest: 10 }]; // prettier-ignore
    expect(rulesOf(drawTable({ sizes: [2], counts: [20, 20], amounts }))).toEqual([]);
  });
});

describe('a group of which nearly all lie in one cell', () => {
  test.each([
    [[90, 10], false],
    [[91, 10], true],
    [[100, 0], true],
  ])('%j: %p', (counts, isGroup) => {
    const table = drawTable({ sizes: [2], counts });
    expect(rulesOf(table)).toEqual(isGroup ? [['group', 0]] : []);
  });

  test('is sought along every dimension that matters', () => {
    const drawn = drawTable({ sizes: [2, 2], counts: [95, 10, 10, 500] });
    expect(rulesOf(drawn)).toEqual([
      // 95 of the 105 in the first row and column, 500 of the 510 in the others.
      ['group', cellAt(drawn, 0, 0)],
      ['group', cellAt(drawn, 1, 1)],
      ['group', cellAt(drawn, 0, 0)],
      ['group', cellAt(drawn, 1, 1)],
    ]);
    const dimensions = drawn.dimensions.map((one) => ({ ...one, isHarmless: true }));
    expect(rulesOf({ ...drawn, dimensions })).toEqual([]);
  });
});

describe('merging', () => {
  test('adds what lies in both, and nothing else', () => {
    const merged = merge(drawTable({ sizes: [3, 2], counts: [1, 2, 3, 4, 5, 6] }), 0, 1);
    expect([...merged.counts]).toEqual([1, 5, 6, 4, 11, 15, 5, 16, 21]);
    expect(merged.dimensions[0]!.categories[1]!.values).toEqual(['c1', 'c2']);
  });

  test('is proposed where it repairs, of the fewest records', () => {
    const table = drawTable({ sizes: [4], counts: [50, 40, 4, 12] });
    expect(mergePlan(table, standard)).toEqual({ left: 0, groups: { d0: { 'c2+c3': ['c2', 'c3'] } } });
  }); // prettier-ignore

  test('is not proposed where it does not help', () => {
    expect(mergePlan(drawTable({ sizes: [1], counts: [4] }), standard)).toBeNull();
  });
});

test('every sum of a table is known, and no table is too large to know them', () => {
  const table = drawTable({ sizes: [2, 3, 2], counts: Array.from({ length: 12 }, (_, at) => at) });
  for (const { parts, total } of linesOf(table.dimensions)) {
    expect(parts.reduce((sum, part) => sum + table.counts[part]!, 0)).toBe(table.counts[total]);
  }
  expect(linesOf(table.dimensions)).toHaveLength(4 * 3 + 3 * 3 + 3 * 4);
  expect([...table.counts.keys()].filter((cell) => isInner(table.dimensions, cell))).toHaveLength(12);
  const categories = Array.from({ length: maxCells }, () => ({ label: '', values: [] }));
  expect(() => cellCount([{ categories }])).toThrow('CHECK_TABLE_SIZE');
}); // prettier-ignore
