// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { orthonormalise } from '../../algebra/eigen.ts';
import { makeMatrix, multiplyTransposed, rowOf, type Matrix } from '../../algebra/matrix.ts';
import { encodeRecords } from '../../own-key.ts';
import { createRandom } from '../../random.ts';
import { makePopulation, populationProfile, testKey } from '../../testing/population.ts';
import { embed } from './embedding.ts';
import { nearest, unitRows } from './nearest.ts';

function filled(rows: number, columns: number, next: () => number): Matrix {
  return makeMatrix(rows, columns, Float64Array.from({ length: rows * columns }, next));
}

describe('the nearest', () => {
  test('is that of the definition, also where not all products are kept', () => {
    const random = createRandom('nearest', 1);
    const a = unitRows(filled(150, 5, () => random.normal()));
    const b = unitRows(filled(70, 5, () => random.normal()));
    const products = multiplyTransposed(a, b);
    const top = (values: readonly number[]): number =>
      [...values]
        .sort((x, y) => y - x)
        .slice(0, 10)
        .reduce((x, y) => x + y, 0) / 10;
    const column = (c: number): number[] =>
      Array.from({ length: 150 }, (_, r) => products.data[r * 70 + c]!);
    const crowd = Array.from({ length: 70 }, (_, c) => top(column(c)));
    const found = nearest(a, b);
    for (let r = 0; r < 150; r++) {
      const own = [...rowOf(products, r)];
      const scores = own.map((value, c) => 2 * value - top(own) - crowd[c]!);
      const order = scores.map((_, c) => c).sort((x, y) => scores[y]! - scores[x]!);
      expect(found.best[r]).toBe(order[0]);
      expect(found.lead[r]).toBeCloseTo(scores[order[0]!]! - scores[order[1]!]!, 5);
    }
  });
});

describe('the embedding', () => {
  const profile = populationProfile({ parameters: { bits: 256 } });

  test('is the same from similarities and from covariances, but for signs', () => {
    // One more encoding than bits changes the way it is worked out, and next to nothing else.
    const records = makePopulation(257, 1).values;
    const few = encodeRecords(profile, testKey(1), { values: records.slice(0, 256) });
    const many = encodeRecords(profile, testKey(1), { values: records });
    const [a, b] = [few, many].map((set) => embed(set, 12, createRandom('axes', 1)));
    for (let c = 0; c < 4; c++) {
      expect(b!.variance[c]! / a!.variance[c]!).toBeCloseTo(1, 1);
      let along = 0;
      for (let r = 0; r < 256; r++)
        along += a!.points.data[r * 12 + c]! * b!.points.data[r * 12 + c]!;
      expect(Math.abs(along) / (256 * a!.variance[c]!)).toBeGreaterThan(0.9);
    }
    expect(a!.directions).toBeGreaterThan(0);
  });

  test('has no directions where encodings are noise', () => {
    const random = createRandom('noise', 1);
    const filters = Uint8Array.from({ length: 300 * 64 }, () => random.below(256));
    const { directions } = embed({ count: 300, bytes: 64, filters }, 12, createRandom('axes', 1));
    expect(directions).toBe(0);
  });

  test('keeps points that are orthogonal by column', () => {
    const set = encodeRecords(profile, testKey(1), makePopulation(120, 2));
    const { points } = embed(set, 6, createRandom('axes', 1));
    const units = unitRows(
      makeMatrix(
        6,
        120,
        Float64Array.from(
          { length: 720 },
          (_, at) => points.data[(at % 120) * 6 + Math.floor(at / 120)]!,
        ),
      ),
    );
    const turn = makeMatrix(6, 120, units.data.slice());
    orthonormalise(turn);
    units.data.forEach((value, at) => {
      expect(Math.abs(value - turn.data[at]!)).toBeLessThan(1e-3);
    });
  });
});
