// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../random.ts';
import { orthonormalise, symmetricEigen, topEigen } from './eigen.ts';
import { makeMatrix, multiply, multiplyTransposed, transpose, type Matrix } from './matrix.ts';

const random = createRandom('eigen', 1);

function normals(rows: number, columns: number): Matrix {
  return makeMatrix(
    rows,
    columns,
    Float64Array.from({ length: rows * columns }, () => random.normal()),
  );
}

function orthogonal(size: number): Matrix {
  const matrix = normals(size, size);
  orthonormalise(matrix);
  return matrix;
}

/** Largest difference of two matrices. */
function apart(a: Matrix, b: Matrix): number {
  return a.data.reduce((most, value, at) => Math.max(most, Math.abs(value - b.data[at]!)), 0);
}

function identity(size: number): Matrix {
  const matrix = makeMatrix(size, size);
  for (let i = 0; i < size; i++) matrix.data[i * size + i] = 1;
  return matrix;
}

/** A matrix with the given eigenvalues and random eigenvectors, its rows. */
function withValues(values: readonly number[]): { matrix: Matrix; vectors: Matrix } {
  const size = values.length;
  const vectors = orthogonal(size);
  const scaled = makeMatrix(size, size, vectors.data.slice());
  for (let at = 0; at < size * size; at++) scaled.data[at]! *= values[Math.floor(at / size)]!;
  return { matrix: multiply(transpose(vectors), scaled), vectors };
}

describe('eigenvectors', () => {
  test('of a small matrix are those it was made of', () => {
    const values = [9, 7, 4, 2.5, 1, 0, -3];
    const { matrix, vectors } = withValues(values);
    const found = symmetricEigen(matrix);
    values.forEach((value, i) => {
      expect(found.values[i]).toBeCloseTo(value, 9);
    });
    const along = multiplyTransposed(found.vectors, vectors);
    for (let i = 0; i < values.length; i++) {
      expect(Math.abs(along.data[i * values.length + i]!)).toBeCloseTo(1, 8);
    }
  });

  test('foremost of a large matrix are found, and its size may be less than asked for spare', () => {
    const values = Array.from({ length: 60 }, (_, i) => 100 * 0.8 ** i);
    const { matrix } = withValues(values);
    const found = topEigen(matrix, 8, createRandom('start', 2));
    expect(found.vectors.rows).toBe(8);
    for (let i = 0; i < 8; i++) expect(found.values[i]).toBeCloseTo(values[i]!, 6);
    const small = topEigen(withValues([3, 2, 1]).matrix, 3, createRandom('start', 2));
    [3, 2, 1].forEach((value, i) => {
      expect(small.values[i]).toBeCloseTo(value, 9);
    });
  });
});

describe('orthogonal matrices', () => {
  test('rows in the span of others get directions of their own', () => {
    const matrix = makeMatrix(3, 3, Float64Array.of(1, 2, 3, 2, 4, 6, 0, 0, 0));
    orthonormalise(matrix);
    expect(apart(multiplyTransposed(matrix, matrix), identity(3))).toBeLessThan(1e-9);
  });
});
