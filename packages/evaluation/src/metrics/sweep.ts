// SPDX-License-Identifier: EUPL-1.2
/**
 * Quality at every threshold at once, to see what a threshold costs. The best threshold found so
 * is an oracle: it has seen the truth, and no user of real data has. Pure.
 */
import { KoppelError } from '@koppel/errors';
import { checkPairs, countPairs, pairCodes, pairWidth, type PairColumns } from './pairs.ts';

/** Candidate pairs, none twice, with their similarity (0–1). */
export interface ScoredPairs extends PairColumns {
  readonly similarity: Float64Array;
}

export interface CurvePoint {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Pairs accepted at this threshold. */
  readonly predicted: number;
}

export interface Sweep {
  /** Falling thresholds; precision, recall and F1 of accepting every similarity ≥ threshold. */
  readonly curve: readonly CurvePoint[];
  /** The point of highest F1; of equals the highest threshold. Undefined without candidates. */
  readonly best: CurvePoint | undefined;
}

export interface SweepOptions {
  /** Accept a pair only while both records are free, best similarity first. */
  readonly oneToOne: boolean;
  /** At most about so many points on the curve (default 200, ≥ 1); `best` is exact in any case. */
  readonly points?: number;
}

/** Places of the pairs by falling similarity; of equals the lower row of `a`, then of `b`, first. */
function rank({ a, b, similarity }: ScoredPairs): Uint32Array {
  return Uint32Array.from(similarity.keys()).sort(
    (x, y) => similarity[y]! - similarity[x]! || a[x]! - a[y]! || b[x]! - b[y]!,
  );
}

/** Greedy one-to-one assignment: at any threshold it is a start of this list. */
function assign(pairs: ScoredPairs, ranked: Uint32Array): Uint32Array {
  const takenA = new Set<number>();
  const takenB = new Set<number>();
  return ranked.filter((place) => {
    const [a, b] = [pairs.a[place]!, pairs.b[place]!];
    if (takenA.has(a) || takenB.has(b)) return false;
    takenA.add(a);
    takenB.add(b);
    return true;
  });
}

/**
 * Judges every threshold at which something changes.
 * @throws KoppelError USAGE when columns differ in length
 */
export function sweepThresholds(
  pairs: ScoredPairs,
  actual: PairColumns,
  options: SweepOptions,
): Sweep {
  checkPairs(pairs, 'pairs');
  if (pairs.similarity.length !== pairs.a.length) {
    throw new KoppelError('USAGE', { path: 'pairs', rule: 'columnLength' });
  }
  const sought = countPairs(actual, actual).actual;
  const width = pairWidth(pairs, actual);
  const truth = new Set(pairCodes(actual, width));
  const codes = pairCodes(pairs, width);
  const ranked = rank(pairs);
  const accepted = options.oneToOne ? assign(pairs, ranked) : ranked;
  const every = Math.max(1, Math.floor(accepted.length / (options.points ?? 200)));
  const curve: CurvePoint[] = [];
  let best: CurvePoint | undefined;
  let correct = 0;
  let nextPoint = 1;
  accepted.forEach((place, index) => {
    if (truth.has(codes[place]!)) correct++;
    const threshold = pairs.similarity[place]!;
    const predicted = index + 1;
    const last = predicted === accepted.length;
    // Equal similarities stand or fall together.
    if (!last && pairs.similarity[accepted[predicted]!] === threshold) return;
    const f1 = (2 * correct) / (predicted + sought);
    const point = {
      threshold,
      precision: correct / predicted,
      recall: correct / sought,
      f1,
      predicted,
    };
    if (best === undefined || f1 > best.f1) best = point;
    if (predicted < nextPoint && !last) return;
    curve.push(point);
    nextPoint = predicted + every;
  });
  return { curve, best };
}

/** Counts of pairs in equal steps of similarity, true and false pairs apart. */
export interface Histogram {
  /** Lower end of the first step; the last ends at 1. */
  readonly from: number;
  readonly matches: readonly number[];
  readonly nonMatches: readonly number[];
}

/** Counts pairs in `bins` equal steps between `from` and 1; pairs below `from` are left out. */
export function similarityHistogram(
  pairs: ScoredPairs,
  actual: PairColumns,
  bins: number,
  from = 0,
): Histogram {
  const width = pairWidth(pairs, actual);
  const truth = new Set(pairCodes(actual, width));
  const matches = new Array<number>(bins).fill(0);
  const nonMatches = new Array<number>(bins).fill(0);
  pairCodes(pairs, width).forEach((code, index) => {
    const similarity = pairs.similarity[index]!;
    if (similarity < from) return;
    const bin = Math.min(bins - 1, Math.floor(((similarity - from) / (1 - from)) * bins));
    const counts = truth.has(code) ? matches : nonMatches;
    counts[bin]! += 1;
  });
  return { from, matches, nonMatches };
}
