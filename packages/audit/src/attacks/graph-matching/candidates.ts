// SPDX-License-Identifier: EUPL-1.2
/**
 * Pairs of an encoding and a row of which some are right, from components alone, without any known pair.
 * Components are looked for among several numbers of axes and matched more and less softly; each time
 * others are mixed up, so a pair that is found again and again, and agrees with others, is likely right.
 */
import { symmetricEigen } from '../../algebra/eigen.ts';
import {
  makeMatrix,
  multiply,
  multiplyTransposed,
  rowOf,
  transpose,
} from '../../algebra/matrix.ts';
import type { Matrix } from '../../algebra/matrix.ts';
import type { Random } from '../../random.ts';
import type { KnownPair } from '../known-pairs.ts';
import { matchComponents } from './component-matching.ts';
import { componentShapes } from './component-shapes.ts';
import { skewComponents, whitened } from './components.ts';
import { agreementOfPairs, withoutComponents } from './consistency.ts';
import type { Embedding } from './embedding.ts';
import { surestNearest } from './follow.ts';
import { nearest, unitRows } from './nearest.ts';

/** A side of the attack: its points, and the bits that are set in each encoding. */
export interface Side {
  readonly embedding: Embedding;
  readonly ones: ArrayLike<number>;
}

/** Sharpness at which components stay matched. */
const SOFTNESS = [0.15, 0.11] as const;
/** Fewer components than this say nothing. */
const LEAST_COMPONENTS = 6;
/** A pair's agreement is measured by that of the pair of this rank. */
const RANK = 50;
const NOTHING_ALONG = 1e-6;

/**
 * Coordinates in which the points of both sides can be compared, from a map between their axes of
 * which not all directions are known.
 */
function comparable(left: Matrix, right: Matrix, map: Matrix): [Matrix, Matrix] {
  const { values, vectors } = symmetricEigen(multiply(transpose(map), map));
  const rank = values.filter((value) => value > NOTHING_ALONG * values[0]!).length;
  const turn = makeMatrix(rank, map.columns, vectors.data.slice(0, rank * map.columns));
  const back = multiplyTransposed(turn, map);
  for (let row = 0; row < rank; row++) {
    // A direction counts for as much as it is known to be one.
    const weight = values[row]! ** 0.25;
    const own = rowOf(turn, row);
    const other = rowOf(back, row);
    for (let c = 0; c < map.columns; c++) own[c]! *= weight;
    for (let c = 0; c < map.rows; c++) other[c]! *= weight / Math.sqrt(values[row]!);
  }
  return [multiplyTransposed(left, back), multiplyTransposed(right, turn)];
}

function rowsAt(from: Matrix, rows: readonly number[]): Matrix {
  const chosen = makeMatrix(rows.length, from.columns);
  rows.forEach((row, at) => {
    rowOf(chosen, at).set(rowOf(from, row));
  });
  return chosen;
}

interface Weighed extends KnownPair {
  readonly weight: number;
}

/** Pairs that chose each other among so many axes, weighed by how they agree in what is left. */
function pairsAmong(size: number, encoded: Side, clear: Side, random: Random): Weighed[] {
  const sides = [encoded, clear].map(({ embedding, ones }) => {
    const white = whitened(embedding, size);
    const components = skewComponents(white, random);
    const rest = withoutComponents(embedding, components);
    const shapes = componentShapes(white, components, embedding.variance, ones);
    return { white, components, rest, shapes };
  });
  const [a, b] = sides as [(typeof sides)[0], (typeof sides)[0]];
  if (Math.min(a.components.rows, b.components.rows) < LEAST_COMPONENTS) return [];
  return matchComponents(a.shapes, b.shapes, SOFTNESS).flatMap((match) => {
    const map = multiply(transpose(a.components), multiply(match, b.components));
    const [left, right] = comparable(a.white, b.white, map);
    const pairs = surestNearest(nearest(unitRows(left), unitRows(right)));
    if (pairs.length <= RANK) return [];
    const weights = agreementOfPairs(
      rowsAt(a.rest, pairs.map((pair) => pair.encoding)),
      rowsAt(b.rest, pairs.map((pair) => pair.row)),
    ); // prettier-ignore
    const scale = weights
      .slice()
      .sort()
      .at(-RANK - 1)!;
    if (scale === 0) return [];
    return pairs.map((pair, at) => ({ ...pair, weight: weights[at]! / scale }));
  });
}

/** Pairs by their summed weights, each encoding and row once, the heaviest first. */
function oneToOne(pairs: readonly Weighed[], rows: number): KnownPair[] {
  const sums = new Map<number, number>();
  for (const { encoding, row, weight } of pairs) {
    const place = encoding * rows + row;
    sums.set(place, (sums.get(place) ?? 0) + weight);
  }
  const order = [...sums].sort(([p, x], [q, y]) => y - x || p - q);
  const [encodings, taken] = [new Set<number>(), new Set<number>()];
  const chosen: KnownPair[] = [];
  for (const [place] of order) {
    const [encoding, row] = [Math.floor(place / rows), place % rows];
    if (encodings.has(encoding) || taken.has(row)) continue;
    encodings.add(encoding);
    taken.add(row);
    chosen.push({ encoding, row });
  }
  return chosen;
}

/**
 * Pairs to follow, the likeliest first; none where no component stands out.
 * @param sizes numbers of axes, each at most those of the embeddings
 * @param told awaited after each size with the fraction done
 */
export async function candidates(
  encoded: Side,
  clear: Side,
  sizes: readonly number[],
  random: Random,
  told: (fraction: number) => Promise<void>,
): Promise<KnownPair[]> {
  const pairs: Weighed[] = [];
  for (const [number, size] of sizes.entries()) {
    pairs.push(...pairsAmong(size, encoded, clear, random));
    await told((number + 1) / sizes.length);
  }
  return oneToOne(pairs, clear.embedding.points.rows);
}
