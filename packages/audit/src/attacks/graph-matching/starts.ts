// SPDX-License-Identifier: EUPL-1.2
/**
 * Where the alignment starts: turns of the axes under which the moments of both clouds agree. In place
 * of the convex relaxation of Grave et al. (2019), which sees second moments only and so cannot tell an
 * axis from its mirror image. Many turns agree about as well, so the best few of a wide search are kept.
 */
import { makeMatrix, rowOf, type Matrix } from '../../algebra/matrix.ts';
import type { Random } from '../../random.ts';
import type { Embedding } from './embedding.ts';
import {
  climb,
  firstColumns,
  momentsOf,
  thirdGradient,
  type Climbed,
  type Moments,
} from './moments.ts';
import { shapeFunctions } from './shape-functions.ts';

/** Axes whose signs are all tried. */
const SIGNED = 8;

/** Stages with ever more axes: how many turns go on, for how many steps, and how often each is shaken. */
const STAGES = [
  { size: 8, keep: 64, steps: 8, shakes: 0 },
  { size: 12, keep: 24, steps: 8, shakes: 0 },
  { size: 16, keep: 8, steps: 8, shakes: 40 },
  { size: 20, keep: 4, steps: 12, shakes: 20 },
] as const;

/** Axes in which a start turns. */
export const START_SIZE = 20;

/** Points with columns of equal variance, brought to one distance from the middle. */
function onSphere({ points, variance }: Embedding): Matrix {
  const sphere = makeMatrix(points.rows, START_SIZE);
  for (let row = 0; row < points.rows; row++) {
    const own = rowOf(sphere, row);
    let square = 0;
    for (let c = 0; c < START_SIZE; c++) {
      own[c] = points.data[row * points.columns + c]! / Math.sqrt(variance[c]!);
      square += own[c]! ** 2;
    }
    const scale = square > 0 ? Math.sqrt(START_SIZE / square) : 0;
    for (let c = 0; c < START_SIZE; c++) own[c]! *= scale;
  }
  return sphere;
}

function mirrored(signs: number): Matrix {
  const turn = makeMatrix(SIGNED, SIGNED);
  for (let i = 0; i < SIGNED; i++) turn.data[i * SIGNED + i] = (signs >>> i) & 1 ? -1 : 1;
  return turn;
}

/** The same turn among more axes, where it says nothing yet about those that are new. */
function widened(turn: Matrix, size: number): Matrix {
  const wide = makeMatrix(size, size);
  for (let row = 0; row < turn.rows; row++) rowOf(wide, row).set(rowOf(turn, row));
  return wide;
}

/** How well the third moments along each axis agree: 1 as good as can be. */
function agreementOfAxes(left: Moments, right: Moments, turn: Matrix): Float64Array {
  const m = left.size;
  const gradient = thirdGradient(left, right, turn);
  return Float64Array.from({ length: m }, (_, i) => {
    let [along, square] = [0, 0];
    for (let a = 0; a < m; a++) along += gradient.data[a * m + i]! * turn.data[a * m + i]!;
    for (let at = i * m * m; at < (i + 1) * m * m; at++) square += right.third[at]! ** 2;
    return square > 0 ? along / square : 0;
  });
}

/** Forgets a quarter to three quarters of the axes, those that agree least more often. */
function shaken(left: Moments, right: Moments, turn: Matrix, random: Random): Matrix {
  const m = left.size;
  const drop = Math.floor((0.25 + 0.5 * random.next()) * m);
  const worth = agreementOfAxes(left, right, turn).map((value) => value + 0.3 * random.normal());
  const order = Array.from(worth, (_, i) => i).sort((i, j) => worth[i]! - worth[j]! || i - j);
  const forgotten = makeMatrix(m, m, turn.data.slice());
  for (const axis of order.slice(0, drop)) {
    for (let a = 0; a < m; a++) forgotten.data[a * m + axis] = 0;
  }
  return forgotten;
}

const STEPS_AFTER_SHAKE = 8;
const BETTER = 1e-6;

function betterByShaking(
  left: Moments,
  right: Moments,
  start: Climbed,
  shakes: number,
  random: Random,
): Climbed {
  let best = start;
  for (let shake = 0; shake < shakes; shake++) {
    const from = shaken(left, right, best.turn, random);
    const found = climb(left, right, from, STEPS_AFTER_SHAKE);
    if (found.value > best.value + BETTER) best = found;
  }
  return best;
}

/** Half an axis apart, or more, is another turn. */
function isOther(a: Matrix, b: Matrix): boolean {
  let along = 0;
  for (let at = 0; at < a.data.length; at++) along += a.data[at]! * b.data[at]!;
  return along < a.rows - 0.5;
}

function bestOf(climbed: readonly Climbed[], keep: number): Climbed[] {
  const kept: Climbed[] = [];
  for (const one of [...climbed].sort((a, b) => b.value - a.value)) {
    if (kept.length < keep && kept.every(({ turn }) => isOther(turn, one.turn))) kept.push(one);
  }
  return kept;
}

/**
 * Turns of the first START_SIZE axes of `encoded` onto those of `clear`, the most agreeing first.
 * @param effort share of the shakes that are tried, above 0 and at most 1
 * @param advance told the fraction done, 0–1
 */
export async function findStarts(
  encoded: Embedding,
  clear: Embedding,
  random: Random,
  effort: number,
  advance: (fraction: number) => Promise<void>,
): Promise<Matrix[]> {
  const [functions, clearFunctions] = shapeFunctions(encoded, clear);
  await advance(0.1);
  const left = momentsOf(onSphere(encoded), functions, encoded.variance);
  const right = momentsOf(onSphere(clear), clearFunctions, clear.variance);
  let turns = Array.from({ length: 1 << SIGNED }, (_, signs) => mirrored(signs));
  for (const [number, { size, keep, steps, shakes }] of STAGES.entries()) {
    const [a, b] = [firstColumns(left, size), firstColumns(right, size)];
    const wide = turns.map((turn) => widened(turn, size));
    const kept = bestOf(
      wide.map((turn) => climb(a, b, turn, steps)),
      keep,
    );
    const shakenOnes: Climbed[] = [];
    for (const [at, one] of kept.entries()) {
      shakenOnes.push(betterByShaking(a, b, one, Math.ceil(effort * shakes), random));
      await advance(0.2 + (0.8 * (number + (at + 1) / kept.length)) / STAGES.length);
    }
    turns = bestOf(shakenOnes, keep).map(({ turn }) => turn);
  }
  return turns;
}
