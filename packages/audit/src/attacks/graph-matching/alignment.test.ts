// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { nearestOrthogonal, orthonormalise } from '../../algebra/eigen.ts';
import {
  makeMatrix,
  multiply,
  multiplyTransposed,
  rowOf,
  type Matrix,
} from '../../algebra/matrix.ts';
import { encodeRecords } from '../../own-key.ts';
import { createRandom, type Random } from '../../random.ts';
import { makePopulation, populationProfile, testKey } from '../../testing/population.ts';
import { embed } from './embedding.ts';
import { climb, momentsOf } from './moments.ts';
import { nearest, unitRows } from './nearest.ts';
import { align, balance } from './transport.ts';

function filled(rows: number, columns: number, next: () => number): Matrix {
  return makeMatrix(rows, columns, Float64Array.from({ length: rows * columns }, next));
}

/** Points whose columns have a skew of their own, with mean 0. */
function skewed(rows: number, columns: number, random: Random): Matrix {
  const points = filled(rows, columns, () => 0);
  for (let row = 0; row < rows; row++) {
    const own = rowOf(points, row);
    for (let c = 0; c < columns; c++) {
      // Twice as wide a column as the next, and one that is rare above the middle.
      const rare = 0.1 + 0.05 * c;
      own[c] = 2 ** -c * ((random.next() < rare ? 1 : 0) - rare + 0.05 * random.normal());
    }
  }
  return points;
}

function variances({ rows, columns, data }: Matrix): Float64Array {
  const variance = new Float64Array(columns);
  data.forEach((value, at) => {
    variance[at % columns]! += value ** 2 / rows;
  });
  return variance;
}

function mirror(size: number, signs: number): Matrix {
  const turn = makeMatrix(size, size);
  for (let i = 0; i < size; i++) turn.data[i * size + i] = (signs >>> i) & 1 ? -1 : 1;
  return turn;
}

describe('moments', () => {
  test('tell the turn between two samples that share no point', () => {
    const random = createRandom('moments', 1);
    const size = 4;
    const hidden = mirror(size, 0b0110);
    const whitened = (points: Matrix): Matrix => {
      const variance = variances(points);
      const level = makeMatrix(points.rows, size, points.data.slice());
      for (let at = 0; at < level.data.length; at++)
        level.data[at]! /= Math.sqrt(variance[at % size]!);
      return level;
    };
    const left = whitened(skewed(3000, size, random));
    const right = whitened(multiply(skewed(3000, size, random), hidden));
    const none = (points: Matrix): Matrix => makeMatrix(1, points.rows);
    const variance = Float64Array.of(8, 4, 2, 1);
    const [a, b] = [momentsOf(left, none(left), variance), momentsOf(right, none(right), variance)];
    const all = Array.from({ length: 2 ** size }, (_, signs) =>
      climb(a, b, mirror(size, signs), 20),
    );
    const best = all.reduce((x, y) => (y.value > x.value ? y : x));
    const along = multiplyTransposed(best.turn, hidden);
    for (let i = 0; i < size; i++) expect(along.data[i * size + i]).toBeGreaterThan(0.9);
  });
});

describe('transport', () => {
  test('gives every point of either side its weight', () => {
    const random = createRandom('plan', 1);
    const plan = filled(30, 20, () => random.normal());
    balance(plan, 2);
    const [rows, columns] = [new Float64Array(30), new Float64Array(20)];
    plan.data.forEach((value, at) => {
      expect(value).toBeGreaterThanOrEqual(0);
      rows[Math.floor(at / 20)]! += value;
      columns[at % 20]! += value;
    });
    for (const sum of columns) expect(sum).toBeCloseTo(1 / 20, 9);
    for (const sum of rows) expect(Math.abs(sum * 30 - 1)).toBeLessThan(0.01);
  });

  test('recovers a turn of all axes from a start in some of them', async () => {
    const random = createRandom('align', 1);
    const clear = filled(200, 6, () => random.normal() ** 3);
    const hidden = filled(6, 6, () => 0);
    for (let i = 0; i < 6; i++) hidden.data[i * 6 + i] = 1;
    for (let at = 0; at < 36; at++) hidden.data[at]! += 0.15 * random.normal();
    const turn = nearestOrthogonal(hidden);
    const encoded = multiplyTransposed(clear, turn);
    const start = makeMatrix(4, 4);
    for (let i = 0; i < 4; i++) start.data[i * 4 + i] = 1;
    const told: number[] = [];
    const found = await align({ encoded, clear, variance: variances(clear) }, start, (fraction) => {
      told.push(fraction);
      return Promise.resolve();
    });
    // What was turned away from its place by up to a third is back in it, but for what softness costs.
    const along = multiplyTransposed(found.turn, turn);
    for (let i = 0; i < 6; i++) expect(along.data[i * 6 + i]).toBeGreaterThan(0.97);
    expect(told.at(-1)).toBe(1);
  });
});

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
      expect(found.lead[r]).toBeCloseTo(scores[order[0]!]! - scores[order[1]!]!, 9);
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
