// SPDX-License-Identifier: EUPL-1.2
/**
 * Wasserstein–Procrustes (Grave, Joulin & Berthet 2019): which point belongs to which, and the turn that
 * brings them together, by turns. Points are matched softly, by entropic transport (Cuturi 2013), sharper
 * and in more axes with every step, as a sharp match in many axes would hold on to a wrong start.
 */
import { nearestOrthogonal } from '../../algebra/eigen.ts';
import {
  makeMatrix,
  multiply,
  multiplyTransposed,
  rowOf,
  transpose,
  type Matrix,
} from '../../algebra/matrix.ts';

const BALANCING_ROUNDS = 8;
const TINY = 1e-30;

/** Turns products into a transport plan between equal weights, in place. @param sharpness 1 / entropy */
export function balance({ rows, columns, data }: Matrix, sharpness: number): void {
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * columns, (i + 1) * columns);
    let highest = -Infinity;
    for (const value of row) if (value > highest) highest = value;
    for (let j = 0; j < columns; j++) row[j] = Math.exp(sharpness * (row[j]! - highest));
  }
  const scale = new Float64Array(rows);
  const counter = new Float64Array(columns).fill(1);
  const sums = new Float64Array(columns);
  for (let round = 0; round < BALANCING_ROUNDS; round++) {
    sums.fill(0);
    for (let i = 0; i < rows; i++) {
      const row = data.subarray(i * columns, (i + 1) * columns);
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += row[j]! * counter[j]!;
      const own = 1 / rows / Math.max(sum, TINY);
      scale[i] = own;
      for (let j = 0; j < columns; j++) sums[j]! += row[j]! * own;
    }
    for (let j = 0; j < columns; j++) counter[j] = 1 / columns / Math.max(sums[j]!, TINY);
  }
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) data[i * columns + j]! *= scale[i]! * counter[j]!;
  }
}

/** The first columns, each times its weight. */
export function weighted(points: Matrix, weights: Float64Array, size: number): Matrix {
  const part = makeMatrix(points.rows, size);
  for (let row = 0; row < points.rows; row++) {
    for (let c = 0; c < size; c++) {
      part.data[row * size + c] = points.data[row * points.columns + c]! * weights[c]!;
    }
  }
  return part;
}

/** The first columns of points after a turn of as many axes. */
export function turned(points: Matrix, turn: Matrix): Matrix {
  const ones = new Float64Array(turn.rows).fill(1);
  return multiply(weighted(points, ones, turn.rows), turn);
}

function squares(matrix: Matrix): number {
  let sum = 0;
  for (const value of matrix.data) sum += value * value;
  return sum / matrix.rows;
}

/** Some points of either side, of which variances are those of the attacker's. */
export interface Clouds {
  readonly encoded: Matrix;
  readonly clear: Matrix;
  readonly variance: Float64Array;
}

/** The level of columns in distances: half way between as they are and equal variance. */
export function levels(variance: Float64Array, size: number): Float64Array {
  const level = Float64Array.from({ length: size }, (_, c) => variance[c]! ** -0.25);
  return level;
}

export interface Aligned {
  readonly turn: Matrix;
  /** Mean squared distance of matched points, where points are at 1 from the middle. */
  readonly cost: number;
}

/** One step: a soft match under the turn, and the best turn of `size` axes under the match. */
function step(clouds: Clouds, turn: Matrix, size: number, sharpness: number): Aligned {
  const { encoded, clear, variance } = clouds;
  const level = levels(variance, turn.rows);
  let total = 0;
  for (let c = 0; c < turn.rows; c++) total += level[c]! ** 2 * variance[c]!;
  const weights = level.map((value) => value / Math.sqrt(total));
  const a = weighted(turned(encoded, turn), weights, turn.rows);
  const b = weighted(clear, weights, turn.rows);
  const plan = multiplyTransposed(a, b);
  balance(plan, sharpness);
  const ones = new Float64Array(size).fill(1);
  const carried = multiply(plan, weighted(clear, ones, size));
  const cross = multiply(transpose(weighted(encoded, ones, size)), carried);
  let along = 0;
  for (let i = 0; i < a.rows; i++) {
    const [own, to] = [rowOf(a, i), rowOf(carried, i)];
    for (let c = 0; c < turn.rows; c++) along += own[c]! * to[c]! * weights[c]!;
  }
  return { turn: nearestOrthogonal(cross), cost: squares(a) + squares(b) - 2 * along };
}

const STEPS = 24;
const SHARPNESS = { first: 10, more: 1.2 };
const GROWTH = 1.25;

/**
 * Betters one start until it turns all axes.
 * @param advance told the fraction done, 0–1
 */
export async function align(
  clouds: Clouds,
  start: Matrix,
  advance: (fraction: number) => Promise<void>,
): Promise<Aligned> {
  const axes = clouds.clear.columns;
  let found: Aligned = { turn: start, cost: Infinity };
  for (let n = 0; n < STEPS; n++) {
    const now = found.turn.rows;
    const size = n % 2 === 0 ? now : Math.min(axes, Math.ceil(now * GROWTH));
    found = step(clouds, found.turn, size, SHARPNESS.first + SHARPNESS.more * n);
    await advance((n + 1) / STEPS);
  }
  return found;
}
