// SPDX-License-Identifier: EUPL-1.2
/** Classes of rarity: from an owner's own counts, and none that would single anybody out. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mergedClasses, RarityCounts, rarityClasses } from './rarity-classes.ts';

const bytes = 8;

/** The filter of a value; 0 is no value. */
function filterOf(value: number): Uint8Array {
  const filter = new Uint8Array(bytes);
  if (value > 0) new DataView(filter.buffer).setFloat64(0, value);
  return filter;
}

function counted(values: readonly number[]): (value: number) => number {
  const counts = new RarityCounts(1, bytes);
  for (const value of values) counts.add(filterOf(value), 0);
  return (value) => counts.classOf(filterOf(value), 0, 0);
}

describe('the class of a value', () => {
  test('follows from the share of the values that are equal to it', () => {
    // Of 20,000: one once, one of 20 bearers, one of 200, and the rest one value.
    const values = [1, ...Array<number>(20).fill(2), ...Array<number>(200).fill(3)];
    const classOf = counted([...values, ...Array<number>(20_000 - values.length).fill(4)]);
    expect([1, 2, 3, 4].map(classOf)).toEqual([0, 2, 3, 3]);
    const many = counted([1, ...Array<number>(9).fill(2), ...Array<number>(49_990).fill(4)]);
    expect([1, 2, 4].map(many)).toEqual([0, 1, 3]);
  });

  test('is none for no value, and such do not count', () => {
    const classOf = counted([...Array<number>(9_999).fill(0), 5]);
    expect([0, 5].map(classOf)).toEqual([-1, 3]);
  });

  test('of fields beside each other is each its own, in whatever order records come', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1 }), (records) => {
        const classesOf = (order: typeof records): number[] => {
          const counts = new RarityCounts(2, bytes);
          const rows = order.map((row) => Uint8Array.of(...filterOf(row[0]), ...filterOf(row[1])));
          for (const row of rows) counts.add(row, 0);
          const first = Uint8Array.of(...filterOf(records[0]![0]), ...filterOf(records[0]![1]));
          return [0, 1].map((field) => counts.classOf(first, 0, field));
        };
        expect(classesOf(records.toReversed())).toEqual(classesOf(records));
      }),
      { numRuns: 10 },
    );
  });

  test('is never rarer than the value is', () => {
    const values = Array.from({ length: 50_000 }, (_, at) => 1 + (at % 20_000));
    const classOf = counted(values);
    const found = Array.from({ length: 20_000 }, (_, at) => classOf(at + 1));
    expect(found.every((one) => one >= 0)).toBe(true);
    // Two or three bearers of 50,000 are of the rarest class, but for the few that fell together.
    expect(found.filter((one) => one === 0).length).toBeGreaterThan(19_000);
  });
});

describe('a class that few bear', () => {
  test.each([
    [[10, 10, 10, 10], [0, 1, 2, 3]],
    [[9, 10, 10, 10], [1, 1, 2, 3]],
    [[9, 0, 10, 10], [2, 2, 2, 3]],
    [[5, 5, 10, 10], [1, 1, 2, 3]],
    [[10, 0, 0, 9], [0, 0, 0, 0]],
    [[100, 4, 4, 1], [0, 0, 0, 0]],
    [[0, 0, 0, 9], [3, 3, 3, 3]],
    [[0, 0, 0, 0], [3, 3, 3, 3]],
    [[1, 1, 1, 7], [3, 3, 3, 3]],
  ])('%j is put with the next: %j', (bearers, called) => {
    expect(mergedClasses(bearers)).toEqual(called);
  }); // prettier-ignore

  test('is never told: each class that is has ten bearers or more, or is the only one', () => {
    const counts = fc.array(fc.nat(25), { minLength: rarityClasses, maxLength: rarityClasses });
    fc.assert(
      fc.property(counts, (bearers) => {
        const called = mergedClasses(bearers);
        const told = new Map<number, number>();
        bearers.forEach((count, at) => {
          if (count > 0) told.set(called[at]!, (told.get(called[at]!) ?? 0) + count);
        });
        const few = [...told.values()].filter((count) => count < 10);
        expect(few.length === 0 || told.size === 1).toBe(true);
        // What is common is never called rarer than what is rare.
        expect([...called].sort((m, n) => m - n)).toEqual(called);
      }),
    );
  });
});
