// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../random.ts';
import { cholesky, choleskySolve } from './cholesky.ts';
import { multiplyTransposedFast } from './fast-product.ts';
import { makeMatrix, multiply, multiplyTransposed, rowOf, rowsOf, transpose } from './matrix.ts';
import type { Matrix } from './matrix.ts';

function randomMatrix(rows: number, columns: number, seed: number): Matrix {
  const random = createRandom(`${rows}/${columns}`, seed);
  return makeMatrix(
    rows,
    columns,
    Float64Array.from({ length: rows * columns }, () => random.normal()),
  );
}

/** By definition. */
function product(a: Matrix, b: Matrix): number[] {
  const numbers: number[] = [];
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.columns; j++) {
      let sum = 0;
      for (let k = 0; k < a.columns; k++) sum += rowOf(a, i)[k]! * rowOf(b, k)[j]!;
      numbers.push(sum);
    }
  }
  return numbers;
}

function expectClose(found: Float64Array, expected: ArrayLike<number>, error = 1e-9): void {
  expect(found).toHaveLength(expected.length);
  const apart = found.map((value, at) => Math.abs(value - expected[at]!));
  expect(apart.reduce((most, value) => Math.max(most, value), 0)).toBeLessThan(error);
}

const size = fc.integer({ min: 0, max: 21 });

describe('matrices', () => {
  test('multiply as defined, whatever their sizes', () => {
    fc.assert(
      fc.property(size, size, size, fc.nat(), (rows, inner, columns, seed) => {
        const a = randomMatrix(rows, inner, seed);
        const b = randomMatrix(inner, columns, seed + 1);
        expectClose(multiply(a, b).data, product(a, b));
      }),
      { numRuns: 60 },
    );
  });

  test('multiply beyond one block of the cache', () => {
    const a = randomMatrix(3, 1100, 1);
    const b = randomMatrix(1100, 70, 2);
    expectClose(multiply(a, b).data, product(a, b));
    expect(multiplyTransposed(a, transpose(b))).toEqual(multiply(a, b));
  });

  test('turn over and back', () => {
    const a = randomMatrix(37, 65, 3);
    expect(transpose(transpose(a))).toEqual(a);
    expect(rowOf(transpose(a), 5)[7]).toBe(rowOf(a, 7)[5]);
    expect(rowsOf(a, 2, 4).data).toEqual(a.data.slice(130, 260));
  });

  test('refuse what does not fit', () => {
    const a = makeMatrix(2, 3);
    expect(() => multiply(a, a)).toThrow(RangeError);
    expect(() => multiplyTransposed(a, makeMatrix(2, 2))).toThrow(RangeError);
    expect(() => makeMatrix(2, 2, new Float64Array(3))).toThrow(RangeError);
  });
});

describe('the product in single precision', () => {
  function expectTwins(a: Matrix, b: Matrix): void {
    const fast = multiplyTransposedFast(a, b);
    const plain = multiplyTransposed(a, b);
    expect([fast.rows, fast.columns]).toEqual([plain.rows, plain.columns]);
    expectClose(fast.data, plain.data, 1e-5 * (1 + a.columns));
    expect(multiplyTransposedFast(a, b)).toEqual(fast);
  }

  test('is that of double precision, whatever the sizes', () => {
    fc.assert(
      fc.property(size, size, size, fc.nat(), (rows, inner, columns, seed) => {
        expectTwins(randomMatrix(rows, inner, seed), randomMatrix(columns, inner, seed + 1));
      }),
      { numRuns: 60 },
    );
  });

  test('also where not all rows stand in memory at once', () => {
    // Eight rows of so many numbers fit, sixteen do not.
    const [deep, rows] = [600_000, 16];
    const b = makeMatrix(rows, deep);
    for (let row = 0; row < rows; row++) b.data.fill(row, row * deep, row * deep + 3);
    const a = makeMatrix(1, deep, new Float64Array(deep).fill(1));
    const expected = Float64Array.from({ length: rows }, (_, row) => 3 * row);
    expect(multiplyTransposedFast(a, b).data).toEqual(expected);
  });

  test('refuses what does not fit', () => {
    expect(() => multiplyTransposedFast(makeMatrix(1, 2), makeMatrix(1, 3))).toThrow(RangeError);
  });
});

describe('a positive definite system', () => {
  test.each([1, 5, 64, 65, 150])('of %i is solved', (rows) => {
    const root = randomMatrix(rows, rows + 3, rows);
    const a = multiplyTransposed(root, root);
    for (let i = 0; i < rows; i++) a.data[i * rows + i]! += 1;
    const b = randomMatrix(rows, 9, 1);
    expectClose(multiply(a, choleskySolve(a, b)).data, b.data, 1e-8);
    const lower = cholesky(a);
    expectClose(multiplyTransposed(lower, lower).data, a.data, 1e-8);
  });

  test('that is not one is refused', () => {
    const a = makeMatrix(2, 2, Float64Array.of(1, 2, 2, 1));
    expect(() => choleskySolve(a, makeMatrix(2, 1))).toThrow(RangeError);
  });
});
