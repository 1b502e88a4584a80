// SPDX-License-Identifier: EUPL-1.2
/**
 * Explains single pairs of a linkage by looks, by the levels that the second round showed. A pair that
 * was not looked at shows nothing: all its fields count as missing.
 */
import type { Comparison, Gathered } from '../fellegi-sunter/evidence.ts';
import type { FieldModel } from '../fellegi-sunter/model.ts';
import { oddsAt } from '../fellegi-sunter/choice.ts';
import { placesOf } from '../fellegi-sunter/explain.ts';
import { waterfallOf } from '../fellegi-sunter/waterfall.ts';
import type { Explain } from '../outcome.ts';
import type { OrderedSource } from '../source.ts';

/** The place of a pair among those of a comparison, which are in order of their rows; −1 for none. */
function findPair({ rowsA, rowsB }: Comparison, rowA: number, rowB: number): number {
  let [low, high] = [0, rowsA.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const before = rowsA[middle]! - rowA || rowsB[middle]! - rowB;
    if (before < 0) low = middle + 1;
    else high = middle;
  }
  return rowsA[low] === rowA && rowsB[low] === rowB ? low : -1;
}

/** By the caller's numbers of sources and rows. */
export function lookExplainer(
  sources: readonly OrderedSource[],
  { rules, comparisons, evidence }: Pick<Gathered, 'rules' | 'comparisons' | 'evidence'>,
  model: FieldModel,
): Explain {
  const inOrder = placesOf(sources);
  const groups = rules.length;
  return (left, right, similarity) => {
    const [[a, rowA], [b, rowB]] = inOrder(left, right);
    const comparison = comparisons.find((one) => one.a === a && one.b === b);
    const at = comparison === undefined ? -1 : findPair(comparison, rowA, rowB);
    const pattern = at === -1 ? undefined : comparison!.pattern[at]!;
    const levels =
      pattern === undefined
        ? new Uint8Array(groups)
        : evidence.candidates.levels.subarray(pattern * groups, (pattern + 1) * groups);
    return waterfallOf(
      model,
      rules,
      levels,
      similarity === undefined ? undefined : oddsAt(similarity),
    );
  };
}
