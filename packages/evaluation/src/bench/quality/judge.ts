// SPDX-License-Identifier: EUPL-1.2
/**
 * What pairs with scores are worth when the truth is known: at a cut that a program gives itself, and
 * at the best one. Two files one to one, best score first; one file as pairs, or as everything that
 * hangs together, whichever is better for the program. All programs are judged by this alone. Pure.
 */
import { sweepThresholds, type PairColumns, type ScoredPairs } from '../../metrics/index.ts';

/** The highest F1 of clusters by single linkage, over all cuts. Within one file. */
export function bestOfClusters(pairs: ScoredPairs, truth: PairColumns): number {
  const members = new Map<number, number[]>();
  const partners = new Map<number, Set<number>>();
  const join = (row: number, other: number): void => {
    partners.set(row, (partners.get(row) ?? new Set()).add(other));
  };
  truth.a.forEach((row, at) => {
    join(row, truth.b[at]!);
    join(truth.b[at]!, row);
  });
  const of = (row: number): number[] => members.get(row) ?? [row];
  const order = Uint32Array.from(pairs.similarity.keys()).sort(
    (m, n) => pairs.similarity[n]! - pairs.similarity[m]!,
  );
  let [best, predicted, correct] = [0, 0, 0];
  order.forEach((pair, at) => {
    let [small, large] = [of(pairs.a[pair]!), of(pairs.b[pair]!)];
    if (!small.includes(pairs.b[pair]!)) {
      if (small.length > large.length) [small, large] = [large, small];
      predicted += small.length * large.length;
      for (const row of small) {
        const own = partners.get(row);
        if (own !== undefined) correct += large.filter((other) => own.has(other)).length;
      }
      const joined = [...large, ...small];
      for (const row of joined) members.set(row, joined);
    }
    const isLast = at + 1 === order.length;
    // Equal scores stand or fall together.
    if (!isLast && pairs.similarity[order[at + 1]!] === pairs.similarity[pair]) return;
    best = Math.max(best, (2 * correct) / (predicted + truth.a.length));
  });
  return best;
}

/** All pairs at or above a cut. */
function from({ a, b, similarity }: ScoredPairs, cut: number): ScoredPairs {
  const kept = Uint32Array.from(similarity.keys()).filter((at) => similarity[at]! >= cut);
  return {
    a: kept.map((at) => a[at]!),
    b: kept.map((at) => b[at]!),
    similarity: Float64Array.from(kept, (at) => similarity[at]!),
  };
}

/** The highest F1 at any cut: an oracle, it has seen the truth. */
export function bestF1(pairs: ScoredPairs, truth: PairColumns, dedupe: boolean): number {
  const swept = sweepThresholds(pairs, truth, { oneToOne: !dedupe }).best?.f1 ?? 0;
  return dedupe ? Math.max(swept, bestOfClusters(pairs, truth)) : swept;
}

/** F1 of all pairs at or above a cut. */
export function f1At(
  pairs: ScoredPairs,
  truth: PairColumns,
  { cut, dedupe }: { readonly cut: number; readonly dedupe: boolean },
): number {
  const kept = from(pairs, cut);
  const asPairs = sweepThresholds(kept, truth, { oneToOne: !dedupe }).curve.at(-1)?.f1 ?? 0;
  if (!dedupe) return asPairs;
  const together = { ...kept, similarity: new Float64Array(kept.a.length) };
  return Math.max(asPairs, bestOfClusters(together, truth));
}
