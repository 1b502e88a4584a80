// SPDX-License-Identifier: EUPL-1.2
/**
 * The attacker knows nobody's encoding. He encodes a register that he holds under a key of his own; the
 * similarities among his encodings are spread as those among the encodings under attack, so he lays the
 * two similarity graphs over each other and reads off who is who (Vidanage et al. 2020; Schäfer &
 * Armknecht 2024, whose steps these are: embed, align by Wasserstein–Procrustes, assign). Needs
 * similarities of unlike persons that stand out of the noise of the code. Cost: encodings × persons ×
 * axes, some dozens of times on samples and once in full.
 */
import { similarityOf } from '@koppel/study';
import { nearestOrthogonal } from '../../algebra/eigen.ts';
import { makeMatrix, multiply, rowOf, transpose, type Matrix } from '../../algebra/matrix.ts';
import { advance, type Attack } from '../../attack.ts';
import { requireEnough } from '../../least.ts';
import { encodeOwnRegister } from '../../own-key.ts';
import { createRandom, sampleBelow, type Random } from '../../random.ts';
import { attackResult } from '../../result.ts';
import { surest } from '../seeded-profile/profiles.ts';
import { embed } from './embedding.ts';
import { followed, surestNearest } from './follow.ts';
import { nearest, unitRows, type Nearest } from './nearest.ts';
import { findStarts } from './starts.ts';
import { align, levels, turned, weighted, type Aligned, type Clouds } from './transport.ts';

export interface GraphMatchingOptions {
  /** Axes of the embedding, 24–256. Default 96. */
  readonly axes?: number;
  /** Starting points that are aligned, 1–4. Default 3; the one that ends nearest counts. */
  readonly starts?: number;
  /** Points of each side that are aligned; the others follow. Default 1,500. */
  readonly sample?: number;
  /** How long starting points are looked for, above 0 and at most 1, the default. */
  readonly effort?: number;
}

const DEFAULTS = { axes: 96, starts: 3, sample: 1500, effort: 1 };
const REFINED = { rounds: 10, growth: 1.1, sample: 4000 };

/** Some rows, in random order, or all. */
function sampled(points: Matrix, count: number, random: Random): Matrix {
  if (count >= points.rows) return points;
  const part = makeMatrix(count, points.columns);
  sampleBelow(random, points.rows, count).forEach((row, at) => {
    rowOf(part, at).set(rowOf(points, row));
  });
  return part;
}

/** Who is nearest to whom under a turn. */
function matched({ encoded, clear, variance }: Clouds, turn: Matrix): Nearest {
  const level = levels(variance, turn.rows);
  const a = unitRows(weighted(turned(encoded, turn), level, turn.rows));
  return nearest(a, unitRows(weighted(clear, level, turn.rows)));
}

/** The turn that best fits the pairs that are nearest to each other both ways. */
function fitted({ encoded, clear }: Clouds, { best, bestBack }: Nearest, size: number): Matrix {
  const pairs: [number, number][] = [];
  best.forEach((row, e) => {
    if (bestBack[row] === e) pairs.push([e, row]);
  });
  const [left, right] = [makeMatrix(pairs.length, size), makeMatrix(pairs.length, size)];
  pairs.forEach(([e, row], at) => {
    rowOf(left, at).set(rowOf(encoded, e).subarray(0, size));
    rowOf(right, at).set(rowOf(clear, row).subarray(0, size));
  });
  return nearestOrthogonal(multiply(transpose(left), right));
}

type Told = (fraction: number) => Promise<void>;

/** Betters a turn by its own surest pairs (iterated closest points). */
async function refined(clouds: Clouds, start: Matrix, told: Told): Promise<Matrix> {
  let turn = start;
  for (let round = 0; round < REFINED.rounds; round++) {
    const size = Math.min(clouds.clear.columns, Math.ceil(turn.rows * REFINED.growth));
    turn = fitted(clouds, matched(clouds, turn), size);
    await told((round + 1) / REFINED.rounds);
  }
  return turn;
}

/** Aligns from every start, and keeps the one that leaves the clouds nearest. */
async function alignedBest(
  clouds: Clouds,
  starts: readonly Matrix[],
  told: Told,
): Promise<Aligned> {
  let best: Aligned | undefined;
  for (const [number, start] of starts.entries()) {
    const found = await align(clouds, start, (done) => told((number + done) / starts.length));
    if (best === undefined || found.cost < best.cost) best = found;
  }
  return best!;
}

/** How many encodings were pointed at their own row, of all and of those that chose each other. */
function score(truth: Int32Array, { best, bestBack }: Pick<Nearest, 'best' | 'bestBack'>) {
  let [recovered, mutual, mutualRight] = [0, 0, 0];
  best.forEach((row, e) => {
    const isMutual = bestBack[row] === e;
    if (isMutual) mutual += 1;
    if (truth[e] !== row) return;
    recovered += 1;
    if (isMutual) mutualRight += 1;
  });
  return { recovered, mutual, mutualRight };
}

/**
 * Re-identified share without any known pair. Figures: `mutual` pairs that chose each other, and
 * `mutualRight` of them, which say how far the attacker may trust his own result; `directions` of the
 * encodings that stand out of noise, without which there is nothing to align; `cost` of the alignment.
 * @throws KoppelError AUDIT_TOO_FEW, AUDIT_CANCELLED
 */
export const graphMatching: Attack<GraphMatchingOptions> = async (subject, options) => {
  const { seed, axes, starts, sample, effort } = { ...DEFAULTS, ...options };
  const { encodings, register, truth } = subject;
  const targets = truth.filter((row) => row !== -1).length;
  const population = register.values.length;
  requireEnough('graphMatching', targets);
  const part =
    (from: number, to: number): Told =>
    (done) =>
      advance(options, from + (to - from) * done);
  await advance(options, 0);
  const size = Math.min(axes, encodings.count, population);
  const encoded = embed(encodings, size, createRandom('encoded axes', seed));
  await advance(options, 0.1);
  const own = encodeOwnRegister(subject, seed);
  const clear = embed(own, size, createRandom('clear axes', seed));
  await advance(options, 0.2);
  const random = createRandom('graph matching', seed);
  const turns = await findStarts(encoded, clear, random, effort, part(0.2, 0.35));
  const { variance } = clear;
  const clouds = (count: number): Clouds => ({
    encoded: sampled(encoded.points, count, random),
    clear: sampled(clear.points, count, random),
    variance,
  });
  const { turn, cost } = await alignedBest(
    clouds(sample),
    turns.slice(0, starts),
    part(0.35, 0.75),
  );
  const better = await refined(clouds(REFINED.sample), turn, part(0.75, 0.9));
  const whole = { encoded: encoded.points, clear: clear.points, variance };
  const laid = matched(whole, better);
  const similarity = similarityOf(subject.profile.spec);
  const start = surestNearest(laid);
  const further = await followed(encodings, own, similarity, start, part(0.9, 0.99));
  // He cannot see who is right, but he sees on which side more choose each other.
  const isFurther = further !== undefined && surest(further).length > start.length;
  const { recovered, ...pairs } = score(truth, isFurther ? further : laid);
  await advance(options, 1);
  const overlap = targets / Math.min(encodings.count, population);
  return attackResult({
    attack: 'graphMatching',
    given: { encodings: encodings.count, population, overlap },
    targets,
    recovered,
    chance: 1 / population,
    figures: { ...pairs, directions: encoded.directions, cost },
  });
};
